package io.tierwise.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tierwise.data.Label.ClassIndex;
import io.tierwise.data.Label.ClassMap;
import io.tierwise.data.Prediction.PixelClasses;
import io.tierwise.data.Prediction.TopClasses;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TaskTest {
    private static final Task TOP_1 = new Task.Classification(1, 0);
    private static final Task MAPS = new Task.Segmentation(255);
    private static final OptionalLong TEN_CLASSES = OptionalLong.of(10);

    @Test
    void read_scoresWithTies_ordersByScoreThenClass() {
        Task task = new Task.Classification(3, 0);

        Prediction read = task.read(List.of(Tensor.ofFloats(new float[] {0.1f, 0.7f, 0.7f, 0.2f}, 1, 4)));

        assertThat(read).isEqualTo(new TopClasses(List.of(1, 2, 3)));
    }

    @Test
    void read_modelWithBackgroundClass_countsAsTheLabelsDo() {
        Task task = new Task.Classification(2, 1);

        Prediction read = task.read(List.of(Tensor.ofFloats(new float[] {0.5f, 0.1f, 0.9f}, 1, 3)));

        assertThat(read).isEqualTo(new TopClasses(List.of(1, -1)));
    }

    @Test
    void read_scoresThatAreNoNumber_neverWin() {
        float nan = Float.NaN;

        assertThat(TOP_1.read(List.of(Tensor.ofFloats(new float[] {nan, -3, nan, -2}, 1, 4))))
                .isEqualTo(new TopClasses(List.of(3)));
        assertThat(TOP_1.read(List.of(Tensor.ofFloats(new float[] {nan, nan}, 1, 2))))
                .isEqualTo(new TopClasses(List.of()));
        assertThat(MAPS.read(List.of(Tensor.ofFloats(new float[] {nan, 1, -5, 2}, 1, 2, 1, 2))))
                .isEqualTo(new PixelClasses(1, 2, new byte[] {1, 1}));
    }

    @Test
    void read_wholeNumberOutput_isTheClassItself() {
        assertThat(new Task.Classification(1, 1).read(List.of(Tensor.ofLongs(new long[] {7}, 1))))
                .isEqualTo(new TopClasses(List.of(6)));
    }

    @Test
    void read_mapForClassification_saysWhichTaskFits() {
        assertThatThrownBy(() -> TOP_1.read(List.of(Tensor.ofFloats(new float[16], 1, 4, 2, 2))))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("[1, 4, 2, 2]")
                .hasMessageContaining("segmentation");
    }

    @Test
    void read_logitsAndClassMaps_giveTheSameMap() {
        Tensor logits = Tensor.ofFloats(new float[] {5, 0, 0, 0, /**/ 0, 6, 0, 1, /**/ 0, 0, 7, 2}, 1, 3, 2, 2);
        PixelClasses wanted = new PixelClasses(2, 2, new byte[] {0, 1, 2, 2});

        assertThat(MAPS.read(List.of(logits))).isEqualTo(wanted);
        assertThat(MAPS.read(List.of(Tensor.ofLongs(new long[] {0, 1, 2, 2}, 1, 2, 2))))
                .isEqualTo(wanted);
        assertThat(MAPS.read(List.of(Tensor.ofInts(new int[] {0, 1, 2, 2}, 1, 1, 2, 2))))
                .isEqualTo(wanted);
    }

    @Test
    void read_classMapAboveABytesRange_isRefused() {
        assertThatThrownBy(() -> MAPS.read(List.of(Tensor.ofLongs(new long[] {0, 256}, 1, 1, 2))))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("256");
    }

    @Test
    void score_topFive_countsLabelsAmongTheFiveBest() {
        Score score = new Task.Classification(2, 0).score();

        assertThat(score.add(new TopClasses(List.of(4, 2)), new ClassIndex(2))).isEqualTo(1);
        assertThat(score.add(new TopClasses(List.of(4, 2)), new ClassIndex(3))).isZero();
        assertThat(score.add(new TopClasses(List.of()), new ClassIndex(0))).isZero();
        assertThat(score.value()).isCloseTo(1 / 3.0, within(1e-15));
        assertThat(score.samples()).isEqualTo(3);
    }

    @Test
    void score_missingLabel_isRefused() {
        assertThatThrownBy(() -> TOP_1.score().add(new TopClasses(List.of(4)), new Label.None()))
                .isInstanceOf(DataException.class);
    }

    /// sklearn.metrics.jaccard_score([0,0,1,1,2], [0,1,1,1,0], average=None) is 1/3, 2/3, 0.
    @Test
    void score_segmentation_isTheMacroMeanOverClassesThatOccur() {
        Score score = MAPS.score();

        double pixels = score.add(
                new PixelClasses(1, 6, new byte[] {0, 1, 1, 1, 0, 9}),
                new ClassMap(1, 6, new byte[] {0, 0, 1, 1, 2, (byte) 255}));

        assertThat(pixels).isEqualTo(3 / 5.0);
        assertThat(score.value()).isCloseTo(1 / 3.0, within(1e-15));
    }

    @Test
    void score_smallerPrediction_standsForBlocksOfTheMask() {
        Score score = MAPS.score();

        score.add(new PixelClasses(1, 2, new byte[] {0, 1}), new ClassMap(2, 4, new byte[] {0, 0, 1, 1, 0, 0, 1, 1}));

        assertThat(score.value()).isEqualTo(1);
    }

    @Test
    void score_everyPixelIgnored_isRefused() {
        Score score = MAPS.score();
        score.add(new PixelClasses(1, 1, new byte[] {0}), new ClassMap(1, 1, new byte[] {(byte) 255}));

        assertThatThrownBy(score::value).isInstanceOf(DataException.class).hasMessageContaining("ignored");
    }

    @Test
    void score_mergedSampleBySample_equalsTheWhole() {
        for (long seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            Score whole = MAPS.score();
            Score merged = MAPS.score();
            for (int i = 0; i < 5; i++) {
                PixelClasses predicted = randomMap(random, 6, 7, 1 + random.nextInt(20));
                Label truth = randomMap(random, 6, 7, 1 + random.nextInt(20)).asLabel();
                Score single = MAPS.score();
                single.add(predicted, truth);
                merged.merge(single);
                whole.add(predicted, truth);
            }
            assertThat(merged.value()).as("seed " + seed).isEqualTo(whole.value());
            assertThat(merged.samples()).isEqualTo(5);
        }
    }

    @Test
    void score_randomMaps_equalsTheDefinitionByCountingSets() {
        for (long seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            PixelClasses predicted = randomMap(random, 5, 6, 4);
            PixelClasses truth = randomMap(random, 5, 6, 4);
            Score score = MAPS.score();
            score.add(predicted, truth.asLabel());
            assertThat(score.value()).as("seed " + seed).isCloseTo(meanIou(predicted, truth), within(1e-12));
        }
    }

    private static double meanIou(PixelClasses predicted, PixelClasses truth) {
        List<Double> shares = new ArrayList<>();
        for (int c = 0; c < 256; c++) {
            Set<Integer> union = pixels(predicted, c);
            Set<Integer> intersection = new HashSet<>(union);
            union.addAll(pixels(truth, c));
            intersection.retainAll(pixels(truth, c));
            if (!union.isEmpty()) {
                shares.add(intersection.size() / (double) union.size());
            }
        }
        return shares.stream().mapToDouble(x -> x).average().orElseThrow();
    }

    private static Set<Integer> pixels(PixelClasses map, int wanted) {
        Set<Integer> found = new HashSet<>();
        for (int i = 0; i < map.classes().length; i++) {
            if (Byte.toUnsignedInt(map.classes()[i]) == wanted) {
                found.add(i);
            }
        }
        return found;
    }

    @Test
    void score_agreement_comparesWithTheReference() {
        Score score = new Task.Agreement().score();

        assertThat(score.add(new TopClasses(List.of(3)), new TopClasses(List.of(3, 1)).asLabel()))
                .isEqualTo(1);
        assertThat(score.add(new TopClasses(List.of(1)), new TopClasses(List.of(3, 1)).asLabel()))
                .isZero();
        Label map = new PixelClasses(1, 4, new byte[] {0, 0, 1, 1}).asLabel();
        assertThat(score.add(new PixelClasses(1, 4, new byte[] {0, 0, 0, 1}), map))
                .isEqualTo(0.75);
        assertThat(new Task.Agreement().metric()).isEqualTo("agreement");
    }

    @Test
    void sameAs_topClasses_looksAtTheBestOnly() {
        assertThat(new TopClasses(List.of(3, 1)).sameAs(new TopClasses(List.of(3, 2))))
                .isTrue();
        assertThat(new TopClasses(List.of(3)).sameAs(new TopClasses(List.of()))).isFalse();
    }

    @Test
    void checkLabel_outOfRange_namesTheSampleItsLabelAndTheClasses() {
        Sample tenth = sample(new ClassIndex(10));

        assertThatThrownBy(() -> TOP_1.checkLabel(tenth, TEN_CLASSES))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("Sample s has label 10")
                .hasMessageContaining("10 classes, 0 to 9")
                .hasMessageContaining("class-offset");
        TOP_1.checkLabel(tenth, OptionalLong.of(11));
        TOP_1.checkLabel(tenth, OptionalLong.empty());
        assertThatThrownBy(() -> new Task.Classification(1, 1).checkLabel(tenth, OptionalLong.of(11)))
                .hasMessageContaining("class 11 with class-offset 1");
        assertThatThrownBy(() -> new Task.Classification(1, -11).checkLabel(tenth, OptionalLong.empty()))
                .hasMessageContaining("class -1 with class-offset -11");
    }

    @Test
    void checkLabel_wrongKind_saysWhichTaskFits() {
        assertThatThrownBy(() -> MAPS.checkLabel(sample(new ClassIndex(9)), TEN_CLASSES))
                .hasMessageContaining("masks");
        assertThatThrownBy(() -> TOP_1.checkLabel(sample(new Label.None()), TEN_CLASSES))
                .hasMessageContaining("agreement");
        Sample masked = sample(new ClassMap(1, 2, new byte[] {3, (byte) 254}));
        assertThatThrownBy(() -> MAPS.checkLabel(masked, TEN_CLASSES)).hasMessageContaining("ignore: 254");
        new Task.Segmentation(254).checkLabel(masked, TEN_CLASSES);
        new Task.Agreement().checkLabel(sample(new Label.None()), TEN_CLASSES);
    }

    @Test
    void classes_scores_areCountedAndClassesAreNot() {
        assertThat(TOP_1.classes(List.of(Tensor.ofFloats(new float[10], 1, 10))))
                .hasValue(10);
        assertThat(TOP_1.classes(List.of(Tensor.ofLongs(new long[] {7}, 1)))).isEmpty();
        assertThat(MAPS.classes(List.of(Tensor.ofFloats(new float[24], 1, 4, 2, 3))))
                .hasValue(4);
        assertThat(MAPS.classes(List.of(Tensor.ofLongs(new long[6], 1, 2, 3)))).isEmpty();
        var agreement = new Task.Agreement();
        assertThat(agreement.classes(List.of(Tensor.ofFloats(new float[24], 1, 4, 2, 3))))
                .hasValue(4);
        assertThat(agreement.classes(List.of(Tensor.ofFloats(new float[10], 1, 10))))
                .hasValue(10);
    }

    @Test
    void decode_whatWasEncoded_isTheSame() {
        for (long seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            Prediction map = randomMap(random, 1 + random.nextInt(40), 1 + random.nextInt(40), 1 + random.nextInt(256));
            Prediction top = new TopClasses(
                    random.ints(random.nextInt(6), -1, 2000).boxed().toList());
            assertThat(Prediction.decode(map.encode())).as("seed " + seed).isEqualTo(map);
            assertThat(Prediction.decode(top.encode())).as("seed " + seed).isEqualTo(top);
        }
    }

    @Test
    void decode_damagedBytes_isRefusedWhateverTheDamage() {
        byte[] good = randomMap(new Random(3), 20, 20, 3).encode();
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            byte[] bad = random.nextBoolean() ? good.clone() : new byte[random.nextInt(good.length)];
            System.arraycopy(good, 0, bad, 0, bad.length);
            if (bad.length == good.length) {
                bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            }
            assertThatThrownBy(() -> Prediction.decode(bad)).as("seed " + seed).isInstanceOf(DataException.class);
        }
    }

    private static PixelClasses randomMap(Random random, int height, int width, int classes) {
        byte[] map = new byte[height * width];
        for (int i = 0; i < map.length; i++) {
            map[i] = (byte) random.nextInt(classes);
        }
        return new PixelClasses(height, width, map);
    }

    private static Sample sample(Label label) {
        return new Sample("s", new Encoded.ImageFile(new byte[0]), label);
    }
}
