package io.tierwise.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// A linear model of a quantile: which factor moves the median, which the tail.
///
/// Minimizes the sum of u (tau - [u < 0]) over residuals u, by the interior point method of Portnoy and
/// Koenker, *The Gaussian hare and the Laplacian tortoise*, Statistical Science 12 (1997). Reference:
/// Koenker and Bassett, Econometrica 46 (1978); `quantreg::rq(y ~ x, tau, method = "fn")` in R,
/// `statsmodels QuantReg`, `scipy.optimize.linprog`.
///
/// Preconditions: rows independent for the errors (not for the fit), columns linearly independent of
/// each other and of the constant. Ties can make the best line ambiguous; then one among the best is
/// found.
///
/// @param tau the quantile modelled, between 0 and 1
/// @param coefficients the intercept first, then one for each column, in units of y over units of the
///     column
/// @param loss the minimum reached
public record QuantileRegression(double tau, List<Double> coefficients, double loss) {
    public QuantileRegression {
        Checks.share("tau", tau);
        coefficients = List.copyOf(coefficients);
    }

    /// Fits `y` on `rows`, which hold no column for the intercept.
    ///
    /// @param rows one for each value of y, all of one length, which may be 0
    /// @throws IllegalArgumentException if rows are not more than coefficients, or columns depend on
    ///     each other
    public static QuantileRegression fit(double[][] rows, double[] y, double tau) {
        Checks.share("tau", tau);
        double[][] design = design(rows, y);
        double[] coefficients = new InteriorPoint(design, y, tau).solve();
        double loss = 0;
        for (int i = 0; i < y.length; i++) {
            double residual = y[i] - InteriorPoint.dot(design[i], coefficients);
            loss += residual * (residual < 0 ? tau - 1 : tau);
        }
        return new QuantileRegression(tau, Arrays.stream(coefficients).boxed().toList(), loss);
    }

    /// Percentile intervals and standard errors of the coefficients by redrawing rows with their y:
    /// right whatever the spread depends on. In R: `summary(fit, se = "boot", bsmethod = "xy")`.
    ///
    /// Resamples whose columns depend on each other (a group not drawn at all) are drawn again.
    public static List<Bootstrap> intervals(double[][] rows, double[] y, double tau, Resampling resampling) {
        List<Double> estimates = fit(rows, y, tau).coefficients();
        var random = new SplittableRandom(resampling.seed());
        double[][] replicates = new double[estimates.size()][resampling.resamples()];
        int refused = 0;
        for (int done = 0; done < resampling.resamples(); ) {
            int[] drawn = Draws.all(y.length, random);
            try {
                List<Double> found = fit(pick(rows, drawn), pick(y, drawn), tau).coefficients();
                for (int i = 0; i < found.size(); i++) {
                    replicates[i][done] = found.get(i);
                }
                done++;
            } catch (DependentColumnsException e) {
                if (++refused > resampling.resamples()) {
                    throw new IllegalArgumentException(
                            "Most resamples of the rows have dependent columns; a group has too few rows", e);
                }
            }
        }
        List<Bootstrap> intervals = new ArrayList<>();
        for (int i = 0; i < replicates.length; i++) {
            Arrays.sort(replicates[i]);
            intervals.add(Bootstrap.percentile(estimates.get(i), replicates[i], resampling.confidence()));
        }
        return intervals;
    }

    /// The quantile the model gives for a row.
    public double at(double... row) {
        Checks.sameLength("row and columns", row.length, coefficients.size() - 1);
        double value = coefficients.getFirst();
        for (int i = 0; i < row.length; i++) {
            value += coefficients.get(i + 1) * row[i];
        }
        return value;
    }

    /// Columns from which no unique line follows.
    static final class DependentColumnsException extends IllegalArgumentException {
        private static final long serialVersionUID = 1;

        DependentColumnsException() {
            super("The columns depend linearly on each other or on the intercept");
        }
    }

    private static double[][] design(double[][] rows, double[] y) {
        Checks.sample("y", y, 2);
        Checks.sameLength("rows and y", rows.length, y.length);
        int columns = rows[0].length;
        if (y.length <= columns + 1) {
            throw new IllegalArgumentException(
                    "rows must be more than coefficients: " + y.length + " for " + (columns + 1));
        }
        double[][] design = new double[y.length][columns + 1];
        for (int i = 0; i < y.length; i++) {
            Checks.sample("rows[" + i + "]", rows[i], 0);
            Checks.sameLength("rows", columns, rows[i].length);
            design[i][0] = 1;
            System.arraycopy(rows[i], 0, design[i], 1, columns);
        }
        return design;
    }

    private static double[][] pick(double[][] rows, int[] drawn) {
        double[][] picked = new double[drawn.length][];
        Arrays.setAll(picked, i -> rows[drawn[i]]);
        return picked;
    }

    private static double[] pick(double[] values, int[] drawn) {
        double[] picked = new double[drawn.length];
        Arrays.setAll(picked, i -> values[drawn[i]]);
        return picked;
    }
}
