package io.tierwise.stats;

import java.util.Arrays;

/// Mid-ranks from 1 of pooled values, and how much they tie.
///
/// Reference: `scipy.stats.rankdata(x)`, `rank(x)` in R.
final class Ranks {
    private final double[] ranks;
    private final double tieSum;

    private Ranks(double[] ranks, double tieSum) {
        this.ranks = ranks;
        this.tieSum = tieSum;
    }

    static Ranks of(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double[] ranks = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            ranks[i] = (below(sorted, values[i]) + atMost(sorted, values[i]) + 1) / 2.0;
        }
        return new Ranks(ranks, tieSum(sorted));
    }

    static Ranks ofPooled(double[]... groups) {
        return of(Arrays.stream(groups).flatMapToDouble(Arrays::stream).toArray());
    }

    /// The ranks in the order of the values.
    double[] ranks() {
        return ranks.clone();
    }

    /// Sum of t^3 - t over groups of t tied values; zero without ties.
    double tieSum() {
        return tieSum;
    }

    /// Mean rank of each group, the pooled values having been laid end to end in `sizes`.
    double[] means(int... sizes) {
        double[] means = new double[sizes.length];
        int at = 0;
        for (int group = 0; group < sizes.length; group++) {
            double sum = 0;
            for (int i = 0; i < sizes[group]; i++) {
                sum += ranks[at++];
            }
            means[group] = sum / sizes[group];
        }
        return means;
    }

    private static double tieSum(double[] sorted) {
        double sum = 0;
        for (int start = 0, end; start < sorted.length; start = end) {
            end = start + 1;
            while (end < sorted.length && sorted[end] == sorted[start]) {
                end++;
            }
            double tied = end - start;
            sum += tied * tied * tied - tied;
        }
        return sum;
    }

    private static int below(double[] sorted, double value) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static int atMost(double[] sorted, double value) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] <= value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
