package io.tierwise.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tierwise.data.Encoded.ArrayValue;
import io.tierwise.data.Encoded.ImageFile;
import io.tierwise.data.Encoded.Pixels;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/// Whatever way an input travels, the model sees the same bits.
class InputFormTest {
    private static final long SEED = 20;

    @Test
    void normalising_behindTheEightBitPixelsOfAnyInput_isThePreparedTensor() {
        Random random = new Random(SEED);
        for (int round = 0; round < 300; round++) {
            Encoded input = image(random);
            Preprocessing steps = steps(random, true);

            Encoded pixels = steps.eightBit(input);
            Tensor whole = steps.apply(input);

            assertThat(steps.normalising().apply(pixels))
                    .as("seed %d round %d, %s of %s", SEED, round, steps.toText(), input)
                    .isEqualTo(whole);
            assertThat(pixels.byteSize()).isEqualTo(whole.elements());
        }
    }

    @Test
    void normalising_behindAnArrayOfBytes_isThePreparedTensor() {
        Random random = new Random(SEED);
        for (int round = 0; round < 100; round++) {
            byte[] bytes = new byte[3 * 5 * 3];
            random.nextBytes(bytes);
            Encoded input = new ArrayValue(Tensor.ofBytes(ElementType.UINT8, bytes, 3, 5, 3));
            Preprocessing steps = steps(random, false);

            assertThat(steps.normalising().apply(steps.eightBit(input)))
                    .as("seed %d round %d, %s", SEED, round, steps.toText())
                    .isEqualTo(steps.apply(input));
        }
    }

    private static Preprocessing steps(Random random, boolean image) {
        List<String> keys = new ArrayList<>();
        if (image && random.nextBoolean()) {
            keys.add("resize=" + (8 + random.nextInt(20))
                    + (random.nextBoolean() ? "x" + (8 + random.nextInt(20)) : ""));
            keys.add("crop=" + (1 + random.nextInt(8)));
        }
        if (image) {
            keys.add("color=" + List.of("rgb", "bgr").get(random.nextInt(2)));
            keys.add(
                    "interpolation=" + List.of("nearest", "bilinear", "bicubic").get(random.nextInt(3)));
        }
        keys.add("layout=" + List.of("nchw", "nhwc").get(random.nextInt(2)));
        if (image && random.nextInt(4) == 0) {
            keys.add("type=uint8");
        } else {
            keys.add("scale=" + random.nextDouble(0.001, 2));
            keys.add("mean=" + random.nextDouble() + ":" + random.nextDouble() + ":" + random.nextDouble());
            keys.add("std=" + random.nextDouble(0.1, 2));
        }
        return Preprocessing.parse(String.join(",", keys));
    }

    /// Raw pixels, or a file of them.
    private static Encoded image(Random random) {
        int height = 8 + random.nextInt(30);
        int width = 8 + random.nextInt(30);
        if (random.nextInt(3) == 0) {
            int channels = random.nextBoolean() ? 1 : 3;
            byte[] bytes = new byte[height * width * channels];
            random.nextBytes(bytes);
            return new Pixels(bytes, height, width, channels);
        }
        BufferedImage image = new BufferedImage(
                width, height, random.nextBoolean() ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, random.nextInt());
            }
        }
        try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            ImageIO.write(image, random.nextBoolean() ? "png" : "jpg", out);
            return new ImageFile(out.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void eightBit_arrayOfOtherNumbers_isRefused() {
        Encoded floats = new ArrayValue(Tensor.ofFloats(new float[3], 3));

        assertThat(Preprocessing.hasPixels(floats)).isFalse();
        assertThatThrownBy(() -> Preprocessing.NONE.eightBit(floats))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("FLOAT[3]");
    }

    @Test
    void eightBit_arrayAndStepsForImages_isRefusedAsItIsByApply() {
        Encoded bytes = new ArrayValue(Tensor.ofBytes(ElementType.UINT8, new byte[3], 3));
        Preprocessing steps = Preprocessing.parse("crop=1");

        assertThatThrownBy(() -> steps.eightBit(bytes)).hasMessageContaining("are for images");
        assertThatThrownBy(() -> steps.apply(bytes)).hasMessageContaining("are for images");
    }

    @Test
    void ofWord_everyForm_isReadBack() {
        assertThat(InputForm.values())
                .allSatisfy(form -> assertThat(InputForm.ofWord(form.word())).contains(form));
        assertThat(InputForm.ofWord("UINT8")).isEmpty();
    }
}
