package io.tierwise.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tierwise.data.Encoded.ArrayValue;
import io.tierwise.data.Encoded.ImageFile;
import io.tierwise.data.Encoded.Pixels;
import io.tierwise.data.Label.ClassIndex;
import io.tierwise.data.Label.ClassMap;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreprocessingTest {
    private static final Pixels TWO_PIXELS = new Pixels(new byte[] {10, 20, 30, 40, 50, 60}, 1, 2, 3);

    @Test
    void apply_scaleMeanStd_isScaledThenNormalized() {
        Pixels gray = new Pixels(new byte[] {0, (byte) 255}, 1, 2, 1);

        Tensor tensor =
                Preprocessing.parse("scale=1/255,mean=0.2860,std=0.3530").apply(gray);

        assertThat(tensor.shape()).containsExactly(1, 1, 1, 2);
        assertThat(tensor.toFloats()).containsExactly((float) (-0.2860 / 0.3530), (float) ((1 - 0.2860) / 0.3530));
    }

    @Test
    void apply_layouts_orderChannelsFirstOrLast() {
        assertThat(Preprocessing.NONE.apply(TWO_PIXELS).toFloats()).containsExactly(10, 40, 20, 50, 30, 60);
        assertThat(Preprocessing.NONE.apply(TWO_PIXELS).shape()).containsExactly(1, 3, 1, 2);
        Tensor last = Preprocessing.parse("layout=nhwc").apply(TWO_PIXELS);
        assertThat(last.toFloats()).containsExactly(10, 20, 30, 40, 50, 60);
        assertThat(last.shape()).containsExactly(1, 1, 2, 3);
    }

    @Test
    void apply_bgr_putsMeansInTheOrderOfTheColour() {
        Tensor tensor = Preprocessing.parse("color=bgr,mean=1:2:3,layout=nhwc").apply(TWO_PIXELS);

        assertThat(tensor.toFloats()).containsExactly(29, 18, 7, 59, 48, 37);
    }

    @Test
    void apply_uint8_keepsBytes() {
        Tensor tensor = Preprocessing.parse("type=uint8").apply(TWO_PIXELS);

        assertThat(tensor.type()).isEqualTo(ElementType.UINT8);
        assertThat(tensor.toLongs()).containsExactly(10, 40, 20, 50, 30, 60);
    }

    @Test
    void apply_grayAsRgb_repeatsTheChannel() {
        Pixels gray = new Pixels(new byte[] {7, 8}, 1, 2, 1);

        assertThat(Preprocessing.parse("color=rgb").apply(gray).toFloats()).containsExactly(7, 8, 7, 8, 7, 8);
    }

    @Test
    void apply_imageFile_isRgbUnlessAskedOtherwise() {
        ImageFile gray = new ImageFile(Fixtures.golden("gray8.png"));

        assertThat(Preprocessing.NONE.apply(gray).shape()).containsExactly(1, 3, 28, 28);
        assertThat(Preprocessing.parse("color=gray").apply(gray).shape()).containsExactly(1, 1, 28, 28);
    }

    @ParameterizedTest
    @CsvSource({"256,341,256,341", "100,200,256,512", "200,100,512,256", "333,500,256,384", "500,333,384,256"})
    void resize_shortestSide_keepsTheProportion(int height, int width, int newHeight, int newWidth) {
        assertThat(new Preprocessing.Resize.ShortestSide(256).of(height, width))
                .isEqualTo(new Preprocessing.Size(newHeight, newWidth));
    }

    @Test
    void apply_resizeThenCrop_hasTheSizeOfTheCrop() {
        Tensor tensor = Preprocessing.parse("resize=32,crop=24x28,scale=0.0078125,mean=1")
                .apply(Fixtures.goldenPixels("rgb"));

        assertThat(tensor.shape()).containsExactly(1, 3, 24, 28);
        for (float value : tensor.toFloats()) {
            assertThat(value).isBetween(-1f, 1f);
        }
    }

    @Test
    void apply_cropLargerThanTheImage_saysBothSizes() {
        assertThatThrownBy(() ->
                        Preprocessing.parse("crop=224").apply(new Sample("a/b.jpg", TWO_PIXELS, new ClassIndex(0))))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("Sample a/b.jpg")
                .hasMessageContaining("crop=224x224")
                .hasMessageContaining("1x2");
    }

    @Test
    void apply_meanOfOtherChannelCount_saysBothCounts() {
        assertThatThrownBy(() -> Preprocessing.parse("mean=1:2").apply(TWO_PIXELS))
                .hasMessageContaining("mean has 2 values")
                .hasMessageContaining("3 channels");
    }

    @Test
    void apply_arrays_getABatchDimensionAndBecomeFloat() {
        Tensor doubles = Tensor.ofBytes(ElementType.DOUBLE, new byte[16], 2);

        Tensor tensor = Preprocessing.NONE.apply(new ArrayValue(doubles));

        assertThat(tensor.type()).isEqualTo(ElementType.FLOAT);
        assertThat(tensor.shape()).containsExactly(1, 2);
    }

    @Test
    void apply_wholeNumberArrays_stayUnlessScaled() {
        ArrayValue tokens = new ArrayValue(Tensor.ofLongs(new long[] {5, 9}, 2));

        assertThat(Preprocessing.NONE.apply(tokens)).isEqualTo(Tensor.ofLongs(new long[] {5, 9}, 1, 2));
        assertThat(Preprocessing.parse("scale=0.5").apply(tokens))
                .isEqualTo(Tensor.ofFloats(new float[] {2.5f, 4.5f}, 1, 2));
    }

    @Test
    void apply_arrayWithChannels_normalizesEach() {
        ArrayValue array = new ArrayValue(Tensor.ofFloats(new float[] {1, 2, 3, 4}, 2, 2));

        assertThat(Preprocessing.parse("mean=1:3").apply(array).toFloats()).containsExactly(0, 1, 0, 1);
        assertThat(Preprocessing.parse("mean=1:3,layout=nhwc").apply(array).toFloats())
                .containsExactly(0, -1, 2, 1);
        assertThatThrownBy(() -> Preprocessing.parse("resize=4").apply(array)).hasMessageContaining("are for images");
    }

    @Test
    void align_classMap_isResizedWithoutNewClasses() {
        ClassMap map = new ClassMap(2, 2, new byte[] {1, 9, 1, 9});

        assertThat(Preprocessing.parse("resize=4x4,crop=2x4").align(map))
                .isEqualTo(new ClassMap(2, 4, new byte[] {1, 1, 9, 9, 1, 1, 9, 9}));
        assertThat(Preprocessing.parse("resize=4x4").align(new ClassIndex(3))).isEqualTo(new ClassIndex(3));
    }

    @Test
    void parse_everyKey_isRead() {
        Preprocessing read = Preprocessing.parse("resize=256,crop=224,scale=1/255,mean=0.485:0.456:0.406,"
                + "std=0.229:0.224:0.225,layout=nchw,color=rgb,interpolation=bicubic,type=float,classOffset=1");

        assertThat(read.resize()).contains(new Preprocessing.Resize.ShortestSide(256));
        assertThat(read.crop()).contains(new Preprocessing.Size(224, 224));
        assertThat(read.scale()).isEqualTo(1 / 255.0);
        assertThat(read.mean()).containsExactly(0.485, 0.456, 0.406);
        assertThat(read.color()).contains(Preprocessing.Color.RGB);
        assertThat(read.interpolation()).isEqualTo(Interpolation.BICUBIC);
        assertThat(read.classOffset()).isOne();
        assertThat(read.toText())
                .isEqualTo("resize=256,crop=224,scale=1/255,mean=0.485:0.456:0.406,std=0.229:0.224:0.225,"
                        + "color=rgb,interpolation=bicubic,class-offset=1");
    }

    @Test
    void parse_nothing_changesNothing() {
        assertThat(Preprocessing.parse(" ")).isEqualTo(Preprocessing.NONE);
        assertThat(Preprocessing.NONE.toText()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\u0001', textBlock = """
            skale=1/255            | unknown key 'skale', did you mean 'scale'?
            colour=rgb             | did you mean 'color'?
            zzz=1                  | known are resize, crop
            color=rbg              | color=rbg: did you mean 'rgb'?
            interpolation=lanczos  | known are nearest, bilinear, bicubic
            std=0                  | std must not be 0
            std=1:0:1              | std must not be 0
            mean=abc               | mean=abc is no number
            mean=NaN               | mean=NaN is no finite number
            scale=1/0              | scale=1/0 is no finite number
            scale=1/2/3            | scale=1/2/3 is no finite number
            scale=0                | scale must be a finite number other than 0
            resize=0               | resize is 1 to 16384 pixels
            resize=99999999999     | resize=99999999999 is no whole number
            crop=2x3x4             | crop=2x3x4 is no size
            mean=1,2               | '2' is no key=value
            scale=1,scale=2        | 'scale' is given twice
            scale=1,,mean=2        | two commas
            type=uint8,scale=1/255 | leave out scale, mean and std
            type=double            | known are float, uint8
            """)
    void parse_badText_saysWhatIsWrong(String text, String message) {
        assertThatThrownBy(() -> Preprocessing.parse(text))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void toText_parsedAgain_isEqual(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 50; i++) {
            String text = "scale=" + random.nextDouble(-3, 3) + ",mean=" + random.nextGaussian() + ":1/"
                    + (1 + random.nextInt(300)) + ",std=" + (1 + random.nextInt(1000)) + ":1e-7,resize="
                    + (1 + random.nextInt(500)) + "x" + (1 + random.nextInt(500)) + ",layout="
                    + (random.nextBoolean() ? "nhwc" : "nchw") + ",class-offset=" + random.nextInt(3);
            Preprocessing read = Preprocessing.parse(text);
            assertThat(Preprocessing.parse(read.toText()))
                    .as("seed " + seed + ": " + text)
                    .isEqualTo(read);
        }
    }
}
