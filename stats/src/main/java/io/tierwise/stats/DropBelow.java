package io.tierwise.stats;

import org.apache.commons.statistics.distribution.BinomialDistribution;

/// An exact test that a second model loses at least a bound of accuracy against a first on the same
/// samples; a small p says that the drop lies below.
///
/// A sample is right with both or neither, with the first only (b), or with the second only (c): a
/// trinomial. Outcomes are ordered by Tango's score, (b - c - n bound) over its spread where the drop is the
/// bound, with the share that only the second gets right at its likeliest. That share q is not known; p is the
/// chance of so low a score or a lower one, the largest over the exact interval of q at confidence 1 - beta,
/// plus beta. Drops above the bound make low scores less likely still.
///
/// Reference: Tango, *Equivalence test and confidence interval for the difference in proportions for the
/// paired-sample design*, Statistics in Medicine 17 (1998); Hsueh, Liu and Chen, *Unconditional exact tests
/// for equivalence or noninferiority for paired binary endpoints*, Biometrics 57 (2001); Berger and Boos, *P
/// values maximized over a confidence set for the nuisance parameter*, JASA 89 (1994). Neither base R nor
/// scipy has it; the tests hold sums of scipy's binomials.
///
/// Precondition: samples independent of each other, both models asked each of them once. Unlike
/// [PairedDrop] not conditional on how many samples were answered differently: of models that answer a
/// thousand samples alike it says how much they may differ on others.
///
/// @param samples both answered
/// @param firstOnly samples only the first gets right
/// @param secondOnly samples only the second gets right
/// @param bound share of all samples, in (0, 1)
/// @param p in (0, 1]
public record DropBelow(int samples, int firstOnly, int secondOnly, double bound, double p) {
    private static final double BETA = 1e-3;
    private static final int STEPS = 64;
    private static final double NEGLIGIBLE = 1e-13;
    private static final double TIE = 1e-9;

    /// From the counts of samples.
    ///
    /// @throws IllegalArgumentException when there are more discordant samples than samples
    public static DropBelow test(int samples, int firstOnly, int secondOnly, double bound) {
        Checks.share("bound", bound);
        if (samples < 1 || firstOnly < 0 || secondOnly < 0 || firstOnly > samples - secondOnly) {
            throw new IllegalArgumentException("samples must be at least 1 and hold every discordant one: " + firstOnly
                    + " and " + secondOnly + " of " + samples);
        }
        Interval nuisance = BinomialInterval.clopperPearson(secondOnly, samples, 1 - BETA);
        double most = (1 - bound) / 2;
        double low = Math.min(nuisance.low(), most);
        double high = Math.min(nuisance.high(), most);
        int[] extreme = extreme(samples, high, score(samples, firstOnly, secondOnly, bound) + TIE, bound);
        double p = 0;
        for (int step = 0; step <= STEPS; step++) {
            p = Math.max(p, chance(samples, extreme, bound, low + (high - low) * step / STEPS));
        }
        return new DropBelow(samples, firstOnly, secondOnly, bound, Math.min(1, p + BETA));
    }

    /// Fewest samples that can show a drop below the bound, all of them answered alike.
    ///
    /// @param level largest p that shows it, above 0.001
    public static int fewestSamples(double bound, double level) {
        if (!(level > BETA && level < 1)) {
            throw new IllegalArgumentException("level must lie between " + BETA + " and 1, exclusive: " + level);
        }
        int samples = ShareBelow.fewestTrials(bound, level);
        while (test(samples, 0, 0, bound).p() > level) {
            samples++;
        }
        return samples;
    }

    private static double score(double samples, double first, double second, double bound) {
        double linear = (first + second) * (1 - bound) - 2 * bound * (samples - first);
        double likeliest =
                (linear + Math.sqrt(linear * linear + 8 * samples * second * bound * (1 - bound))) / (4 * samples);
        return (first - second - samples * bound) / Math.sqrt(samples * (2 * likeliest + bound - bound * bound));
    }

    /// By how many samples only the second gets right, the most that only the first may, for a score up to
    /// `most`; -1 where none may. Grows with the second count. As many entries as counts that are likely
    /// anywhere.
    private static int[] extreme(int samples, double highest, double most, double bound) {
        int seconds = BinomialDistribution.of(samples, highest).inverseSurvivalProbability(NEGLIGIBLE) + 1;
        int[] extreme = new int[seconds];
        int firsts = -1;
        for (int second = 0; second < seconds; second++) {
            while (firsts < samples - second && score(samples, firsts + 1.0, second, bound) <= most) {
                firsts++;
            }
            extreme[second] = Math.min(firsts, samples - second);
        }
        return extreme;
    }

    /// The chance of those outcomes where `share` only the second gets right, and `share + bound` only the first.
    private static double chance(int samples, int[] extreme, double bound, double share) {
        var seconds = BinomialDistribution.of(samples, share);
        double ofRest = Math.min(1, (share + bound) / (1 - share));
        double sum = seconds.survivalProbability(extreme.length - 1);
        for (int second = 0; second < extreme.length; second++) {
            if (extreme[second] >= 0) {
                sum += seconds.probability(second)
                        * BinomialDistribution.of(samples - second, ofRest).cumulativeProbability(extreme[second]);
            }
        }
        return sum;
    }
}
