package io.tierwise.stats;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/// Kruskal and Wallis' test that k independent groups come from one distribution.
///
/// Reference: Kruskal and Wallis, JASA 47 (1952); epsilon squared H / (N - 1) after Tomczak and Tomczak
/// (2014); `scipy.stats.kruskal(*groups)`, `kruskal.test(groups)` in R.
///
/// Preconditions: values independent within and between groups; repeated runs of one input are not (see
/// [Friedman] for paired data). Ties get mid-ranks and H is corrected for them; if all values tie, H is
/// 0 and p is 1.
///
/// @param h tie-corrected statistic, `degreesOfFreedom` = k - 1
/// @param p chance of an H at least as large if all groups are alike
/// @param epsilonSquared share of the ranks' variance that the groups explain, in [0, 1]: the effect
///     size
public record KruskalWallis(double h, int degreesOfFreedom, double p, double epsilonSquared) {
    /// Tests groups, whose sizes may differ.
    ///
    /// @throws IllegalArgumentException if there are fewer than two groups, an empty one, or a value
    ///     not finite
    public static KruskalWallis test(double[]... groups) {
        var pooled = RankedGroups.of(groups);
        double p = ChiSquaredDistribution.of(groups.length - 1).survivalProbability(pooled.h());
        return new KruskalWallis(pooled.h(), groups.length - 1, p, Math.min(1, pooled.h() / (pooled.count() - 1)));
    }

    /// Groups ranked together: what this test and its post-hoc tests share.
    ///
    /// @param meanRanks mean rank of each group
    /// @param sizes values of each group
    /// @param variance of the ranks: N(N + 1) / 12 less a share for ties; 0 if all tie
    /// @param h tie-corrected statistic
    @SuppressWarnings("ArrayRecordComponent") // never leaves the package, never compared
    record RankedGroups(double[] meanRanks, int[] sizes, int count, double variance, double h) {
        static RankedGroups of(double[]... groups) {
            Checks.samples("groups", groups, 2, 1);
            int[] sizes = Arrays.stream(groups).mapToInt(group -> group.length).toArray();
            Ranks ranks = Ranks.ofPooled(groups);
            double[] means = ranks.means(sizes);
            double n = Arrays.stream(sizes).sum();
            double variance = (n * n * n - n - ranks.tieSum()) / (12 * (n - 1));
            double between = 0;
            for (int group = 0; group < sizes.length; group++) {
                double away = means[group] - (n + 1) / 2;
                between += sizes[group] * away * away;
            }
            double h = variance == 0 ? 0 : between / variance;
            return new RankedGroups(means, sizes, (int) n, variance, h);
        }

        /// 1 / n of one group + 1 / n of another.
        double inverseSizes(int first, int second) {
            return 1.0 / sizes[first] + 1.0 / sizes[second];
        }
    }
}
