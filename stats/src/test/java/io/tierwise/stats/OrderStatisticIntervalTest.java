package io.tierwise.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrderStatisticIntervalTest {
    private static double[] oneTo(int count) {
        double[] values = new double[count];
        Arrays.setAll(values, i -> count - i);
        return values;
    }

    /// p^n <= tail solved by hand: 0.9^44 = 0.0097, 0.99^459 = 0.0099, 0.95^72 = 0.0249.
    @ParameterizedTest
    @CsvSource({
        "0.90, 0.99, 44, 51",
        "0.95, 0.99, 90, 104",
        "0.99, 0.99, 459, 528",
        "0.95, 0.95, 59, 72",
        "0.99, 0.95, 299, 368",
        "0.50, 0.95, 5, 6",
        "0.10, 0.95, 2, 36",
        "0.90, 0.90, 22, 29"
    })
    void needed_knownCases_areTheSmallestCounts(double probability, double confidence, int oneSided, int twoSided) {
        assertThat(OrderStatisticInterval.neededForUpperBound(probability, confidence))
                .isEqualTo(oneSided);
        assertThat(OrderStatisticInterval.needed(probability, confidence)).isEqualTo(twoSided);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.25, 0.5, 0.9, 0.95, 0.99})
    void of_countAtTheEdge_existsExactlyFromNeeded(double probability) {
        int twoSided = OrderStatisticInterval.needed(probability, 0.95);
        int oneSided = OrderStatisticInterval.neededForUpperBound(probability, 0.95);

        assertThat(OrderStatisticInterval.of(oneTo(twoSided), probability, 0.95))
                .isPresent();
        assertThat(OrderStatisticInterval.of(oneTo(twoSided - 1), probability, 0.95))
                .isEmpty();
        assertThat(OrderStatisticInterval.upperBound(oneTo(oneSided), probability, 0.95))
                .isPresent();
        assertThat(OrderStatisticInterval.upperBound(oneTo(oneSided - 1), probability, 0.95))
                .isEmpty();
    }

    /// The textbook case, n = 100: ranks 40 and 61 cover the median with chance 0.9648.
    @Test
    void of_medianOfHundred_isRanks40And61() {
        var found = OrderStatisticInterval.of(oneTo(100), 0.5, 0.95).orElseThrow();

        assertThat(found.lowRank()).isEqualTo(40);
        assertThat(found.highRank()).isEqualTo(61);
        assertThat(found.interval()).isEqualTo(new Interval(40, 61, 0.95));
        assertThat(found.coverage()).isCloseTo(0.9647998, within(1e-7));
    }

    @Test
    void of_anyCount_coversAtLeastNominalAndNoInnerRankWould() {
        for (double probability : new double[] {0.1, 0.5, 0.95}) {
            for (int n = OrderStatisticInterval.needed(probability, 0.95); n < 400; n += 7) {
                var found =
                        OrderStatisticInterval.of(oneTo(n), probability, 0.95).orElseThrow();
                assertThat(found.coverage()).as("n %d, p %s", n, probability).isGreaterThanOrEqualTo(0.95 - 1e-12);
                var below = org.apache.commons.statistics.distribution.BinomialDistribution.of(n, probability);
                assertThat(below.cumulativeProbability(found.lowRank())).isGreaterThan(0.025);
                assertThat(below.survivalProbability(found.highRank() - 2)).isGreaterThan(0.025);
            }
        }
    }

    @Test
    void upperBound_hasNoLowerEnd() {
        var found = OrderStatisticInterval.upperBound(oneTo(44), 0.9, 0.99).orElseThrow();

        assertThat(found.interval().low()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(found.interval().high()).isEqualTo(44);
        assertThat(found.lowRank()).isZero();
        assertThat(found.coverage()).isCloseTo(1 - Math.pow(0.9, 44), within(1e-12));
    }
}
