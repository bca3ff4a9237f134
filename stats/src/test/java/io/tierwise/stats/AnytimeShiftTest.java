package io.tierwise.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class AnytimeShiftTest {
    private static final double[] AGREEING = {0.3, 0.45, 0.21, 0.38, 0.29, 0.52};
    private static final double[] AROUND_ZERO = {-0.2, 0.1, 0.05, -0.07, 0.3};

    /// scipy 1.17.1: the mean of `quad(nct.pdf(t, n - 1, d sqrt(n)) * 2 norm.pdf(d), 0, 40)
    /// / t.pdf(t, n - 1)` and `2 ** (n + 1) * quad(q ** k * (1 - q) ** (n - k), 0, 0.5)`.
    @ParameterizedTest
    @CsvSource({"0, 3.9127853952770058", "0.25, 1.2716049196985215", "0.5, -1.7840610207577494"})
    void logEvidence_agreeing_isWhatScipyIntegrates(double bound, double expected) {
        assertThat(AnytimeShift.logEvidence(AGREEING, bound)).isCloseTo(expected, within(1e-7));
    }

    @Test
    void logEvidence_aroundZero_isWhatScipyIntegrates() {
        assertThat(AnytimeShift.logEvidence(AROUND_ZERO, 0)).isCloseTo(-0.4376142393379896, within(1e-7));
    }

    @Test
    void logEvidence_shiftedAndScaled_isTheSame() {
        double[] moved = Arrays.stream(AGREEING).map(value -> 7 * value - 3).toArray();
        assertThat(AnytimeShift.logEvidence(moved, 7 * 0.1 - 3))
                .isCloseTo(AnytimeShift.logEvidence(AGREEING, 0.1), within(1e-9));
    }

    @Test
    void logEvidence_higherBound_isNeverMore() {
        double earlier = Double.POSITIVE_INFINITY;
        for (double bound = -1; bound < 1; bound += 0.01) {
            double now = AnytimeShift.logEvidence(AGREEING, bound);
            assertThat(now).as("bound %s", bound).isLessThanOrEqualTo(earlier + 1e-12);
            earlier = now;
        }
    }

    @Test
    void logEvidence_identicalDifferences_isFinite() {
        assertThat(AnytimeShift.logEvidence(new double[] {2, 2, 2, 2, 2, 2}, 0)).isBetween(3.0, 7.0);
        assertThat(AnytimeShift.logEvidence(new double[] {0, 0, 0}, 0)).isFinite();
    }

    @Test
    void lower_atItsValue_evidenceIsJustEnough() {
        double lower = AnytimeShift.lower(AGREEING, 0.05).orElseThrow();
        assertThat(lower).isBetween(0.0, 0.3);
        assertThat(AnytimeShift.logEvidence(AGREEING, lower)).isGreaterThanOrEqualTo(Math.log(20));
        assertThat(AnytimeShift.logEvidence(AGREEING, lower + 1e-6)).isLessThan(Math.log(20));
    }

    @Test
    void lower_fewDifferences_areNeverEnough() {
        assertThat(AnytimeShift.lower(new double[] {5, 5.0001}, 0.05)).isEmpty();
        assertThat(AnytimeShift.interval(new double[] {5, 5.00001, 4.99999}, 0.95)
                        .low())
                .isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @Test
    void interval_negated_isMirrored() {
        double[] negated = Arrays.stream(AGREEING).map(value -> -value).toArray();
        Interval interval = AnytimeShift.interval(AGREEING, 0.95);
        Interval mirrored = AnytimeShift.interval(negated, 0.95);
        assertThat(mirrored.low()).isCloseTo(-interval.high(), within(1e-9));
        assertThat(mirrored.high()).isCloseTo(-interval.low(), within(1e-9));
    }

    @Test
    void interval_moreConfidence_isWider() {
        Interval usual = AnytimeShift.interval(AGREEING, 0.9);
        Interval sure = AnytimeShift.interval(AGREEING, 0.99);
        assertThat(sure.low()).isLessThan(usual.low());
        assertThat(sure.high()).isGreaterThan(usual.high());
    }

    @Test
    void p_clearShift_excludesZeroWhereTheIntervalDoes() {
        assertThat(AnytimeShift.p(AGREEING)).isLessThan(0.05);
        assertThat(AnytimeShift.interval(AGREEING, 0.95).contains(0)).isFalse();
        assertThat(AnytimeShift.p(AROUND_ZERO)).isEqualTo(1);
    }

    @Test
    void interval_oneFarOff_staysNearTheOthers() {
        double[] differences = new double[40];
        Arrays.setAll(differences, i -> 1 + 0.01 * (i % 7));
        differences[11] = 60;
        assertThat(AnytimeShift.interval(differences, 0.95).within(0.95, 1.1)).isTrue();
    }

    @Test
    void lower_impossibleInput_isRefused() {
        assertThatThrownBy(() -> AnytimeShift.lower(new double[0], 0.05)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> AnytimeShift.lower(AGREEING, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> AnytimeShift.logEvidence(new double[] {Double.NaN}, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /// What differences of two equal strategies look like.
    enum Noise {
        NORMAL,
        HEAVY_TAILED,
        TWO_STATES;

        /// Of 600 runs at level 5 %; two states are not what the Student half is made for.
        double mostFalse() {
            return this == TWO_STATES ? 0.09 : 0.05;
        }

        double draw(SplittableRandom random) {
            return switch (this) {
                case NORMAL -> random.nextGaussian();
                case HEAVY_TAILED -> random.nextGaussian() / Math.max(0.1, Math.abs(random.nextGaussian()));
                case TWO_STATES -> (random.nextBoolean() ? 1 : -1) + 0.1 * random.nextGaussian();
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void p_noDifferenceAndALookAfterEveryOne_isSeldomFalselySmall(Noise noise) {
        long seed = 20261126;
        var random = new SplittableRandom(seed);
        int runs = 600;
        int wrong = 0;
        for (int run = 0; run < runs; run++) {
            wrong += isEverSmall(noise, random) ? 1 : 0;
        }
        assertThat((double) wrong / runs).as("seed %d, %s", seed, noise).isLessThanOrEqualTo(noise.mostFalse());
    }

    private static boolean isEverSmall(Noise noise, SplittableRandom random) {
        double[] differences = new double[60];
        Arrays.setAll(differences, i -> noise.draw(random));
        for (int count = 2; count <= differences.length; count++) {
            if (AnytimeShift.p(Arrays.copyOf(differences, count)) <= 0.05) {
                return true;
            }
        }
        return false;
    }
}
