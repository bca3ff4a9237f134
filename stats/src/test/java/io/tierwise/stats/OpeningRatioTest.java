package io.tierwise.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.tierwise.stats.OpeningRatio.Pairing;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OpeningRatioTest {
    private static final double[][] FIRST = {{1, 1.1, 1.3}, {1.2, 1.25, 1.5}, {0.9, 1, 1.2}, {1.05, 1, 1.4}};
    private static final double[][] SECOND = {{1.3, 1.2, 1.5}, {1.2, 1.4, 1.6}, {1.15, 1.1, 1.35}, {1.3, 1.2, 1.6}};

    /// scipy 1.17.1: `ttest_ind(g, f, equal_var=False)` of each row's median of logarithms.
    @Test
    void of_nothingShared_isWelchs() {
        var found = OpeningRatio.of(FIRST, SECOND, Pairing.NONE, 0.95);

        assertThat(found.ratio()).isCloseTo(1.1716695566637787, within(1e-12));
        assertThat(found.interval().low()).isCloseTo(1.003564453837346, within(1e-9));
        assertThat(found.interval().high()).isCloseTo(1.3679336137937737, within(1e-9));
        assertThat(found.p()).isCloseTo(0.0463610870654965, within(1e-9));
        assertThat(found.openingFreedom()).isCloseTo(5.849888141480145, within(1e-9));
    }

    /// scipy 1.17.1: `ttest_1samp` of each row's median of the differences of logarithms.
    @Test
    void of_openingsShared_isStudentsOfDifferences() {
        var found = OpeningRatio.of(FIRST, SECOND, Pairing.OPENINGS, 0.95);

        assertThat(found.ratio()).isCloseTo(1.1353443412775612, within(1e-12));
        assertThat(found.interval().low()).isCloseTo(1.0496010208281719, within(1e-9));
        assertThat(found.interval().high()).isCloseTo(1.2280921490090662, within(1e-9));
        assertThat(found.p()).isCloseTo(0.014234339744029626, within(1e-9));
    }

    @ParameterizedTest
    @EnumSource
    void of_exchanged_invertsTheRatio(Pairing pairing) {
        var found = OpeningRatio.of(FIRST, SECOND, pairing, 0.95);
        var exchanged = OpeningRatio.of(SECOND, FIRST, pairing, 0.95);

        assertThat(exchanged.ratio()).isCloseTo(1 / found.ratio(), within(1e-12));
        assertThat(exchanged.interval().low()).isCloseTo(1 / found.interval().high(), within(1e-12));
        assertThat(exchanged.p()).isCloseTo(found.p(), within(1e-12));
    }

    @ParameterizedTest
    @EnumSource
    void of_anotherUnit_changesNothing(Pairing pairing) {
        var found = OpeningRatio.of(FIRST, SECOND, pairing, 0.95);
        var nanos = OpeningRatio.of(scaled(FIRST, 1e9), scaled(SECOND, 1e9), pairing, 0.95);

        assertThat(nanos.ratio()).isCloseTo(found.ratio(), within(1e-9));
        assertThat(nanos.interval().high()).isCloseTo(found.interval().high(), within(1e-9));
    }

    @ParameterizedTest
    @EnumSource
    void of_oneOpening_knowsNothingOfHowTheyDiffer(Pairing pairing) {
        var found = OpeningRatio.of(new double[][] {{1, 2, 3}}, new double[][] {{2, 4, 6}}, pairing, 0.95);

        assertThat(found.ratio()).isCloseTo(2, within(1e-12));
        assertThat(found.interval().low()).isZero();
        assertThat(found.interval().high()).isInfinite();
        assertThat(found.detectable()).isInfinite();
        assertThat(found.p()).isEqualTo(1);
        assertThat(found.openingsNeeded(0.05)).isEmpty();
    }

    @Test
    void of_allOpeningsAlike_isCertain() {
        double[][] same = {{1, 2}, {1, 2}, {1, 2}};
        var found = OpeningRatio.of(same, same, Pairing.OPENINGS, 0.95);

        assertThat(found.interval()).isEqualTo(new Interval(1, 1, 0.95));
        assertThat(found.p()).isEqualTo(1);
        assertThat(OpeningRatio.of(same, scaled(same, 2), Pairing.OPENINGS, 0.95)
                        .p())
                .isZero();
    }

    /// Openings that differ by 15 % must be covered however many trials each holds: an interval of pooled
    /// trials would be wrong nearly always here.
    @ParameterizedTest
    @CsvSource({"NONE, 3", "OPENINGS, 2", "OPENINGS, 6", "SAMPLES, 5", "BOTH, 5"})
    void interval_openingsDiffer_coversAsOftenAsItSays(Pairing pairing, int openings) {
        long seed = 11;
        var random = new SplittableRandom(seed);
        int studies = 600;
        int covered = 0;
        for (int study = 0; study < studies; study++) {
            var draw = new Drawn(random, openings, pairing == Pairing.SAMPLES || pairing == Pairing.BOTH);
            var other = pairing == Pairing.NONE ? new Drawn(random, openings, false) : draw;
            covered += OpeningRatio.of(draw.series(1), other.series(1.1), pairing, 0.95)
                            .interval()
                            .contains(1.1)
                    ? 1
                    : 0;
        }
        assertThat(covered / (double) studies).as("seed %d", seed).isBetween(0.92, 0.985);
    }

    @Test
    void openingsNeeded_thatMany_areEnoughAndOneLessIsNot() {
        var found = OpeningRatio.of(FIRST, SECOND, Pairing.OPENINGS, 0.95);
        int needed = found.openingsNeeded(0.03).orElseThrow();

        assertThat(needed).isGreaterThan(FIRST.length);
        assertThat(halfWidth(found, needed)).isLessThanOrEqualTo(Math.log(1.03));
        assertThat(halfWidth(found, needed - 1)).isGreaterThan(Math.log(1.03));
        assertThat(found.openingsNeeded(found.detectable() * 1.001)).hasValue(FIRST.length);
    }

    /// Student's, of as many openings that differ as these did.
    private static double halfWidth(OpeningRatio found, int openings) {
        double[] differences = new double[openings];
        double spread = found.openingError() * Math.sqrt(found.firstOpenings());
        // two values of this distance from their mean have the variance wanted
        double away = spread * Math.sqrt((openings - 1.0) / openings);
        Arrays.setAll(differences, i -> i % 2 == 0 ? away : -away);
        double[][] first = new double[openings][1];
        double[][] second = new double[openings][1];
        for (int i = 0; i < openings; i++) {
            first[i][0] = 1;
            second[i][0] = Math.exp(differences[i]);
        }
        double width = OpeningRatio.of(first, second, Pairing.OPENINGS, 0.95).detectable();
        // an odd number of openings leaves the mean a little off, and the variance a little small
        return Math.log1p(width)
                * (openings % 2 == 0 ? 1 : Math.sqrt(openings * openings / (openings * openings - 1.0)));
    }

    @Test
    void openingsNeeded_samplesAreWhatIsMissing_isUnknown() {
        double[][] first = {{1, 1, 1, 1, 1, 1}, {1, 1, 1, 1, 1, 1}};
        double[][] second = {{1, 2, 3, 4, 5, 6}, {1, 2, 3, 4, 5, 6}};

        assertThat(OpeningRatio.of(first, second, Pairing.SAMPLES, 0.95).openingsNeeded(0.05))
                .isEmpty();
    }

    @Test
    void of_unusableTimes_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OpeningRatio.of(new double[][] {{0}}, new double[][] {{1}}, Pairing.NONE, 0.95))
                .withMessageContaining("greater than zero");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OpeningRatio.of(FIRST, new double[][] {{1, 2, 3}}, Pairing.OPENINGS, 0.95))
                .withMessageContaining("openings of first and second");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OpeningRatio.of(FIRST, new double[][] {{1, 2}}, Pairing.SAMPLES, 0.95))
                .withMessageContaining("same length");
    }

    private static double[][] scaled(double[][] times, double by) {
        double[][] scaled = new double[times.length][];
        for (int i = 0; i < times.length; i++) {
            scaled[i] = Arrays.stream(times[i]).map(time -> time * by).toArray();
        }
        return scaled;
    }

    /// Samples with a pace of their own, openings that differ by 15 %, trials by 3 %.
    private static final class Drawn {
        private final SplittableRandom random;
        private final int openings;
        private final double[][] pace;

        Drawn(SplittableRandom random, int openings, boolean crossed) {
            this.random = random;
            this.openings = openings;
            this.pace = new double[openings][12];
            for (int i = 0; i < openings; i++) {
                for (int sample = 0; sample < pace[i].length; sample++) {
                    pace[i][sample] = crossed && i > 0 ? pace[0][sample] : 0.3 * random.nextGaussian();
                }
            }
        }

        double[][] series(double factor) {
            double[][] times = new double[openings][pace[0].length];
            for (int i = 0; i < openings; i++) {
                double own = 0.15 * random.nextGaussian();
                for (int sample = 0; sample < times[i].length; sample++) {
                    times[i][sample] = factor * Math.exp(own + pace[i][sample] + 0.03 * random.nextGaussian());
                }
            }
            return times;
        }
    }
}
