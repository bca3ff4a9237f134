package io.tierwise.stats;

/// A test that the mean of values between 0 and 1 is at least a bound; a small p says that it lies below.
///
/// Somebody bets a share of what he has on each value being below the bound, at odds that are fair or
/// worse while the mean is at least the bound; then his fortune is 1 or less on average, and reaches 1 / p
/// with chance p at most (Markov). Here the fortune is the mean of those of [#BETS] bettors, each of whom
/// bets the same share throughout, so that the order of values does not matter; most bet nearly all they may,
/// which is right where values are far smaller than 1. Nothing is assumed of the
/// values' distribution. Reference: Waudby-Smith and Ramdas, *Estimating means of bounded random variables
/// by betting*, JRSS B 86 (2024). Neither R nor scipy has it; the tests hold the sum written in numpy.
///
/// Precondition: values independent of each other. As a single value could be 1, no fewer values than
/// [ShareBelow#fewestTrials] show anything, however small all of them are.
///
/// @param values how many
/// @param mean of them
/// @param bound in (0, 1)
/// @param p in (0, 1]
public record MeanBelow(int values, double mean, double bound, double p) {
    static final int BETS = 32;

    /// From the values themselves.
    ///
    /// @param values at least one, each in [0, 1]
    public static MeanBelow test(double[] values, double bound) {
        Checks.sample("values", values, 1);
        Checks.share("bound", bound);
        double sum = 0;
        for (double value : values) {
            if (!(value >= 0 && value <= 1)) {
                throw new IllegalArgumentException("values must lie in [0, 1]: " + value);
            }
            sum += value;
        }
        double[] logs = new double[BETS];
        double largest = Double.NEGATIVE_INFINITY;
        for (int bet = 0; bet < BETS; bet++) {
            double share = (1 - Math.pow((bet + 0.5) / BETS, 3)) / (1 - bound);
            for (double value : values) {
                logs[bet] += Math.log1p(share * (bound - value));
            }
            largest = Math.max(largest, logs[bet]);
        }
        double fortune = 0;
        for (double log : logs) {
            fortune += Math.exp(log - largest) / BETS;
        }
        double p = Math.exp(-largest) / fortune;
        return new MeanBelow(values.length, sum / values.length, bound, Math.min(1, p));
    }
}
