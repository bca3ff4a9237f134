package io.tierwise.stats;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.NormalDistribution;

/// Wilcoxon's signed-rank test that paired differences are symmetric about zero; two-sided.
///
/// Reference: Wilcoxon, Biometrics Bulletin 1 (1945); Pratt, *Remarks on zeros and ties*, JASA 54
/// (1959); `scipy.stats.wilcoxon(a, b, zero_method = "pratt" | "wilcox", correction = False)`,
/// `coin::wilcoxsign_test(distribution = "exact")` in R.
///
/// Preconditions: pairs independent of each other, differences on a scale where sizes compare. Ties get
/// mid-ranks. Up to [#EXACT_UP_TO] differences that are not zero, p comes from the exact permutation
/// distribution of the mid-ranks at hand, so it is right with ties too; above, from the normal
/// approximation with its variance corrected for ties and zeros and without continuity correction.
///
/// @param pairs pairs given
/// @param zeros pairs without a difference
/// @param statistic sum of the ranks of positive differences, first - second
/// @param p two-sided
/// @param rankBiserial share of the rank sum that is positive minus the share that is negative, in [-1,
///     1]: the effect size (Kerby 2014)
/// @param exact whether p is from the exact distribution
public record WilcoxonSignedRank(int pairs, int zeros, double statistic, double p, double rankBiserial, boolean exact) {
    /// Largest number of nonzero differences whose exact distribution is computed.
    public static final int EXACT_UP_TO = 60;

    /// What happens to pairs without a difference.
    public enum Zeros {
        /// They are ranked with the others, then dropped: Pratt's way, the right one when zeros carry information.
        PRATT,
        /// They are dropped before ranking.
        WILCOX
    }

    /// Tests `first` against `second`.
    ///
    /// If no pair differs, p is 1.
    public static WilcoxonSignedRank test(double[] first, double[] second, Zeros zeros) {
        Checks.sample("first", first, 1);
        Checks.sample("second", second, 1);
        Checks.sameLength("first and second", first.length, second.length);
        double[] differences = new double[first.length];
        Arrays.setAll(differences, i -> first[i] - second[i]);
        return test(differences, zeros);
    }

    /// Tests differences against zero.
    public static WilcoxonSignedRank test(double[] differences, Zeros zeros) {
        Checks.sample("differences", differences, 1);
        double[] ranked = zeros == Zeros.PRATT
                ? differences
                : Arrays.stream(differences).filter(d -> d != 0).toArray();
        double[] ranks =
                Ranks.of(Arrays.stream(ranked).map(Math::abs).toArray()).ranks();
        double positive = 0;
        double total = 0;
        double[] kept = new double[ranks.length];
        int count = 0;
        for (int i = 0; i < ranks.length; i++) {
            if (ranked[i] != 0) {
                kept[count++] = ranks[i];
                total += ranks[i];
                positive += ranked[i] > 0 ? ranks[i] : 0;
            }
        }
        int left = differences.length - count;
        if (count == 0) {
            return new WilcoxonSignedRank(differences.length, left, 0, 1, 0, true);
        }
        boolean exact = count <= EXACT_UP_TO;
        kept = Arrays.copyOf(kept, count);
        double p = exact ? exactP(kept, positive) : normalP(kept, positive);
        return new WilcoxonSignedRank(differences.length, left, positive, p, 2 * positive / total - 1, exact);
    }

    /// Counts sign patterns by their rank sum; ranks are doubled so that mid-ranks are whole.
    private static double exactP(double[] ranks, double positive) {
        int total = (int) Math.round(2 * Arrays.stream(ranks).sum());
        double[] chance = new double[total + 1];
        chance[0] = 1;
        int reached = 0;
        for (double rank : ranks) {
            int doubled = (int) Math.round(2 * rank);
            reached += doubled;
            for (int sum = reached; sum >= 0; sum--) {
                chance[sum] = (chance[sum] + (sum >= doubled ? chance[sum - doubled] : 0)) / 2;
            }
        }
        int observed = (int) Math.round(2 * positive);
        double tail = 0;
        for (int sum = 0; sum <= Math.min(observed, total - observed); sum++) {
            tail += chance[sum];
        }
        return Math.min(1, 2 * tail);
    }

    /// The variance, a quarter of the sum of squared ranks, holds both corrections.
    private static double normalP(double[] ranks, double positive) {
        double mean = Arrays.stream(ranks).sum() / 2;
        double variance = Arrays.stream(ranks).map(rank -> rank * rank).sum() / 4;
        double score = Math.abs(positive - mean) / Math.sqrt(variance);
        return Math.min(1, 2 * NormalDistribution.of(0, 1).survivalProbability(score));
    }
}
