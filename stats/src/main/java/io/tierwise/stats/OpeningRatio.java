package io.tierwise.stats;

import java.util.Arrays;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.TDistribution;

/// How much longer a second series of measurements takes than a first, where what was measured was
/// opened several times: sessions, processes, passes over a set of inputs.
///
/// An opening is a unit of chance of its own: small networks differ by 10 to 30 % from one opening to
/// the next, and repeating trials within an opening does not average that away. So every opening is
/// reduced to the median of its logarithms, and what counts is how these medians differ. Where all
/// openings ran the same samples ([Pairing#SAMPLES]), the spread between samples is added: both are
/// drawn from more than was seen. The interval is Student's, which has tails where a bootstrap of three
/// openings has none; its degrees of freedom are Welch's and Satterthwaite's.
///
/// Reference: Kalibera and Jones, *Rigorous Benchmarking in Reasonable Time* (ISMM 2013), for openings
/// as the highest level; Welch, Biometrika 34 (1947). In R, with each opening's median of `log(x)` in
/// `f` and `g`: `t.test(g, f)` for [Pairing#NONE], `t.test(g, f, paired = TRUE)` for
/// [Pairing#OPENINGS]; in scipy `ttest_ind(g, f, equal_var=False)` and `ttest_rel(g, f)`.
///
/// Preconditions: times above zero, openings independent of each other and alike. Ties need no care.
/// Exchanging the series inverts the ratio. With a single opening on either side nothing is known of
/// how openings differ: the interval is zero to infinity.
///
/// @param ratio second / first: 1.2 means that the second takes 120 % of the time
/// @param interval confidence interval of the ratio
/// @param p two-sided, that the ratio is 1; 1 where nothing is known of how openings differ
/// @param firstOpenings openings of the first series
/// @param secondOpenings openings of the second series
/// @param openingError standard error of the logarithm of the ratio that comes from openings; more of
///     them make it smaller
/// @param sampleError standard error that comes from samples; more openings do not change it
/// @param openingFreedom degrees of freedom of `openingError`
/// @param sampleFreedom degrees of freedom of `sampleError`
public record OpeningRatio(
        double ratio,
        Interval interval,
        double p,
        int firstOpenings,
        int secondOpenings,
        double openingError,
        double sampleError,
        double openingFreedom,
        double sampleFreedom) {
    private static final int MOST_OPENINGS = 10_000;
    private static final double MEDIAN_TO_MEAN_VARIANCE = Math.PI / 2;

    /// What the two series share.
    public enum Pairing {
        /// Nothing: other samples, at other times.
        NONE(false, false),
        /// Opening i of both ran the same samples, another opening others, or they took turns.
        OPENINGS(true, false),
        /// Every opening of both ran the same samples, in the same order.
        SAMPLES(false, true),
        /// Every opening ran the same samples, and opening i of both took turns.
        BOTH(true, true);

        private final boolean openings;
        private final boolean samples;

        Pairing(boolean openings, boolean samples) {
            this.openings = openings;
            this.samples = samples;
        }
    }

    /// Compares two series.
    ///
    /// @param first times by opening, sample; one time a sample, such as the median of its repeats
    /// @param second the same of the second series, in the same unit
    /// @param confidence of the interval
    /// @throws IllegalArgumentException if a time is not positive and finite, or rows that are paired
    ///     differ in length
    public static OpeningRatio of(double[][] first, double[][] second, Pairing pairing, double confidence) {
        Checks.share("confidence", confidence);
        check(first, second, pairing);
        double[][] a = logarithms(first);
        double[][] b = logarithms(second);
        double estimate = pairing.samples
                ? Quantiles.median(sampleDifferences(a, b))
                : pairing.openings ? mean(pairedMedians(a, b)) : mean(medians(b)) - mean(medians(a));
        Spread openings = openingError(a, b, pairing);
        Spread samples = pairing.samples ? sampleError(sampleDifferences(a, b)) : Spread.NONE;
        return of(estimate, first.length, second.length, openings, samples, confidence);
    }

    private record Spread(double size, double freedom) {
        static final Spread NONE = new Spread(0, Double.POSITIVE_INFINITY);

        double variance() {
            return size * size;
        }
    }

    private static OpeningRatio of(
            double estimate, int first, int second, Spread openings, Spread samples, double confidence) {
        double half = reach(openings, samples, 1, confidence);
        double error = Math.sqrt(openings.variance() + samples.variance());
        double p = !Double.isFinite(half)
                ? 1
                : error == 0
                        ? (estimate == 0 ? 1 : 0)
                        : Math.min(
                                1,
                                2
                                        * TDistribution.of(freedom(openings, samples, 1))
                                                .survivalProbability(Math.abs(estimate) / error));
        return new OpeningRatio(
                Math.exp(estimate),
                new Interval(Math.exp(estimate - half), Math.exp(estimate + half), confidence),
                p,
                first,
                second,
                openings.size(),
                samples.size(),
                openings.freedom(),
                samples.freedom());
    }

    /// The smallest slowdown, as a share, that a comparison of this width calls more than chance every
    /// second time: the half width of the interval. Infinite where nothing is known of how openings
    /// differ.
    public double detectable() {
        return Math.sqrt(interval.high() / interval.low()) - 1;
    }

    /// About how many openings each side needs in all until [#detectable()] is at most `share`, if
    /// openings go on differing as they did; empty where that is not known, and where samples are what
    /// is missing.
    public OptionalInt openingsNeeded(double share) {
        var openings = new Spread(openingError, openingFreedom);
        var samples = new Spread(sampleError, sampleFreedom);
        int now = Math.min(firstOpenings, secondOpenings);
        if (now < 2 || !(share > 0)) {
            return OptionalInt.empty();
        }
        return IntStream.rangeClosed(now, MOST_OPENINGS)
                .filter(count -> reach(openings, samples, count / (double) now, interval.confidence())
                        <= Math.log1p(share) * (1 + 1e-12))
                .findFirst();
    }

    /// Half the interval's width, on the scale of logarithms, with `more` times as many openings.
    private static double reach(Spread openings, Spread samples, double more, double confidence) {
        if (!(openings.freedom() > 0)) {
            return Double.POSITIVE_INFINITY;
        }
        double error = Math.sqrt(openings.variance() / more + samples.variance());
        return error == 0
                ? 0
                : error
                        * TDistribution.of(freedom(openings, samples, more))
                                .inverseSurvivalProbability((1 - confidence) / 2);
    }

    /// Satterthwaite's, of two independent errors; openings' own grow with their number.
    private static double freedom(Spread openings, Spread samples, double more) {
        double ofOpenings = openings.variance() / more;
        double ofSamples = samples.variance();
        double total = ofOpenings + ofSamples;
        double inverse = ofOpenings * ofOpenings / ((openings.freedom() + 1) * more - 1)
                + ofSamples * ofSamples / samples.freedom();
        return inverse == 0 ? openings.freedom() : total * total / inverse;
    }

    private static Spread openingError(double[][] a, double[][] b, Pairing pairing) {
        if (pairing.openings) {
            double[] differences = pairedMedians(a, b);
            return new Spread(
                    Math.sqrt(variance(differences) / Math.max(1, differences.length)), differences.length - 1.0);
        }
        double[] first = pairing.samples ? effects(a) : medians(a);
        double[] second = pairing.samples ? effects(b) : medians(b);
        if (first.length < 2 || second.length < 2) {
            return new Spread(0, 0);
        }
        double ofFirst = variance(first) / first.length;
        double ofSecond = variance(second) / second.length;
        double total = ofFirst + ofSecond;
        double inverse = ofFirst * ofFirst / (first.length - 1) + ofSecond * ofSecond / (second.length - 1);
        return new Spread(
                Math.sqrt(total), inverse == 0 ? first.length + second.length - 2.0 : total * total / inverse);
    }

    /// Of a median over samples: its distribution-free 95 % interval divided by the normal's width
    /// (Price and Bonett, Journal of Statistical Computation and Simulation 68, 2001); with too few
    /// samples for one, as of a normal's median.
    private static Spread sampleError(double[] differences) {
        double freedom = differences.length - 1.0;
        if (freedom < 1) {
            return Spread.NONE;
        }
        return OrderStatisticInterval.of(differences, 0.5, 0.95)
                .map(found -> new Spread(found.interval().width() / (2 * 1.959963984540054), freedom))
                .orElseGet(() -> new Spread(
                        Math.sqrt(MEDIAN_TO_MEAN_VARIANCE * variance(differences) / differences.length), freedom));
    }

    /// How far each opening lies above the others, on the samples they share.
    private static double[] effects(double[][] openings) {
        double[] usual = sampleMeans(openings);
        return Arrays.stream(openings)
                .mapToDouble(opening -> Quantiles.median(differences(opening, usual)))
                .toArray();
    }

    private static double[] pairedMedians(double[][] a, double[][] b) {
        return IntStream.range(0, a.length)
                .mapToDouble(i -> Quantiles.median(differences(b[i], a[i])))
                .toArray();
    }

    private static double[] medians(double[][] openings) {
        return Arrays.stream(openings).mapToDouble(Quantiles::median).toArray();
    }

    private static double[] sampleDifferences(double[][] a, double[][] b) {
        return differences(sampleMeans(b), sampleMeans(a));
    }

    private static double[] sampleMeans(double[][] openings) {
        return IntStream.range(0, openings[0].length)
                .mapToDouble(sample -> mean(Arrays.stream(openings)
                        .mapToDouble(opening -> opening[sample])
                        .toArray()))
                .toArray();
    }

    private static double[] differences(double[] of, double[] from) {
        return IntStream.range(0, of.length).mapToDouble(i -> of[i] - from[i]).toArray();
    }

    private static double[][] logarithms(double[][] openings) {
        return Arrays.stream(openings)
                .map(opening -> Arrays.stream(opening).map(Math::log).toArray())
                .toArray(double[][]::new);
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private static double variance(double[] values) {
        if (values.length < 2) {
            return 0;
        }
        double mean = mean(values);
        return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / (values.length - 1);
    }

    private static void check(double[][] first, double[][] second, Pairing pairing) {
        Checks.samples("first", first, 1, 1);
        Checks.samples("second", second, 1, 1);
        for (double[][] series : new double[][][] {first, second}) {
            for (double[] opening : series) {
                Checks.positive("time", opening);
                if (pairing.samples) {
                    Checks.sameLength("paired openings", first[0].length, opening.length);
                }
            }
        }
        if (pairing.openings) {
            Checks.sameLength("openings of first and second", first.length, second.length);
            for (int i = 0; i < first.length; i++) {
                Checks.sameLength("samples of opening " + i, first[i].length, second[i].length);
            }
        }
    }
}
