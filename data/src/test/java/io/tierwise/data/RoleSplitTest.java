package io.tierwise.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tierwise.data.Label.ClassIndex;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoleSplitTest {
    @Test
    void of_defaultShares_takesEverySampleOnce() {
        RoleSplit split = RoleSplit.of(classes(1000, 10, 1), RoleSplit.DEFAULT_SHARES, 7);

        assertThat(split.indices(Role.CALIBRATION)).hasSize(150);
        assertThat(split.indices(Role.EVALUATION)).hasSize(550);
        Set<Integer> seen = new HashSet<>();
        split.byRole().values().forEach(seen::addAll);
        assertThat(seen).hasSize(1000);
    }

    @Test
    void of_sameSeed_isTheSameSplitAndOtherSeedIsAnother() {
        SampleSet samples = classes(200, 5, 2);

        assertThat(RoleSplit.of(samples, RoleSplit.DEFAULT_SHARES, 7))
                .isEqualTo(RoleSplit.of(samples, RoleSplit.DEFAULT_SHARES, 7))
                .isNotEqualTo(RoleSplit.of(samples, RoleSplit.DEFAULT_SHARES, 8));
    }

    @Test
    void of_anyClassSizes_keepsProportionsInEveryBeginning() {
        for (long seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            int size = 40 + random.nextInt(400);
            SampleSet samples = classes(size, 1 + random.nextInt(8), seed);
            RoleSplit split = RoleSplit.of(samples, RoleSplit.DEFAULT_SHARES, seed);
            for (Role role : Role.values()) {
                List<Integer> chosen = split.indices(role);
                List<Integer> some = chosen.subList(0, 1 + random.nextInt(chosen.size()));
                for (int c = 0; c < 8; c++) {
                    double wanted = (double) some.size() * count(samples, c) / size;
                    long found = countIn(samples, some, c);
                    // A stretch of places holds its share of each class to within one at each end.
                    assertThat(Math.abs(found - wanted)).as("seed " + seed).isLessThanOrEqualTo(3);
                }
            }
        }
    }

    private static long count(SampleSet samples, int wanted) {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            all.add(i);
        }
        return countIn(samples, all, wanted);
    }

    private static long countIn(SampleSet samples, List<Integer> indices, int wanted) {
        return indices.stream()
                .filter(i -> samples.classOf(i).equals(OptionalInt.of(wanted)))
                .count();
    }

    @Test
    void of_counts_areTakenAsTheyAre() {
        RoleSplit split = RoleSplit.of(
                classes(100, 3, 1),
                Map.of(Role.CALIBRATION, Share.parse("30"), Role.EVALUATION, Share.parse("50%")),
                7);

        assertThat(split.indices(Role.CALIBRATION)).hasSize(30);
        assertThat(split.indices(Role.EVALUATION)).hasSize(50);
        assertThat(split.indices(Role.PROMISE)).isEmpty();
    }

    @Test
    void of_tooFewSamples_saysHowManyAreNeeded() {
        assertThatThrownBy(() -> RoleSplit.of(classes(3, 1, 1), RoleSplit.DEFAULT_SHARES, 7))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("no calibration sample")
                .hasMessageContaining("At least 7 samples");
        assertThatThrownBy(() -> RoleSplit.of(
                        classes(100, 3, 1),
                        Map.of(Role.CALIBRATION, new Share.Count(80), Role.EVALUATION, new Share.Count(30)),
                        7))
                .hasMessageContaining("110")
                .hasMessageContaining("100");
    }

    @Test
    void of_sharesThatDoNotFit_areRefused() {
        SampleSet samples = classes(100, 3, 1);

        assertThatThrownBy(() -> RoleSplit.of(
                        samples, Map.of(Role.CALIBRATION, Share.parse("60%"), Role.EVALUATION, Share.parse("60%")), 7))
                .hasMessageContaining("120.0%");
        assertThatThrownBy(() -> RoleSplit.of(samples, Map.of(Role.CALIBRATION, Share.parse("60%")), 7))
                .hasMessageContaining("evaluation");
    }

    @Test
    void parse_noShare_isRefused() {
        assertThat(Share.parse("15%")).isEqualTo(new Share.Fraction(0.15));
        assertThatThrownBy(() -> Share.parse("some")).hasMessageContaining("'some' is no share");
        assertThatThrownBy(() -> Share.parse("120%")).hasMessageContaining("120.0%");
        assertThatThrownBy(() -> Share.parse("-3")).hasMessageContaining("-3");
    }

    @Test
    void atLeast_tooFew_saysWhoNeedsThem() {
        RoleSplit split = RoleSplit.of(classes(100, 3, 1), RoleSplit.DEFAULT_SHARES, 7);

        assertThat(split.atLeast(Role.CALIBRATION, 15, "Quantization")).hasSize(15);
        assertThatThrownBy(() -> split.atLeast(Role.CALIBRATION, 100, "Quantization"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("Quantization needs at least 100 calibration samples, there are 15");
    }

    @Test
    void ofSets_oneSetARole_countsThrough() {
        RoleSplit split =
                RoleSplit.ofSets(Map.of(Role.EVALUATION, classes(5, 2, 1), Role.CALIBRATION, classes(3, 2, 2)));

        assertThat(split.indices(Role.CALIBRATION)).containsExactly(0, 1, 2);
        assertThat(split.indices(Role.EVALUATION)).containsExactly(3, 4, 5, 6, 7);
        assertThat(split.all().get(3).id()).isEqualTo("evaluation/s0");
        assertThat(split.samples(Role.EVALUATION).size()).isEqualTo(5);
        assertThat(split.samples(Role.EVALUATION).get(0).id()).isEqualTo("evaluation/s0");
        assertThatThrownBy(() -> RoleSplit.ofSets(Map.of(Role.CALIBRATION, classes(3, 2, 2))))
                .hasMessageContaining("evaluation samples are needed");
    }

    private static SampleSet classes(int size, int classes, long seed) {
        Random random = new Random(seed);
        int[] labels = random.ints(size, 0, classes).toArray();
        return new SampleSet() {
            @Override
            public int size() {
                return size;
            }

            @Override
            public Sample get(int index) {
                return new Sample("s" + index, new Encoded.ImageFile(new byte[0]), new ClassIndex(labels[index]));
            }

            @Override
            public OptionalInt classOf(int index) {
                return OptionalInt.of(labels[index]);
            }

            @Override
            public String describe() {
                return size + " samples";
            }
        };
    }
}
