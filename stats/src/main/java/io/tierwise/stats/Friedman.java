package io.tierwise.stats;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.FDistribution;

/// Friedman's test that k treatments measured on the same blocks have no systematic order.
///
/// Reference: Friedman, JASA 32 (1937); Iman and Davenport, *Approximations of the critical region of
/// the Friedman statistic*, Communications in Statistics 9 (1980), whose F is the better approximation;
/// `scipy.stats.friedmanchisquare`, `friedman.test` in R give the chi-square. For Tierwise a block is a
/// sample, a treatment a strategy.
///
/// Preconditions: blocks independent of each other, one value for each cell. Ties within a block get
/// mid-ranks and the statistic is corrected for them; if every block ties throughout, the statistic is
/// 0 and p is 1.
///
/// @param blocks number of blocks, n
/// @param treatments number of treatments, k
/// @param statistic tie-corrected chi-square, k - 1 degrees of freedom
/// @param p chance of a chi-square at least as large if there is no order
/// @param f Iman and Davenport's F, with k - 1 and (k - 1)(n - 1) degrees of freedom; infinite when all
///     blocks agree
/// @param fP its p
/// @param kendallW agreement of the blocks in [0, 1]: the effect size
/// @param meanRanks mean rank of each treatment; 1 is smallest
public record Friedman(
        int blocks,
        int treatments,
        double statistic,
        double p,
        double f,
        double fP,
        double kendallW,
        List<Double> meanRanks) {
    public Friedman {
        meanRanks = List.copyOf(meanRanks);
    }

    /// Tests rows of equal length: `blocks[i][j]` is treatment j measured on block i.
    ///
    /// @throws IllegalArgumentException if there are fewer than two blocks or treatments, or rows
    ///     differ in length
    public static Friedman test(double[][] blocks) {
        Checks.samples("blocks", blocks, 2, 2);
        int n = blocks.length;
        int k = blocks[0].length;
        double[] rankSums = new double[k];
        double ties = 0;
        for (double[] block : blocks) {
            Checks.sameLength("blocks", k, block.length);
            Ranks ranks = Ranks.of(block);
            double[] row = ranks.ranks();
            for (int j = 0; j < k; j++) {
                rankSums[j] += row[j];
            }
            ties += ranks.tieSum();
        }
        double squares = Arrays.stream(rankSums)
                .map(sum -> Math.pow(sum - n * (k + 1) / 2.0, 2))
                .sum();
        double scale = n * k * (k + 1.0) - ties / (k - 1);
        // All tied leaves only rounding in the scale.
        double statistic = scale <= 1e-9 ? 0 : 12 * squares / scale;
        List<Double> means = Arrays.stream(rankSums).mapToObj(sum -> sum / n).toList();
        return of(n, k, statistic, means);
    }

    private static Friedman of(int n, int k, double statistic, List<Double> meanRanks) {
        double room = n * (k - 1.0) - statistic;
        double f = room <= 1e-9 * n ? Double.POSITIVE_INFINITY : (n - 1) * statistic / room;
        double p = ChiSquaredDistribution.of(k - 1).survivalProbability(statistic);
        double fP = FDistribution.of(k - 1, (k - 1.0) * (n - 1)).survivalProbability(f);
        return new Friedman(n, k, statistic, p, f, fP, Math.min(1, statistic / (n * (k - 1.0))), meanRanks);
    }
}
