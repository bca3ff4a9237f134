package io.tierwise.stats;

import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.MannWhitneyUTest;
import org.apache.commons.statistics.inference.PValueMethod;

/// Mann and Whitney's test that two independent groups come from one distribution; two-sided.
///
/// Reference: Mann and Whitney, Annals of Mathematical Statistics 18 (1947);
/// `scipy.stats.mannwhitneyu(a, b)`, `wilcox.test(a, b)` in R.
///
/// Preconditions: values independent within and between groups. p is exact below 50 values a group
/// without ties; else from the normal approximation, tie-corrected and with continuity correction. Its
/// effect size is [CliffsDelta].
///
/// @param u pairs in which the first group's value is larger, ties counting half
/// @param p two-sided
/// @param exact whether p is from the exact distribution
public record MannWhitney(double u, double p, boolean exact) {
    private static final int EXACT_BELOW = 50;

    public static MannWhitney test(double[] first, double[] second) {
        Checks.sample("first", first, 1);
        Checks.sample("second", second, 1);
        boolean tied = Ranks.ofPooled(first, second).tieSum() > 0;
        boolean exact = !tied && first.length < EXACT_BELOW && second.length < EXACT_BELOW;
        var result = MannWhitneyUTest.withDefaults()
                .with(AlternativeHypothesis.TWO_SIDED)
                .with(exact ? PValueMethod.EXACT : PValueMethod.ASYMPTOTIC)
                .test(first, second);
        // All values equal leave no variance, and the library no number.
        double p = Double.isNaN(result.getPValue()) ? 1 : Math.min(1, result.getPValue());
        return new MannWhitney(result.getStatistic(), p, exact);
    }
}
