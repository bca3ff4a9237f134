package io.tierwise.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tierwise.data.Encoded.ImageFile;
import io.tierwise.data.Encoded.Pixels;
import io.tierwise.data.Preprocessing.Color;
import io.tierwise.data.Preprocessing.Size;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Pixels as Pillow 12.0.0 makes them, bit for bit; the fixtures come from make_golden.py beside them.
class PixelResizeTest {
    @ParameterizedTest
    @CsvSource({
        "rgb,nearest,16,23", "rgb,nearest,64,100", "rgb,nearest,37,20", "rgb,nearest,12,53", "rgb,nearest,37,80",
        "rgb,bilinear,16,23", "rgb,bilinear,64,100", "rgb,bilinear,37,20", "rgb,bilinear,12,53", "rgb,bilinear,37,80",
        "rgb,bicubic,16,23", "rgb,bicubic,64,100", "rgb,bicubic,37,20", "rgb,bicubic,12,53", "rgb,bicubic,37,80",
        "gray,nearest,13,40", "gray,bilinear,13,40", "gray,bicubic,13,40"
    })
    void resize_anySize_equalsPillow(String image, String interpolation, int height, int width) {
        Pixels resized = PixelResize.resize(
                Fixtures.goldenPixels(image),
                new Size(height, width),
                Interpolation.valueOf(interpolation.toUpperCase(Locale.ROOT)));

        assertThat(resized).isEqualTo(Fixtures.goldenPixels(image + "-" + interpolation + "-" + height + "x" + width));
    }

    @Test
    void colorOrder_rgbToGray_equalsPillow() {
        assertThat(ColorOrder.of(Fixtures.goldenPixels("rgb"), Color.GRAY))
                .isEqualTo(Fixtures.goldenPixels("rgb-luma"));
    }

    @Test
    void centreCrop_oddRest_roundsHalfToEven() {
        Pixels row = new Pixels(new byte[] {0, 1, 2, 3, 4, 5, 6}, 1, 7, 1);

        assertThat(PixelResize.centreCrop(row, new Size(1, 2)).bytes()).containsExactly(2, 3);
        assertThat(PixelResize.centreCrop(row, new Size(1, 4)).bytes()).containsExactly(2, 3, 4, 5);
        assertThat(PixelResize.centreCrop(row, new Size(1, 3)).bytes()).containsExactly(2, 3, 4);
    }

    @Test
    void decode_grayPng_keepsGammaAsStored() {
        assertThat(decode("gray8.png")).isEqualTo(Fixtures.goldenPixels("gray"));
    }

    @Test
    void decode_sixteenBits_keepsTheUpperEight() {
        assertThat(decode("gray16.png")).isEqualTo(Fixtures.goldenPixels("gray"));
    }

    @Test
    void decode_transparency_isDropped() {
        assertThat(decode("rgba.png")).isEqualTo(Fixtures.goldenPixels("rgb"));
    }

    @Test
    void decode_palette_givesItsColours() {
        assertThat(decode("palette.png")).isEqualTo(Fixtures.goldenPixels("palette-rgb"));
    }

    @Test
    void decodeMask_palette_givesIndices() {
        Label.ClassMap mask = ImageDecoder.decodeMask(Fixtures.golden("palette.png"));

        assertThat(mask.classes())
                .isEqualTo(Fixtures.goldenPixels("palette-index").bytes());
    }

    @Test
    void decode_bilevel_isBlackAndWhite() {
        byte[] gray = Fixtures.goldenPixels("gray").bytes();

        Pixels pixels = ColorOrder.of(decode("bilevel.png"), Color.GRAY);

        for (int i = 0; i < gray.length; i++) {
            assertThat(pixels.bytes()[i]).isEqualTo((byte) ((gray[i] & 0xff) > 127 ? 255 : 0));
        }
    }

    /// Two JPEG decoders may round the inverse transform differently.
    @ParameterizedTest
    @CsvSource({"rgb.jpg,jpeg-rgb,2", "gray.jpg,jpeg-gray,2"})
    void decode_jpeg_isWithinTwoLevelsOfPillow(String file, String golden, int levels) {
        assertThat(largestDifference(decode(file), Fixtures.goldenPixels(golden)))
                .isLessThanOrEqualTo(levels);
    }

    @Test
    void decode_cmykJpeg_givesRgbOfTheSameSize() {
        Pixels pixels = decode("cmyk.jpg");

        assertThat(pixels.channels()).isEqualTo(3);
        assertThat(pixels.height()).isEqualTo(37);
        assertThat(pixels.width()).isEqualTo(53);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rgb.jpg", "gray8.png", "palette.png", "cmyk.jpg"})
    void decode_cutOffFile_isRefused(String name) {
        byte[] file = Fixtures.golden(name);
        for (int length : new int[] {3, 20, file.length / 2, file.length * 3 / 4}) {
            ImageFile cut = new ImageFile(Arrays.copyOf(file, length));
            assertThatThrownBy(() -> ImageDecoder.decode(cut))
                    .as(name + " cut to " + length)
                    .isInstanceOf(DataException.class);
        }
    }

    private static Pixels decode(String name) {
        return ImageDecoder.decode(new ImageFile(Fixtures.golden(name)));
    }

    private static int largestDifference(Pixels left, Pixels right) {
        assertThat(left.height() + "x" + left.width() + "x" + left.channels())
                .isEqualTo(right.height() + "x" + right.width() + "x" + right.channels());
        int largest = 0;
        for (int i = 0; i < left.bytes().length; i++) {
            largest = Math.max(largest, Math.abs((left.bytes()[i] & 0xff) - (right.bytes()[i] & 0xff)));
        }
        return largest;
    }
}
