/// Pure numbers: what latencies and accuracies say, and how sure one may be.
///
/// Nothing here reads a file, a clock or another module. A statistic is a record named after itself,
/// with a static method that takes plain arrays: `Friedman.test(blocks)` gives a `Friedman` with its
/// statistic, its p and its effect size. Random draws start from a seed in
/// [io.tierwise.stats.Resampling], so the same numbers give the same answer. Values that are not
/// finite, empty groups and unequal lengths are refused with an `IllegalArgumentException` that names
/// them. Units are those of the data; times may be in any unit, as long as it is one.
///
/// ## Is one strategy faster than another?
///
/// Ask on the same samples, and lead with the ratio:
///
/// ```
/// double[][] quantized = ...; // by sample, repeat
/// double[][] original = ...;
/// var found = PairedComparison.of(quantized, original, 0.05, Resampling.seeded(7));
/// found.ratio();         // 0.62: needs 62 % of the time
/// found.ratioInterval(); // 0.60 to 0.65
/// found.verdict();       // FASTER
/// ```
///
/// The unit of chance is the sample: ten repeats of one sample are one observation measured well, not
/// ten. So repeats are reduced to their median, and resamples draw whole samples. Where strategies ran
/// in several fresh processes, [io.tierwise.stats.PairedComparison#ofProcesses] draws processes too. A
/// [io.tierwise.stats.Verdict] is one of four: faster, slower, equivalent (the difference is below what
/// is worth having), undecided.
///
/// Two measurements of one strategy, before and after a change, are compared by
/// [io.tierwise.stats.OpeningRatio], which counts openings rather than trials and says which slowdown it
/// would see.
///
/// ## Many strategies at once
///
/// | data | overall | pairs | effect |
/// |---|---|---|---|
/// | every strategy on every sample | [io.tierwise.stats.Friedman] | [io.tierwise.stats.WilcoxonSignedRank] | Kendall's
/// W, rank-biserial, the paired ratio |
/// | independent groups | [io.tierwise.stats.KruskalWallis] | [io.tierwise.stats.Conover], [io.tierwise.stats.Dunn],
/// [io.tierwise.stats.MannWhitney] | epsilon squared, [io.tierwise.stats.CliffsDelta],
/// [io.tierwise.stats.VarghaDelaney] |
///
/// p-values of a family are adjusted by a [io.tierwise.stats.Correction]; Holm's needs no assumption.
///
/// ## Equal, rather than not shown to differ
///
/// A large p never says that two strategies are alike. [io.tierwise.stats.Tost] does, and so does the
/// verdict EQUIVALENT: both need the whole interval within the margin.
///
/// ## Percentiles
///
/// [io.tierwise.stats.Quantiles] names its definition, since four of them are in use. The interval of a
/// percentile is [io.tierwise.stats.OrderStatisticInterval], which assumes no distribution;
/// `needed(0.99, 0.95)` says that it takes 368 values before p99 has one at all. Who looks after every
/// round and stops when sure must use [io.tierwise.stats.AnytimeInterval] instead, or for differences
/// [io.tierwise.stats.AnytimeShift]: the others are wrong more often than they say when looked at
/// repeatedly.
///
/// ## Accuracies
///
/// [io.tierwise.stats.BinomialInterval] bounds one accuracy. Two models on the same samples differ by
/// [io.tierwise.stats.McNemar], and by how much with [io.tierwise.stats.PairedDrop]; [io.tierwise.stats.McNemarPower]
/// says beforehand which drop so many
/// samples can show.
///
/// A promise, "at most one point more errors", needs a test that the loss lies below a bound:
/// [io.tierwise.stats.DropBelow] of errors, [io.tierwise.stats.ShareBelow] of a share such as changed answers,
/// [io.tierwise.stats.MeanBelow] of losses between 0 and 1 such as the share of pixels changed in an image.
///
/// ## Other intervals, other questions
///
/// [io.tierwise.stats.Bootstrap] gives an interval to any statistic: of single values, of clusters, of
/// processes that ran inputs repeatedly. [io.tierwise.stats.ShapiroWilk] shows that latencies are not
/// normal, [io.tierwise.stats.Spearman] whether one column drifts with another,
/// [io.tierwise.stats.QuantileRegression] what moves the tail.
///
/// ## Where the numbers come from
///
/// Each type names its paper and the call in R or scipy that gives the same number, what it assumes,
/// and what it does with ties. Tests hold golden values of that call with its version, laws such as
/// symmetry and invariance, and the coverage of intervals and size of tests on seeded draws.
@NullMarked
package io.tierwise.stats;

import org.jspecify.annotations.NullMarked;
