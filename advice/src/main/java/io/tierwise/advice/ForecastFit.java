package io.tierwise.advice;

import io.tierwise.stats.NonNegativeLeastSquares;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/// Costs that add up to a figure, fitted to measured strategies by relative errors, and how far the fit is off
/// where it has not looked.
///
/// @param fit coefficient of each term
/// @param spread the natural logarithm of the factor that holds nine in ten forecasts of a strategy that the fit
///     left out: the conformal quantile of errors, each strategy left out in turn (Vovk, Gammerman and Shafer,
///     *Algorithmic Learning in a Random World*, 2005); empty below nine strategies
record ForecastFit(NonNegativeLeastSquares fit, OptionalDouble spread) {
    private static final double LEVEL = 0.9;

    /// @param terms one row a strategy
    /// @param known what is known of the figure beside the terms, such as time on the wire by rates alone
    /// @param found the measured figure, above 0
    static ForecastFit of(double[][] terms, double[] known, double[] found) {
        NonNegativeLeastSquares fit = fit(terms, known, found, -1);
        double[] errors = new double[found.length];
        for (int left = 0; left < found.length && found.length > 1; left++) {
            double forecast = fit(terms, known, found, left).at(terms[left]) + known[left];
            errors[left] = Math.abs(Math.log(Math.max(forecast, Double.MIN_NORMAL) / found[left]));
        }
        Arrays.sort(errors);
        int rank = (int) Math.ceil(LEVEL * (found.length + 1));
        return new ForecastFit(
                fit, rank <= found.length ? OptionalDouble.of(errors[rank - 1]) : OptionalDouble.empty());
    }

    private static NonNegativeLeastSquares fit(double[][] terms, double[] known, double[] found, int left) {
        List<Integer> used =
                IntStream.range(0, found.length).filter(i -> i != left).boxed().toList();
        double[][] rows = new double[used.size()][];
        double[] y = new double[used.size()];
        for (int row = 0; row < y.length; row++) {
            int i = used.get(row);
            rows[row] = Arrays.stream(terms[i]).map(term -> term / found[i]).toArray();
            y[row] = (found[i] - known[i]) / found[i];
        }
        return NonNegativeLeastSquares.fit(rows, y);
    }
}
