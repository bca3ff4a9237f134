package io.tierwise.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How columns move together: [Spearman], [QuantileRegression].
class AssociationTest {
    private static final double[] X = {1, 2, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    private static final double[] Y = {2, 1, 3, 3, 5, 9, 6, 8, 8, 12, 10, 4};

    /// scipy 1.17.1: `spearmanr(x, y)`; eight rows: share of
    /// `permutation_test(..., permutation_type = "pairings")`.
    @Test
    void spearman_tiedColumns_equalsScipy() {
        var many = Spearman.test(X, Y);
        var few = Spearman.test(Arrays.copyOf(X, 8), Arrays.copyOf(Y, 8));

        assertThat(many.rho()).isCloseTo(0.7363807505865735, within(1e-14));
        assertThat(many.p()).isCloseTo(0.0063118533166885695, within(1e-14));
        assertThat(many.exact()).isFalse();
        assertThat(few.rho()).isCloseTo(0.8734939759036143, within(1e-14));
        assertThat(few.p()).isCloseTo(0.00689484126984127, within(1e-14));
        assertThat(few.exact()).isTrue();
    }

    @Test
    void spearman_columnsExchangedMirroredOrBent_keepsItsSize() {
        var there = Spearman.test(X, Y);
        double[] mirrored = Arrays.stream(Y).map(v -> -Math.cbrt(v)).toArray();

        assertThat(Spearman.test(Y, X)).isEqualTo(there);
        assertThat(Spearman.test(X, mirrored).rho()).isCloseTo(-there.rho(), within(1e-14));
        assertThat(Spearman.test(X, X).rho()).isEqualTo(1);
        assertThat(Spearman.test(X, X).p()).isZero();
    }

    private static double[][] rows() {
        double[][] rows = new double[40][];
        Arrays.setAll(rows, i -> new double[] {i / 10.0, Math.sin(i * 1.3)});
        return rows;
    }

    private static double[] values() {
        double[] y = new double[40];
        Arrays.setAll(
                y, i -> 2 + 0.07 * i - 1.5 * Math.sin(i * 1.3) + Math.tan(Math.sin(i * 2.7) * 1.2) * (1 + 0.02 * i));
        return y;
    }

    /// scipy 1.17.1: `linprog(method = "highs")` on the primal linear program.
    @ParameterizedTest
    @CsvSource({
        "0.10, -0.37898896332151566, 0.12295355461929797, -1.5108905524613006, 13.768113709615651",
        "0.50, 2.0, 0.810010692083146, -1.5023877250617916, 34.2377780322172",
        "0.90, 4.351847377768234, 0.9323368454915615, -1.5551601838708757, 11.731451456126779",
        "0.95, 4.507388609889262, 0.8833266603003934, -1.562172767327515, 5.88217914942985"
    })
    void quantileRegression_skewedNoise_equalsLinearProgramming(
            double tau, double intercept, double first, double second, double loss) {
        var found = QuantileRegression.fit(rows(), values(), tau);

        assertThat(found.loss()).isCloseTo(loss, within(1e-8));
        assertThat(found.coefficients().get(0)).isCloseTo(intercept, within(1e-6));
        assertThat(found.coefficients().get(1)).isCloseTo(first, within(1e-6));
        assertThat(found.coefficients().get(2)).isCloseTo(second, within(1e-6));
        assertThat(found.at(1, 2)).isCloseTo(intercept + first + 2 * second, within(1e-5));
    }

    @Test
    void quantileRegression_interceptAlone_isAQuantile() {
        double[] y = new SplittableRandom(5).doubles(101).toArray();
        var found = QuantileRegression.fit(new double[101][0], y, 0.9);

        assertThat(found.coefficients().getFirst())
                .isCloseTo(Quantiles.quantile(y, 0.9, Quantiles.Definition.INVERSE_CDF), within(1e-6));
    }

    @Test
    void quantileRegression_movedAndScaledValues_moveAndScaleTheLine() {
        var plain = QuantileRegression.fit(rows(), values(), 0.5);
        double[] nanos = Arrays.stream(values()).map(v -> 1e9 * v + 5e9).toArray();
        var moved = QuantileRegression.fit(rows(), nanos, 0.5);

        assertThat(moved.coefficients().get(0))
                .isCloseTo(1e9 * plain.coefficients().get(0) + 5e9, within(1e3));
        assertThat(moved.coefficients().get(1))
                .isCloseTo(1e9 * plain.coefficients().get(1), within(1e3));
    }

    @Test
    void quantileRegression_tiedGroups_findsABestLine() {
        double[][] group = {{0}, {0}, {0}, {0}, {1}, {1}, {1}, {1}};
        double[] y = {1, 1, 1, 2, 5, 5, 5, 5};
        var found = QuantileRegression.fit(group, y, 0.5);

        assertThat(found.coefficients().get(0)).isCloseTo(1, within(1e-6));
        assertThat(found.coefficients().get(1)).isCloseTo(4, within(1e-6));
        assertThat(found.loss()).isCloseTo(0.5, within(1e-6));
    }

    @Test
    void badInput_isNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Spearman.test(X, new double[12]))
                .withMessageContaining("y must not be constant; all are 0.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> QuantileRegression.fit(new double[][] {{1}, {1}, {1}}, new double[] {1, 2, 3}, 0.5))
                .withMessageContaining("depend linearly");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> QuantileRegression.fit(new double[][] {{1}, {2}}, new double[] {1, 2}, 0.5))
                .withMessageContaining("2 for 2");
    }

    /// Without columns the line of the median of an odd number of values is their median.
    @Test
    void quantileRegressionIntervals_interceptAlone_areABootstrapsOfTheMedian() {
        double[] y = new SplittableRandom(6).doubles(21).toArray();
        var resampling = new Resampling(3, 200, 0.9);
        var line = QuantileRegression.intervals(new double[21][0], y, 0.5, resampling)
                .getFirst();
        var median = Bootstrap.of(y, Quantiles::median, Bootstrap.Method.PERCENTILE, resampling);

        assertThat(line.estimate()).isCloseTo(median.estimate(), within(1e-6));
        assertThat(line.standardError()).isCloseTo(median.standardError(), within(1e-6));
        assertThat(line.interval().low()).isCloseTo(median.interval().low(), within(1e-6));
        assertThat(line.interval().high()).isCloseTo(median.interval().high(), within(1e-6));
    }

    /// A group of one row is met; the constant is any between 1 and 2.
    @Test
    void quantileRegression_groupsOfOneRow_areMetExactly() {
        var found = QuantileRegression.fit(
                new double[][] {{0, 0}, {0, 0}, {1, 0}, {0, 1}}, new double[] {1, 2, 30, 40}, 0.5);

        assertThat(found.at(1, 0)).isCloseTo(30, within(1e-6));
        assertThat(found.at(0, 1)).isCloseTo(40, within(1e-6));
        assertThat(found.at(0, 0)).isBetween(1 - 1e-6, 2 + 1e-6);
        assertThat(found.loss()).isCloseTo(0.5, within(1e-6));
    }

    @Test
    void quantileRegressionIntervals_groupOftenNotDrawn_areStillFound() {
        double[][] group = {{0}, {0}, {0}, {0}, {0}, {1}, {1}};
        double[] y = {1, 2, 3, 4, 5, 14, 15};
        var slope = QuantileRegression.intervals(group, y, 0.5, new Resampling(3, 300, 0.95))
                .get(1);

        assertThat(slope.interval().low()).isBetween(8.9, 11.0);
        assertThat(slope.interval().high()).isBetween(12.0, 14.1);
    }

    /// Two groups of one row each among four rows are both drawn in 3 of 8 resamples.
    @Test
    void quantileRegressionIntervals_groupsOfOneRow_areRefused() {
        double[][] groups = {{0, 0}, {0, 0}, {1, 0}, {0, 1}};
        assertThatIllegalArgumentException()
                .isThrownBy(() -> QuantileRegression.intervals(
                        groups, new double[] {1, 2, 3, 4}, 0.5, new Resampling(3, 500, 0.95)))
                .withMessageContaining("a group has too few rows");
    }

    @Test
    void unequalLengths_areNamed() {
        var fitted = QuantileRegression.fit(rows(), values(), 0.5);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> fitted.at(1))
                .withMessageContaining("row and columns must have the same length: 1 and 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> QuantileRegression.fit(rows(), Arrays.copyOf(values(), 39), 0.5))
                .withMessageContaining("rows and y must have the same length: 40 and 39");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        QuantileRegression.fit(new double[][] {{1}, {2, 3}, {4}, {5}}, new double[] {1, 2, 3, 4}, 0.5))
                .withMessageContaining("rows must have the same length: 1 and 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Spearman.test(X, Arrays.copyOf(Y, 11)))
                .withMessageContaining("x and y must have the same length: 12 and 11");
    }
}
