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
    /// @param expected of the costs before anything is measured
    static ForecastFit of(double[][] terms, double[] known, double[] found, ForecastTerms.Expected expected) {
        NonNegativeLeastSquares fit = fit(terms, known, found, expected, -1);
        double[] errors = new double[found.length];
        for (int left = 0; left < found.length && found.length > 1; left++) {
            double forecast = fit(terms, known, found, expected, left).at(terms[left]) + known[left];
            errors[left] = Math.abs(Math.log(Math.max(forecast, Double.MIN_NORMAL) / found[left]));
        }
        Arrays.sort(errors);
        int rank = (int) Math.ceil(LEVEL * (found.length + 1));
        return new ForecastFit(
                fit, rank <= found.length ? OptionalDouble.of(errors[rank - 1]) : OptionalDouble.empty());
    }

    private static NonNegativeLeastSquares fit(
            double[][] terms, double[] known, double[] found, ForecastTerms.Expected expected, int left) {
        List<Integer> used =
                IntStream.range(0, found.length).filter(i -> i != left).boxed().toList();
        int count = used.size() + expected.rows().length;
        double[][] rows = new double[count][];
        double[] y = new double[count];
        for (int row = 0; row < used.size(); row++) {
            int i = used.get(row);
            rows[row] = Arrays.stream(terms[i]).map(term -> term / found[i]).toArray();
            y[row] = (found[i] - known[i]) / found[i];
        }
        System.arraycopy(expected.rows(), 0, rows, used.size(), expected.rows().length);
        System.arraycopy(expected.values(), 0, y, used.size(), expected.values().length);
        return NonNegativeLeastSquares.fit(rows, y);
    }
}
