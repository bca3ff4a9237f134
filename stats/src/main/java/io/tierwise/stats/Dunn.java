package io.tierwise.stats;

import org.apache.commons.statistics.distribution.NormalDistribution;

/// Dunn's post-hoc test of all pairs after [KruskalWallis].
///
/// z = (Ri - Rj) / sqrt(S2 (1/ni + 1/nj)) with mean ranks R over all N values and S2 their
/// tie-corrected variance. Reference: Dunn, *Multiple comparisons using rank sums*, Technometrics 6
/// (1964); `PMCMRplus::kwAllPairsDunnTest` or `dunn.test::dunn.test` (one-sided p) in R,
/// `scikit_posthocs.posthoc_dunn` in Python.
///
/// Preconditions: those of [KruskalWallis]. Ties are corrected for; if all values tie, z is 0. Less
/// powerful than [Conover], which uses the variance left within groups.
public final class Dunn {
    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    private Dunn() {}

    public static PairwiseTest test(Correction correction, double[]... groups) {
        var pooled = KruskalWallis.RankedGroups.of(groups);
        return PairwiseTest.of(groups.length, correction, new PairwiseTest.Comparison() {
            @Override
            public double statistic(int first, int second) {
                double difference = pooled.meanRanks()[first] - pooled.meanRanks()[second];
                return difference == 0
                        ? 0
                        : difference / Math.sqrt(pooled.variance() * pooled.inverseSizes(first, second));
            }

            @Override
            public double p(double statistic) {
                return 2 * NORMAL.survivalProbability(Math.abs(statistic));
            }
        });
    }
}
