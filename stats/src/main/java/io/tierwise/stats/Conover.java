package io.tierwise.stats;

import org.apache.commons.statistics.distribution.TDistribution;

/// Conover and Iman's post-hoc test of all pairs after [KruskalWallis].
///
/// With R the mean ranks over all N values, H tie-corrected and S2 the variance of the ranks, t = (Ri -
/// Rj) / sqrt(S2 (N - 1 - H) / (N - k) (1/ni + 1/nj)) has N - k degrees of freedom. Reference: Conover
/// and Iman, *On multiple-comparisons procedures*, Los Alamos LA-7677-MS (1979);
/// `PMCMRplus::kwAllPairsConoverTest(p.adjust.method)` in R, `scikit_posthocs.posthoc_conover` in
/// Python.
///
/// Preconditions: those of [KruskalWallis], and more values than groups. Ties are corrected for. If the
/// groups do not overlap at all and tie within themselves, no variance is left: t is infinite and p
/// is 0.
public final class Conover {
    private Conover() {}

    public static PairwiseTest test(Correction correction, double[]... groups) {
        var pooled = KruskalWallis.RankedGroups.of(groups);
        double freedom = pooled.count() - groups.length;
        if (freedom < 1) {
            throw new IllegalArgumentException(
                    "groups need more values than there are groups: " + pooled.count() + " in " + groups.length);
        }
        double left = Math.max(0, pooled.variance() * (pooled.count() - 1 - pooled.h()) / freedom);
        var student = TDistribution.of(freedom);
        return PairwiseTest.of(groups.length, correction, new PairwiseTest.Comparison() {
            @Override
            public double statistic(int first, int second) {
                double difference = pooled.meanRanks()[first] - pooled.meanRanks()[second];
                return difference == 0 ? 0 : difference / Math.sqrt(left * pooled.inverseSizes(first, second));
            }

            @Override
            public double p(double statistic) {
                return 2 * student.survivalProbability(Math.abs(statistic));
            }
        });
    }
}
