package io.tierwise.stats;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/// How far differences lie from zero, judged after every one of them and at a stop the judgement caused.
///
/// Evidence that their centre lies above a bound is the mean of two martingales that start at 1 and
/// that nobody can expect to grow while it does not:
///
/// - **Student**: mixture of the likelihood ratios of the t statistic over centres above the bound, a
///   half-normal whose spread is one standard deviation of a difference. Strong where six or more
///   differences agree. Reference: Lai, *On confidence sequences*, Annals
///   of Statistics 4 (1976); Wang and Ramdas, *Anytime-valid t-tests and confidence sequences for
///   Gaussian means with unknown variance*, Sequential Analysis 44 (2025).
/// - **Sign**: mixture over the chances below one half that a difference lies below the bound. Needs
///   more differences, and stays strong where single ones are far off. Reference: Robbins, *Statistical
///   methods related to the law of the iterated logarithm*, Annals of Mathematical Statistics 41
///   (1970).
///
/// Evidence ever reaches 1 / level with chance at most `level` (Ville). Neither R nor scipy has it in
/// one call; the tests hold values integrated numerically by scipy.
///
/// Preconditions: differences independent of each other, each symmetric around the centre, near normal
/// for the first half; ties need no care. Repeated runs within one opening of a session are not
/// independent: reduce an opening to one value first. Four differences are never evidence enough for a
/// 95 % interval.
public final class AnytimeShift {
    /// 1 / (spread of the alternative, in standard deviations)^2. At 0.1 clear differences are told two
    /// values earlier, but a machine that switches between two states fools it in 13 % of runs: four or
    /// five values from one state agree too well. At 1 it is 6.5 %.
    private static final double RECIPROCAL_SPREAD = 1;

    private static final int BISECTIONS = 40;
    private static final int WIDENINGS = 10;

    private AnytimeShift() {}

    /// The natural logarithm of the evidence that the centre of `differences` lies above `bound`.
    ///
    /// @param differences at least one, in any unit
    public static double logEvidence(double[] differences, double bound) {
        Checks.sample("differences", differences, 1);
        double student = student(differences, bound);
        double sign = sign(differences, bound);
        double larger = Math.max(student, sign);
        return larger + Math.log((Math.exp(student - larger) + Math.exp(sign - larger)) / 2);
    }

    /// The largest bound that the centre is known to lie above, or nothing while there are too few differences.
    ///
    /// @param level chance that the bound is ever wrong, in (0, 1)
    public static OptionalDouble lower(double[] differences, double level) {
        Checks.sample("differences", differences, 1);
        Checks.share("level", level);
        double bar = -Math.log(level);
        double middle = Quantiles.median(differences);
        double kept = Math.max(middle, Arrays.stream(differences).average().orElseThrow());
        double reach = Math.max(spread(differences), Math.ulp(middle));
        double refuted = kept - reach;
        for (int step = 0; step < WIDENINGS && logEvidence(differences, refuted) < bar; step++) {
            reach *= 4;
            refuted = kept - reach;
        }
        if (logEvidence(differences, refuted) < bar) {
            return OptionalDouble.empty();
        }
        for (int step = 0; step < BISECTIONS; step++) {
            double between = (refuted + kept) / 2;
            if (logEvidence(differences, between) < bar) {
                kept = between;
            } else {
                refuted = between;
            }
        }
        return OptionalDouble.of(refuted);
    }

    /// The interval of the centre, each end wrong with half of what `confidence` leaves; an end that is
    /// not known yet is infinite. It always holds the median, even of differences so skewed that they
    /// have no one centre.
    public static Interval interval(double[] differences, double confidence) {
        Checks.share("confidence", confidence);
        double level = (1 - confidence) / 2;
        double[] negated = Arrays.stream(differences).map(value -> -value).toArray();
        double median = Quantiles.median(differences);
        return new Interval(
                Math.min(median, lower(differences, level).orElse(Double.NEGATIVE_INFINITY)),
                Math.max(median, -lower(negated, level).orElse(Double.NEGATIVE_INFINITY)),
                confidence);
    }

    /// p of the centre being zero, two-sided; may be looked at after every difference.
    public static double p(double[] differences) {
        double[] negated = Arrays.stream(differences).map(value -> -value).toArray();
        double evidence = Math.max(logEvidence(differences, 0), logEvidence(negated, 0));
        return Math.min(1, 2 * Math.exp(-evidence));
    }

    private static double spread(double[] differences) {
        return Arrays.stream(differences).max().orElseThrow()
                - Arrays.stream(differences).min().orElseThrow();
    }

    /// With `a` = n mean^2 / (sum of squares around the mean) and `c` = g / (n + g), the two-sided
    /// mixture is sqrt(c) ((1 + a) / (1 + c a))^(n / 2); the half above the bound has twice its posterior
    /// chance, which is Student's t with n degrees of freedom.
    private static double student(double[] differences, double bound) {
        int count = differences.length;
        double mean = Arrays.stream(differences).average().orElseThrow() - bound;
        double around = Arrays.stream(differences)
                .map(value -> (value - bound - mean) * (value - bound - mean))
                .sum();
        double share = RECIPROCAL_SPREAD / (count + RECIPROCAL_SPREAD);
        double total = count * mean * mean;
        if (around + total == 0) {
            return 0;
        }
        double both = Math.log(share) / 2 + count / 2.0 * (Math.log(around + total) - Math.log(around + share * total));
        double centre = count * mean / (count + RECIPROCAL_SPREAD);
        double scale = Math.sqrt((around + share * total) / count / (count + RECIPROCAL_SPREAD));
        return both + Math.log(2 * TDistribution.of(count).cumulativeProbability(centre / scale));
    }

    /// The uniform mixture over both halves is 1 / ((n + 1) P(k)) with k of n below; the half that says
    /// "fewer below" has twice its posterior chance, which is a beta distribution's.
    private static double sign(double[] differences, double bound) {
        int count = differences.length;
        int below =
                (int) Arrays.stream(differences).filter(value -> value <= bound).count();
        double both =
                -Math.log(count + 1.0) - BinomialDistribution.of(count, 0.5).logProbability(below);
        double half = BetaDistribution.of(below + 1.0, count - below + 1.0).cumulativeProbability(0.5);
        return both + Math.log(2 * half);
    }
}
