package io.tierwise.stats;

import org.apache.commons.statistics.distribution.BinomialDistribution;

/// The exact test that a share is at least a bound; a small p says that it lies below.
///
/// Reference: `binom.test(k, n, p = bound, alternative = "less")$p.value` in R,
/// `scipy.stats.binomtest(k, n, bound, "less").pvalue`. Precondition: trials independent of each other.
///
/// @param successes how often what is counted happened
/// @param trials of how many
/// @param bound in (0, 1)
/// @param p chance of so few successes or fewer if the share were the bound
public record ShareBelow(int successes, int trials, double bound, double p) {

    /// From the counts of trials.
    public static ShareBelow test(int successes, int trials, double bound) {
        Checks.counts(successes, trials);
        Checks.share("bound", bound);
        return new ShareBelow(
                successes, trials, bound, BinomialDistribution.of(trials, bound).cumulativeProbability(successes));
    }

    /// Fewest trials that can show a share below the bound, all of them without success.
    ///
    /// @param level largest p that shows it
    public static int fewestTrials(double bound, double level) {
        Checks.share("bound", bound);
        Checks.share("level", level);
        return (int) Math.ceil(Math.log(level) / Math.log1p(-bound));
    }
}
