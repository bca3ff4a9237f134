package io.tierwise.stats;

/// How much accuracy a second model loses against a first on the same samples, with an exact interval.
///
/// Only samples that one of them gets right and the other wrong say anything of the drop, and given
/// their number m of n, those that only the first gets right are binomial(m, q). The exact interval of
/// q (Clopper and Pearson) gives that of the drop, (2q - 1) m / n. It is [McNemar]'s test turned into
/// an interval: it leaves out zero exactly where McNemar's p is below 1 - confidence (up to ties of
/// the two tails). In R `(2 * binom.test(b, b + c)$conf.int - 1) * (b + c) / n`; in scipy
/// `binomtest(b, b + c).proportion_ci("exact")`.
///
/// Precondition: samples independent of each other, both models asked each of them once. Conditional
/// on m: of models that answer every sample alike it says that they do, on these samples.
///
/// @param samples samples both answered
/// @param firstOnly samples only the first gets right
/// @param secondOnly samples only the second gets right
/// @param drop share of samples lost, negative for a gain; in [-1, 1]
/// @param interval confidence interval of the drop
/// @param p McNemar's, two-sided, that there is no drop
public record PairedDrop(int samples, int firstOnly, int secondOnly, double drop, Interval interval, double p) {

    /// From the counts of samples.
    ///
    /// @throws IllegalArgumentException if there are more discordant samples than samples
    public static PairedDrop of(int samples, int firstOnly, int secondOnly, double confidence) {
        McNemar test = McNemar.test(firstOnly, secondOnly);
        int discordant = test.discordant();
        if (samples < 1 || discordant > samples) {
            throw new IllegalArgumentException(
                    "samples must be at least 1 and hold every discordant one: " + discordant + " of " + samples);
        }
        double share = discordant / (double) samples;
        Interval lost = discordant == 0
                ? new Interval(0.5, 0.5, confidence)
                : BinomialInterval.clopperPearson(firstOnly, discordant, confidence);
        return new PairedDrop(
                samples,
                firstOnly,
                secondOnly,
                (firstOnly - secondOnly) / (double) samples,
                new Interval((2 * lost.low() - 1) * share, (2 * lost.high() - 1) * share, confidence),
                test.p());
    }
}
