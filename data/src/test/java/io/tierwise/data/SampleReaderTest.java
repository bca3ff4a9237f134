package io.tierwise.data;

import static io.tierwise.data.Fixtures.gzip;
import static io.tierwise.data.Fixtures.idx;
import static io.tierwise.data.Fixtures.npy;
import static io.tierwise.data.Fixtures.png;
import static io.tierwise.data.Fixtures.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tierwise.data.Encoded.ArrayValue;
import io.tierwise.data.Encoded.Pixels;
import io.tierwise.data.Label.ClassIndex;
import io.tierwise.data.Label.ClassMap;
import io.tierwise.data.Label.None;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SampleReaderTest {
    @TempDir
    Path folder;

    @Test
    void open_folderWithTable_readsFilesAndClasses() {
        png(folder.resolve("a.png"), 1);
        png(folder.resolve("sub/b.png"), 2);
        write(folder.resolve("labels.csv"), "file,label\nsub/b.png,7\n\"a.png\",3\n");

        SampleSet samples = SampleReader.open(folder, Optional.empty());

        assertThat(samples.size()).isEqualTo(2);
        assertThat(samples.get(0).id()).isEqualTo("sub/b.png");
        assertThat(samples.label(0)).isEqualTo(new ClassIndex(7));
        assertThat(samples.label(1)).isEqualTo(new ClassIndex(3));
        assertThat(samples.classOf(1)).hasValue(3);
        assertThat(Preprocessing.NONE.apply(samples.get(1)).shape()).containsExactly(1, 3, 3, 4);
    }

    @Test
    void open_tableWithoutHeader_readsTheFirstLine() {
        png(folder.resolve("a.png"), 1);
        Path table = write(folder.resolve("truth.csv"), "a.png,3");

        assertThat(SampleReader.open(folder, Optional.of(table)).label(0)).isEqualTo(new ClassIndex(3));
    }

    @Test
    void open_classFolders_countsSortedNames() {
        png(folder.resolve("dog/x.png"), 1);
        png(folder.resolve("cat/y.png"), 1);
        png(folder.resolve("cat/z.PNG"), 1);

        SampleSet samples = SampleReader.open(folder, Optional.empty());

        assertThat(IntStream.range(0, 3).mapToObj(samples::label))
                .containsExactly(new ClassIndex(0), new ClassIndex(0), new ClassIndex(1));
        assertThat(samples.get(2).id()).isEqualTo("dog/x.png");
    }

    @Test
    void open_tableWithNames_usesTheFoldersNumbers() {
        png(folder.resolve("dog/x.png"), 1);
        png(folder.resolve("cat/y.png"), 1);
        Path table = write(folder.resolve("names.csv"), "file,label\ndog/x.png,dog\ncat/y.png,cat\n");

        assertThat(SampleReader.open(folder, Optional.of(table)).label(0)).isEqualTo(new ClassIndex(1));
    }

    @Test
    void open_foldersNamedByNumber_takeTheNumber() {
        for (String name : new String[] {"2", "10", "1"}) {
            png(folder.resolve(name + "/x.png"), 1);
        }

        SampleSet samples = SampleReader.open(folder, Optional.empty());

        assertThat(IntStream.range(0, 3).mapToObj(samples::label))
                .containsExactly(new ClassIndex(1), new ClassIndex(10), new ClassIndex(2));
    }

    @Test
    void open_flatFolder_hasNoLabels() {
        png(folder.resolve("a.png"), 1);

        assertThat(SampleReader.open(folder, Optional.empty()).label(0)).isEqualTo(new None());
    }

    @Test
    void open_unreadableImageAmongGoodOnes_isNamedWhenUsed() {
        png(folder.resolve("c/a.png"), 1);
        write(folder.resolve("c/b.png"), "no image");
        write(folder.resolve("c/c.png"), "");

        SampleSet samples = SampleReader.open(folder, Optional.empty());

        assertThat(Preprocessing.NONE.apply(samples.get(0)).elements()).isEqualTo(36);
        assertThatThrownBy(() -> Preprocessing.NONE.apply(samples.get(1)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("c/b.png")
                .hasMessageContaining("no image that can be read");
        assertThatThrownBy(() -> samples.get(2)).hasMessageContaining("c.png is empty");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\u0001', textBlock = """
            a.png,cat           | line 2: 'cat' is no class number
            a.png,-1            | line 2: -1 is out of range
            a.png               | line 2: 'a.png' has no file and label
            a.png,              | line 2: 'a.png,' has no file and label
            b.png,1             | line 2: there is no b.png
            ../a.png,1          | line 2: ../a.png lies outside
            "a.png,1            | line 2: a quotation mark is not closed
            a.png,9999999999999 | is out of range
            """)
    void open_badTable_namesTheLine(String line, String message) {
        png(folder.resolve("a.png"), 1);
        Path table = write(folder.resolve("labels.csv"), "file,label\n" + line + "\n");

        assertThatThrownBy(() -> SampleReader.open(folder, Optional.of(table)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(table.toString())
                .hasMessageContaining(message);
    }

    @Test
    void open_missingPaths_areNamed() {
        Path missing = folder.resolve("nowhere");

        assertThatThrownBy(() -> SampleReader.open(missing, Optional.empty()))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("There is no " + missing);
        assertThatThrownBy(() -> SampleReader.open(folder, Optional.of(missing)))
                .hasMessageContaining("labels");
        assertThatThrownBy(() -> SampleReader.open(folder, Optional.empty())).hasMessageContaining("no images");
        Path text = write(folder.resolve("x.bin"), "hello");
        assertThatThrownBy(() -> SampleReader.open(text, Optional.empty())).hasMessageContaining("no kind of samples");
    }

    @Test
    void open_masks_areReadByBaseName() {
        png(folder.resolve("images/a.png"), 100);
        png(folder.resolve("masks/a.png"), 255);

        SampleSet samples = SampleReader.open(folder.resolve("images"), Optional.of(folder.resolve("masks")));

        ClassMap map = (ClassMap) samples.get(0).label();
        assertThat(map.height()).isEqualTo(3);
        assertThat(map.classes()[0]).isEqualTo((byte) 255);
    }

    @Test
    void open_missingOrColouredMask_isNamed() {
        png(folder.resolve("images/a.png"), 100);
        png(folder.resolve("images/b.png"), 100);
        write(folder.resolve("masks/a.png"), Fixtures.golden("rgba.png"));
        Path masks = folder.resolve("masks");

        assertThatThrownBy(() -> SampleReader.open(folder.resolve("images"), Optional.of(masks)))
                .hasMessageContaining("b.png has no mask");
        png(folder.resolve("masks/b.png"), 1);
        SampleSet samples = SampleReader.open(folder.resolve("images"), Optional.of(masks));
        assertThatThrownBy(() -> samples.get(0))
                .hasMessageContaining(masks.resolve("a.png").toString())
                .hasMessageContaining("4 channels");
    }

    @Test
    void open_idxPlainAndGzip_areTheSame() {
        byte[] images = idx(8, new byte[] {1, 2, 3, 4, 5, 6, 7, 8}, 2, 2, 2);
        byte[] labels = idx(8, new byte[] {9, 0}, 2);
        Path plain = write(folder.resolve("t-images-idx3-ubyte"), images);
        write(folder.resolve("t-labels-idx1-ubyte"), labels);
        Path packed = write(folder.resolve("t-images.idx3.gz"), gzip(images));
        write(folder.resolve("t-labels.idx1.gz"), gzip(labels));

        for (Path path : new Path[] {plain, packed}) {
            SampleSet samples = SampleReader.open(path, Optional.empty());
            assertThat(samples.get(1))
                    .isEqualTo(new Sample("1", new Pixels(new byte[] {5, 6, 7, 8}, 2, 2, 1), new ClassIndex(0)));
            assertThat(samples.label(0)).isEqualTo(new ClassIndex(9));
            assertThat(samples.describe()).contains("2 images [2, 2]").contains("2 classes");
        }
    }

    @Test
    void open_idxOfFloats_turnsTheBytes() {
        Path path = write(folder.resolve("a.idx"), idx(0x0D, new byte[] {0x3f, (byte) 0x80, 0, 0}, 1, 1));

        assertThat(SampleReader.open(path, Optional.empty()).get(0).input())
                .isEqualTo(new ArrayValue(Tensor.ofFloats(new float[] {1}, 1)));
    }

    @Test
    void open_damagedIdx_isRefusedWhateverTheDamage() {
        byte[] good = gzip(idx(8, new byte[400], 4, 10, 10));
        for (int length = 0; length < good.length; length++) {
            Path cut = write(folder.resolve("cut.gz"), Arrays.copyOf(good, length));
            assertThatThrownBy(() -> SampleReader.open(cut, Optional.empty()))
                    .as("cut to " + length)
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("cut.gz");
        }
        Path longer = write(folder.resolve("long.idx"), idx(8, new byte[401], 4, 10, 10));
        assertThatThrownBy(() -> SampleReader.open(longer, Optional.empty()))
                .hasMessageContaining("417")
                .hasMessageContaining("416");
        Path huge = write(folder.resolve("huge.idx"), idx(14, new byte[9], -1 >>> 1, -1 >>> 1, -1 >>> 1));
        assertThatThrownBy(() -> SampleReader.open(huge, Optional.empty()))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("huge.idx");
        Path bomb = write(folder.resolve("bomb.gz"), gzip(idx(8, new byte[9], 1 << 20, 1 << 10, 1 << 10)));
        assertThatThrownBy(() -> SampleReader.open(bomb, Optional.empty())).hasMessageContaining("gunzip");
    }

    @Test
    void open_otherNumberOfLabels_saysBoth() {
        Path images = write(folder.resolve("x.idx"), idx(8, new byte[8], 2, 2, 2));
        Path labels = write(folder.resolve("y.csv"), "label\n1\n2\n3\n");

        assertThatThrownBy(() -> SampleReader.open(images, Optional.of(labels)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("y.csv has 3 labels")
                .hasMessageContaining("2 samples");
    }

    @Test
    void open_npy_readsPixelsAndArrays() {
        Path pixels = write(folder.resolve("p.npy"), npy("|u1", "(2, 1, 2, 3)", new byte[12]));
        Path planes = write(folder.resolve("q.npy"), npy("|u1", "(2, 3, 2, 2)", new byte[24]));
        Path floats = write(folder.resolve("f.npy"), npy("<f4", "(1, 2)", new byte[] {0, 0, -128, 63, 0, 0, 0, 64}));
        Path labels = write(
                folder.resolve("l.npy"),
                npy("<i8", "(2,)", new byte[] {5, 0, 0, 0, 0, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0}));
        Path masks = write(folder.resolve("m.npy"), npy("|u1", "(2, 1, 2)", new byte[] {0, 1, 2, 3}));

        assertThat(SampleReader.open(pixels, Optional.of(labels)).get(1))
                .isEqualTo(new Sample("1", new Pixels(new byte[6], 1, 2, 3), new ClassIndex(6)));
        assertThat(SampleReader.open(planes, Optional.of(masks)).get(1).label())
                .isEqualTo(new ClassMap(1, 2, new byte[] {2, 3}));
        assertThat(SampleReader.open(floats, Optional.empty()).get(0).input())
                .isEqualTo(new ArrayValue(Tensor.ofFloats(new float[] {1, 2}, 2)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void reusingMemory_ofArrays_readsEachWhereTheOneBeforeLay(boolean chosen) {
        Path path = write(folder.resolve("f.npy"), npy("<f4", "(2, 1)", new byte[] {0, 0, -128, 63, 0, 0, 0, 64}));
        SampleSet all = SampleReader.open(path, Optional.empty());
        SampleSet samples = (chosen ? all.only(List.of(0, 1), "two") : all).reusingMemory();

        Tensor first = ((ArrayValue) samples.get(0).input()).tensor();
        assertThat(first).isEqualTo(Tensor.ofFloats(new float[] {1}, 1));
        Tensor kept = first.copy();
        assertThat(samples.get(1).input()).isEqualTo(new ArrayValue(Tensor.ofFloats(new float[] {2}, 1)));

        assertThat(first).isEqualTo(Tensor.ofFloats(new float[] {2}, 1));
        assertThat(kept).isEqualTo(Tensor.ofFloats(new float[] {1}, 1));
        assertThat(((ArrayValue) all.get(0).input()).tensor()).isEqualTo(kept);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            >f4; (1, 2); type '>f4'
            |U5; (1, 2); type '|U5'
            <f4; (3, 2); takes
            <f4; (); samples are counted along the first dimension
            <f4; (0, 2); none may be 0
            <f4; (99999999999, 2); claims a dimension
            <f4; (2147483647, 2147483647, 2147483647); more than can be read
            <f4; (1, 2147483647); more than can be read
            <f4; (-1, 2); header that cannot be read
            """)
    void open_hostileNpyHeader_isRefused(String descr, String shape, String message) {
        Path path = write(folder.resolve("x.npy"), npy(descr, shape, new byte[8]));

        assertThatThrownBy(() -> SampleReader.open(path, Optional.empty()))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("x.npy")
                .hasMessageContaining(message);
    }

    @Test
    void open_damagedNpy_isRefusedWhateverTheDamage() {
        byte[] good = npy("<f4", "(4, 3)", new byte[48]);
        for (long seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            byte[] bad = Arrays.copyOf(good, random.nextBoolean() ? good.length : random.nextInt(good.length));
            for (int i = 0; i < 3 && bad.length > 0; i++) {
                bad[random.nextInt(Math.min(bad.length, good.length - 48))] = (byte) random.nextInt(256);
            }
            Path path = write(folder.resolve("x.npy"), bad);
            try {
                SampleSet samples = SampleReader.open(path, Optional.empty());
                assertThat(samples.get(samples.size() - 1).input().byteSize()).isPositive();
            } catch (DataException e) {
                assertThat(e).as("seed " + seed).hasMessageContaining("x.npy");
            }
        }
    }
}
