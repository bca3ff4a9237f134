package io.tierwise.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.tierwise.stats.CliffsDelta.Magnitude;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CliffsDeltaTest {
    /// scipy 1.17.1: `2 * mannwhitneyu(a, b).statistic / (n * m) - 1`.
    @Test
    void of_tiedGroups_equalsScipy() {
        double[] first = new double[30];
        double[] second = new double[25];
        Arrays.setAll(first, i -> Math.rint(Math.sin(i * 2.1) * 5 + 1));
        Arrays.setAll(second, i -> Math.rint(Math.cos(i * 1.3) * 5));

        assertThat(CliffsDelta.of(first, second).delta()).isCloseTo(0.152, within(1e-14));
        assertThat(CliffsDelta.of(first, second).magnitude()).isEqualTo(Magnitude.SMALL);
    }

    @Test
    void of_anyGroups_equalsTheCountOfAllPairs() {
        long seed = 77;
        var random = new SplittableRandom(seed);
        for (int run = 0; run < 100; run++) {
            double[] first = random.doubles(1 + random.nextInt(20))
                    .map(u -> Math.rint(u * 9))
                    .toArray();
            double[] second = random.doubles(1 + random.nextInt(20))
                    .map(u -> Math.rint(u * 9 + 1))
                    .toArray();
            double count = 0;
            for (double a : first) {
                for (double b : second) {
                    count += Math.signum(a - b);
                }
            }
            assertThat(CliffsDelta.of(first, second).delta())
                    .as("seed %d, run %d", seed, run)
                    .isCloseTo(count / (first.length * second.length), within(1e-14));
            assertThat(CliffsDelta.of(second, first).delta())
                    .isEqualTo(-CliffsDelta.of(first, second).delta());
        }
    }

    @Test
    void of_manyTimesMany_doesNotOverflow() {
        double[] low = new double[70_000];
        double[] high = new double[70_000];
        Arrays.fill(high, 1);

        assertThat(CliffsDelta.of(high, low).delta()).isEqualTo(1);
    }

    @Test
    void magnitude_atTheBounds_isTheLarger() {
        assertThat(Magnitude.of(-0.1469)).isEqualTo(Magnitude.NEGLIGIBLE);
        assertThat(Magnitude.of(0.147)).isEqualTo(Magnitude.SMALL);
        assertThat(Magnitude.of(-0.33)).isEqualTo(Magnitude.MEDIUM);
        assertThat(Magnitude.of(0.474)).isEqualTo(Magnitude.LARGE);
    }

    @Test
    void interval_groupsApart_stillHasAWidth() {
        Interval found = CliffsDelta.interval(new double[] {5, 6, 7, 8, 9}, new double[] {1, 2, 3, 4}, 0.95);

        assertThat(found.high()).isEqualTo(1);
        assertThat(found.low()).isCloseTo((4 - 3.841458820694124) / (4 + 3.841458820694124), within(1e-9));
    }

    @Test
    void interval_groupsExchanged_isMirrored() {
        double[] first = {1, 4, 4, 6, 9, 12};
        double[] second = {2, 2, 4, 5, 5};
        Interval there = CliffsDelta.interval(first, second, 0.95);
        Interval back = CliffsDelta.interval(second, first, 0.95);

        assertThat(back.low()).isCloseTo(-there.high(), within(1e-12));
        assertThat(back.high()).isCloseTo(-there.low(), within(1e-12));
        assertThat(there.contains(CliffsDelta.of(first, second).delta())).isTrue();
    }

    @Test
    void of_badInput_isNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CliffsDelta.of(new double[] {1}, new double[0]))
                .withMessageContaining("second needs at least 1 value, got 0");
    }

    /// The formulas of Feng and Cliff on the whole matrix of signs.
    @Test
    void interval_anyGroups_equalsTheFormulaOnAllPairs() {
        long seed = 78;
        var random = new SplittableRandom(seed);
        for (int run = 0; run < 100; run++) {
            double[] first = random.doubles(4 + random.nextInt(20))
                    .map(u -> Math.rint(u * 9))
                    .toArray();
            double[] second = random.doubles(4 + random.nextInt(20))
                    .map(u -> Math.rint(u * 9 + 1))
                    .toArray();
            Interval found = CliffsDelta.interval(first, second, 0.95);
            double[] expected = intervalOfAllPairs(first, second);

            assertThat(found.low()).as("seed %d, run %d", seed, run).isCloseTo(expected[0], within(1e-9));
            assertThat(found.high()).as("seed %d, run %d", seed, run).isCloseTo(expected[1], within(1e-9));
        }
    }

    private static double[] intervalOfAllPairs(double[] first, double[] second) {
        int n = first.length;
        int m = second.length;
        double[] rows = new double[n];
        double[] columns = new double[m];
        double delta = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < m; j++) {
                double sign = Math.signum(first[i] - second[j]);
                rows[i] += sign / m;
                columns[j] += sign / n;
                delta += sign / (n * m);
            }
        }
        double variance = 0;
        for (int i = 0; i < n; i++) {
            variance += m * m * Math.pow(rows[i] - delta, 2);
            for (int j = 0; j < m; j++) {
                variance -= Math.pow(Math.signum(first[i] - second[j]) - delta, 2);
            }
        }
        for (double column : columns) {
            variance += n * n * Math.pow(column - delta, 2);
        }
        variance = Math.max(variance / (n * m * (n - 1.0) * (m - 1)), (1 - delta * delta) / (n * m - 1));
        double squaredZ = 3.841458820694124;
        double rest = 1 - delta * delta;
        double reach = Math.sqrt(squaredZ * variance) * Math.sqrt(rest * rest + squaredZ * variance);
        double scale = rest + squaredZ * variance;
        return new double[] {
            Math.max(-1, (delta - Math.pow(delta, 3) - reach) / scale),
            Math.min(1, (delta - Math.pow(delta, 3) + reach) / scale)
        };
    }
}
