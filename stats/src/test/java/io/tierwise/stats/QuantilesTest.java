package io.tierwise.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.tierwise.stats.Quantiles.Definition;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class QuantilesTest {
    private static final double[] SAMPLE = {3.1, 2.7, 9.9, 4.4, 4.4, 1.2, 8.05, 7.7, 6.1, 5.0};

    /// numpy 2.4.6: `np.quantile(x, p, method = ...)`.
    @ParameterizedTest
    @CsvSource({
        "INVERSE_CDF, 1.2, 4.4, 8.05, 9.9, 9.9",
        "WEIBULL, 1.35, 4.7, 9.715, 9.9, 9.9",
        "LINEAR, 2.55, 4.7, 8.235, 9.0675, 9.7335",
        "MEDIAN_UNBIASED, 1.75, 4.7, 9.221666666666666, 9.9, 9.9"
    })
    void quantile_eachDefinition_equalsNumpy(
            Definition definition, double p10, double p50, double p90, double p95, double p99) {
        double[] probabilities = {0.1, 0.5, 0.9, 0.95, 0.99};
        double[] found = Arrays.stream(probabilities)
                .map(p -> Quantiles.quantile(SAMPLE, p, definition))
                .toArray();

        assertThat(found).containsExactly(new double[] {p10, p50, p90, p95, p99}, within(1e-12));
    }

    @ParameterizedTest
    @EnumSource
    void quantile_anySample_risesWithProbabilityWithinTheData(Definition definition) {
        long seed = 5;
        var random = new SplittableRandom(seed);
        for (int n = 1; n <= 40; n++) {
            double[] values = random.doubles(n, -5, 5).toArray();
            double last = Arrays.stream(values).min().orElseThrow();
            assertThat(Quantiles.quantile(values, 0, definition)).isEqualTo(last);
            for (double p = 0; p <= 1; p += 0.01) {
                double now = Quantiles.quantile(values, p, definition);
                assertThat(now).as("seed %d, n %d, p %s", seed, n, p).isGreaterThanOrEqualTo(last);
                last = now;
            }
            assertThat(Quantiles.quantile(values, 1, definition))
                    .isEqualTo(Arrays.stream(values).max().orElseThrow());
        }
    }

    @Test
    void quantile_inverseCdfAtWholePosition_isThatOrderStatistic() {
        double[] values = new double[100];
        Arrays.setAll(values, i -> i + 1);

        for (int percent = 1; percent <= 100; percent++) {
            assertThat(Quantiles.quantile(values, percent / 100.0, Definition.INVERSE_CDF))
                    .isEqualTo(percent);
        }
    }

    @Test
    void of_values_carriesCountAndPercentilesAndLeavesTheDataAlone() {
        double[] copy = SAMPLE.clone();

        assertThat(Quantiles.of(copy).p95()).isCloseTo(9.0675, within(1e-12));
        assertThat(Quantiles.of(copy).count()).isEqualTo(10);
        assertThat(Quantiles.of(copy).definition()).isEqualTo(Definition.LINEAR);
        assertThat(copy).containsExactly(SAMPLE);
    }

    @Test
    void quantile_badInput_isNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Quantiles.median(new double[0]))
                .withMessageContaining("values needs at least 1 value, got 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Quantiles.median(new double[] {1, Double.NaN}))
                .withMessageContaining("values[1] must be finite: NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Quantiles.quantile(SAMPLE, 95, Definition.LINEAR))
                .withMessageContaining("probability must lie in [0, 1]: 95");
    }
}
