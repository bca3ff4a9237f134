package io.tierwise.stats;

import org.apache.commons.statistics.distribution.TDistribution;

/// Spearman's rank correlation of two columns, with a two-sided p against no association.
///
/// Reference: Spearman, Am. J. Psychology 15 (1904); Kendall and Gibbons, *Rank Correlation Methods*
/// (1990); `scipy.stats.spearmanr(x, y)`, `cor.test(x, y, method = "spearman", exact = FALSE)` in R.
///
/// Preconditions: rows independent of each other, neither column constant. Ties get mid-ranks. Up to
/// [#EXACT_UP_TO] rows p comes from all permutations, right with ties too
/// (`scipy.stats.permutation_test`); above, from Student's t with n - 2 degrees of freedom.
///
/// @param rho in [-1, 1]
/// @param p two-sided
/// @param exact whether p is from all permutations
public record Spearman(double rho, double p, boolean exact) {
    /// Most rows whose permutations are counted: 8! = 40,320.
    public static final int EXACT_UP_TO = 8;

    /// Correlates columns given in the same order of rows.
    ///
    /// @throws IllegalArgumentException if there are fewer than three rows, or a column is constant
    public static Spearman test(double[] x, double[] y) {
        Checks.sample("x", x, 3);
        Checks.sample("y", y, 3);
        Checks.sameLength("x and y", x.length, y.length);
        double[] first = centredRanks("x", x);
        double[] second = centredRanks("y", y);
        double product = dot(first, second);
        double scale = Math.sqrt(dot(first, first) * dot(second, second));
        double rho = Math.max(-1, Math.min(1, product / scale));
        boolean exact = x.length <= EXACT_UP_TO;
        return new Spearman(rho, exact ? exactP(first, second, Math.abs(product)) : studentP(rho, x.length), exact);
    }

    private static double[] centredRanks(String name, double[] values) {
        double[] ranks = Ranks.of(values).ranks();
        double middle = (values.length + 1) / 2.0;
        boolean constant = true;
        for (int i = 0; i < ranks.length; i++) {
            ranks[i] -= middle;
            constant &= ranks[i] == 0;
        }
        if (constant) {
            throw new IllegalArgumentException(name + " must not be constant; all are " + values[0]);
        }
        return ranks;
    }

    private static double studentP(double rho, int count) {
        double t = Math.abs(rho) * Math.sqrt((count - 2) / ((1 - rho) * (1 + rho)));
        return 2 * TDistribution.of(count - 2.0).survivalProbability(t);
    }

    private static double exactP(double[] first, double[] second, double observed) {
        double[] counts = new double[2];
        permute(first, second.clone(), 0, observed, counts);
        return counts[0] / counts[1];
    }

    /// Ranks are halves, so products are quarters and compare exactly.
    private static void permute(double[] first, double[] second, int from, double observed, double[] counts) {
        if (from == second.length) {
            counts[0] += Math.abs(dot(first, second)) >= observed ? 1 : 0;
            counts[1]++;
            return;
        }
        for (int i = from; i < second.length; i++) {
            swap(second, from, i);
            permute(first, second, from + 1, observed, counts);
            swap(second, from, i);
        }
    }

    private static void swap(double[] values, int i, int j) {
        double kept = values[i];
        values[i] = values[j];
        values[j] = kept;
    }

    private static double dot(double[] first, double[] second) {
        double sum = 0;
        for (int i = 0; i < first.length; i++) {
            sum += first[i] * second[i];
        }
        return sum;
    }
}
