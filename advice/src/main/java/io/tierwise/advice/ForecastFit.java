package io.tierwise.advice;

import io.tierwise.stats.Leverage;
import io.tierwise.stats.NonNegativeLeastSquares;
import io.tierwise.stats.Quantiles;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/// Costs that add up to a figure, fitted to measured strategies by relative errors, and how far the fit is off
/// where it has not looked.
///
/// A forecast is the less certain, the less the measured strategies are like it: its error is taken to spread by
/// `sqrt(1 + leverage)`. Errors of strategies that the fit left out, each in turn, are put in units of that; nine in
/// ten of them are smaller than `quantile` (conformal, normalized: Vovk, Gammerman and Shafer, *Algorithmic Learning
/// in a Random World*, 2005).
///
/// @param fit coefficient of each term
/// @param leverage of terms as shares of the figure
/// @param quantile of errors, as natural logarithms of factors; empty below nine strategies
record ForecastFit(NonNegativeLeastSquares fit, Leverage leverage, OptionalDouble quantile) {
    private static final double LEVEL = 0.9;

    /// Forecasts of less than this share of what was found are as wrong as can be.
    private static final double LEAST = 1e-3;

    /// @param terms one row a strategy
    /// @param known what is known of the figure beside the terms, such as time on the wire by rates alone
    /// @param found the measured figure, above 0
    /// @param expected of the costs before anything is measured
    static ForecastFit of(double[][] terms, double[] known, double[] found, ForecastTerms.Expected expected) {
        ForecastFit whole = fit(terms, known, found, expected, -1);
        double[] errors = new double[found.length];
        for (int left = 0; left < found.length && found.length > 1; left++) {
            ForecastFit others = fit(terms, known, found, expected, left);
            double forecast = Math.max(others.fit.at(terms[left]) + known[left], LEAST * found[left]);
            double error = Math.abs(Math.log(forecast / found[left]));
            errors[left] = error / others.unit(terms[left], forecast);
        }
        return new ForecastFit(whole.fit, whole.leverage, quantile(errors));
    }

    /// At rank 0.9 (n + 1) of n errors; empty where they are too few to have one.
    private static OptionalDouble quantile(double[] errors) {
        return LEVEL * (errors.length + 1) <= errors.length
                ? OptionalDouble.of(Quantiles.quantile(errors, LEVEL, Quantiles.Definition.WEIBULL))
                : OptionalDouble.empty();
    }

    private static ForecastFit fit(
            double[][] terms, double[] known, double[] found, ForecastTerms.Expected expected, int left) {
        List<Integer> used =
                IntStream.range(0, found.length).filter(i -> i != left).boxed().toList();
        int count = used.size() + expected.rows().length;
        double[][] rows = new double[count][];
        double[] y = new double[count];
        for (int row = 0; row < used.size(); row++) {
            int i = used.get(row);
            rows[row] = shares(terms[i], found[i]);
            y[row] = (found[i] - known[i]) / found[i];
        }
        System.arraycopy(expected.rows(), 0, rows, used.size(), expected.rows().length);
        System.arraycopy(expected.values(), 0, y, used.size(), expected.values().length);
        return new ForecastFit(NonNegativeLeastSquares.fit(rows, y), Leverage.of(rows), OptionalDouble.empty());
    }

    private static double[] shares(double[] terms, double figure) {
        return Arrays.stream(terms).map(term -> term / figure).toArray();
    }

    private double unit(double[] terms, double figure) {
        return Math.sqrt(1 + leverage.at(shares(terms, figure)));
    }

    /// The factor within which nine in ten figures forecast like this one lie; empty where too little was measured to
    /// know, or where a figure of 0 is forecast.
    ///
    /// @param terms of a strategy
    /// @param figure as forecast
    OptionalDouble factor(double[] terms, double figure) {
        return quantile.isPresent() && figure > 0
                ? OptionalDouble.of(Math.exp(quantile.getAsDouble() * unit(terms, figure)))
                : OptionalDouble.empty();
    }
}
