package io.tierwise.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Golden values: `scipy.optimize.nnls`, SciPy 1.17.1.
class NonNegativeLeastSquaresTest {

    private static final double[][] COSTS = {{1, 2, 0.5}, {2, 1, 1}, {3, 5, 2.5}, {4, 1, 0}, {5, 2, 1.5}, {6, 4, 3}};

    @Test
    void fit_everyCoefficientAboveZero_isLeastSquares() {
        NonNegativeLeastSquares fit = NonNegativeLeastSquares.fit(COSTS, new double[] {3, 4.5, 9, 5, 8, 12});

        assertCoefficients(fit, 1.06914894, 0.63532905, 1.05616032);
        assertThat(fit.loss()).isCloseTo(0.728561310648985, within(1e-9));
    }

    @Test
    void fit_gains_areNone() {
        NonNegativeLeastSquares fit = NonNegativeLeastSquares.fit(COSTS, new double[] {1, -2, 3, -1, 2, 0.5});

        assertCoefficients(fit, 0, 0.39215686, 0);
        assertThat(fit.loss()).isCloseTo(3.3774047351624947, within(1e-9));
    }

    @Test
    void fit_ofAnySigns_isTheOracle() {
        double[][] rows = {
            {-0.802, -1.324, -0.248, 0.42},
            {1.136, 0.11, -0.553, -0.785},
            {0.749, 1.635, 0.273, -1.233},
            {-0.958, 1.6, 0.203, -1.732},
            {-0.084, -1.163, -0.629, -0.488},
            {-0.713, 0.553, -0.063, -0.589},
            {0.41, 0.83, -1.643, -0.257},
            {-0.981, -0.173, -1.289, 0.021}
        };
        double[] y = {-0.038, -0.304, -1.048, -0.396, -1.091, -1.355, 0.225, -1.109};

        NonNegativeLeastSquares fit = NonNegativeLeastSquares.fit(rows, y);

        assertCoefficients(fit, 0.25407381, 0.28081284, 0.2082966, 0.82634963);
        assertThat(fit.loss()).isCloseTo(1.5745648832271133, within(1e-9));
    }

    @Test
    void fit_columnsThatDependOnEachOther_findsOneOfTheBest() {
        double[][] rows = {{1, 2, 0}, {2, 4, 0}, {3, 6, 0}};

        NonNegativeLeastSquares fit = NonNegativeLeastSquares.fit(rows, new double[] {2, 4, 6});

        assertThat(fit.loss()).isCloseTo(0, within(1e-6));
        assertThat(fit.at(new double[] {5, 10, 0})).isCloseTo(10, within(1e-6));
        assertThat(fit.coefficients().get(2)).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void fit_ofRandomRows_cannotBeBettered(long seed) {
        Random random = new Random(seed);
        double[][] rows = new double[12][5];
        double[] y = new double[12];
        for (int i = 0; i < rows.length; i++) {
            Arrays.setAll(rows[i], column -> random.nextGaussian() * Math.pow(1000, column - 2));
            y[i] = random.nextGaussian();
        }
        NonNegativeLeastSquares fit = NonNegativeLeastSquares.fit(rows, y);
        assertThat(fit.coefficients()).as("seed %d", seed).allMatch(coefficient -> coefficient >= 0);
        for (int column = 0; column < 5; column++) {
            for (double step : new double[] {-1e-3, 1e-3}) {
                double[] moved = fit.coefficients().stream().mapToDouble(c -> c).toArray();
                moved[column] = Math.max(0, moved[column] + step * Math.pow(1000, 2 - column));
                assertThat(loss(rows, y, moved))
                        .as("seed %d, column %d", seed, column)
                        .isGreaterThanOrEqualTo(fit.loss() - 1e-9);
            }
        }
    }

    private static double loss(double[][] rows, double[] y, double[] coefficients) {
        double sum = 0;
        for (int i = 0; i < y.length; i++) {
            double residual = y[i];
            for (int column = 0; column < coefficients.length; column++) {
                residual -= rows[i][column] * coefficients[column];
            }
            sum += residual * residual;
        }
        return Math.sqrt(sum);
    }

    @Test
    void fit_rowsOfOtherLengths_areRefused() {
        assertThatThrownBy(() -> NonNegativeLeastSquares.fit(new double[][] {{1, 2}, {1}}, new double[] {1, 2}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must have the same length");
        assertThatThrownBy(() -> NonNegativeLeastSquares.fit(new double[][] {{Double.NaN}}, new double[] {1}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be finite");
    }

    private static void assertCoefficients(NonNegativeLeastSquares fit, double... expected) {
        assertThat(fit.coefficients()).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat(fit.coefficients().get(i)).as("coefficient %d", i).isCloseTo(expected[i], within(1e-7));
        }
    }
}
