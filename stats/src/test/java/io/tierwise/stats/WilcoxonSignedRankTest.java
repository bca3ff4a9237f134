package io.tierwise.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.tierwise.stats.WilcoxonSignedRank.Zeros;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class WilcoxonSignedRankTest {
    /// scipy 1.17.1: `wilcoxon(d, zero_method = ..., method = PermutationMethod())`, all 2^10 and 2^12
    /// sign patterns.
    @ParameterizedTest
    @CsvSource({"PRATT, 0.0703125", "WILCOX, 0.044921875"})
    void test_fewDifferencesWithTiesAndZeros_equalsAllPermutations(Zeros zeros, double p) {
        double[] differences = {1.5, -2, 3, 3, -1, 4, 0, 5.5, -2, 6, 0, 2.5};

        var found = WilcoxonSignedRank.test(differences, zeros);

        assertThat(found.p()).isCloseTo(p, within(1e-14));
        assertThat(found.exact()).isTrue();
        assertThat(found.zeros()).isEqualTo(2);
        assertThat(found.pairs()).isEqualTo(12);
    }

    /// scipy 1.17.1: `wilcoxon(d, method = "exact")`.
    @Test
    void test_fewDistinctDifferences_equalsScipyExact() {
        double[] first = {1.1, -.3, 2.2, .7, -1.9, 3.3, .2, 4.5};

        var found = WilcoxonSignedRank.test(first, new double[8], Zeros.WILCOX);

        assertThat(found.p()).isCloseTo(0.1484375, within(1e-14));
        assertThat(found.statistic()).isEqualTo(29);
        assertThat(found.rankBiserial()).isCloseTo((29 - 7) / 36.0, within(1e-14));
    }

    /// scipy 1.17.1: `wilcoxon(d, zero_method = ..., correction = False, method = "approx")`.
    @ParameterizedTest
    @CsvSource({"PRATT, 2184.5, 0.005291265158532655", "WILCOX, 1883.5, 0.0031961148841873704"})
    void test_manyDifferencesWithTiesAndZeros_equalsScipyApproximation(Zeros zeros, double statistic, double p) {
        double[] differences = new double[80];
        Arrays.setAll(differences, i -> Math.rint(Math.sin(i * 1.7) * 4 + 0.9));

        var found = WilcoxonSignedRank.test(differences, zeros);

        assertThat(found.statistic()).isEqualTo(statistic);
        assertThat(found.p()).isCloseTo(p, within(1e-14));
        assertThat(found.exact()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void test_signsExchanged_keepsPAndMirrorsTheEffect(Zeros zeros) {
        long seed = 8;
        var random = new SplittableRandom(seed);
        for (int n = 1; n < 90; n += 4) {
            double[] differences =
                    random.doubles(n).map(u -> Math.rint(u * 12 - 5)).toArray();
            double[] mirrored = Arrays.stream(differences).map(d -> -d).toArray();
            var there = WilcoxonSignedRank.test(differences, zeros);
            var back = WilcoxonSignedRank.test(mirrored, zeros);

            assertThat(back.p()).as("seed %d, n %d", seed, n).isCloseTo(there.p(), within(1e-12));
            assertThat(back.rankBiserial()).isCloseTo(-there.rankBiserial(), within(1e-12));
            assertThat(there.p()).isBetween(0.0, 1.0);
        }
    }

    @Test
    void test_atTheLimit_isExactAndCloseToTheNormalApproximation() {
        double[] sixty = new SplittableRandom(13).doubles(60).map(u -> u - 0.42).toArray();

        var exact = WilcoxonSignedRank.test(sixty, Zeros.PRATT);
        double score = Math.abs(exact.statistic() - 60 * 61 / 4.0) / Math.sqrt(60 * 61 * 121 / 24.0);

        assertThat(exact.exact()).isTrue();
        assertThat(exact.p()).isCloseTo(2 * NormalDistribution.of(0, 1).survivalProbability(score), within(0.002));
    }

    @Test
    void test_noDifferenceAtAll_saysNothing() {
        assertThat(WilcoxonSignedRank.test(new double[5], Zeros.PRATT).p()).isEqualTo(1);
        assertThat(WilcoxonSignedRank.test(new double[5], Zeros.WILCOX).zeros()).isEqualTo(5);
    }

    @Test
    void test_badInput_isNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WilcoxonSignedRank.test(new double[2], new double[3], Zeros.PRATT))
                .withMessageContaining("2 and 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WilcoxonSignedRank.test(new double[] {Double.POSITIVE_INFINITY}, Zeros.PRATT))
                .withMessageContaining("differences[0] must be finite: Infinity");
    }
}
