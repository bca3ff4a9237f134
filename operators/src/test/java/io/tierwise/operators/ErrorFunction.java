package io.tierwise.operators;

/// The Gauss error function to about 1e-15.
final class ErrorFunction {

    private static final double SWITCH = 3;

    private ErrorFunction() {}

    /// The Maclaurin series with all terms positive near zero, the continued fraction of the complement
    /// elsewhere (Abramowitz and Stegun 7.1.6 and 7.1.14).
    static double erf(double x) {
        double size = Math.abs(x);
        return Math.signum(x) * (size < SWITCH ? series(size) : 1 - complement(size));
    }

    private static double series(double x) {
        double term = x;
        double sum = x;
        for (int n = 1; term > 1e-17 * sum; n++) {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }
        return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
    }

    private static double complement(double x) {
        double fraction = x;
        for (int n = 80; n >= 1; n--) {
            fraction = x + n / 2.0 / fraction;
        }
        return Math.exp(-x * x) / Math.sqrt(Math.PI) / fraction;
    }
}
