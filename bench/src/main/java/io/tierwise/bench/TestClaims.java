package io.tierwise.bench;

import io.tierwise.stats.Conover;
import io.tierwise.stats.Correction;
import io.tierwise.stats.Dunn;
import io.tierwise.stats.Friedman;
import io.tierwise.stats.KruskalWallis;
import io.tierwise.stats.MannWhitney;
import io.tierwise.stats.McNemar;
import io.tierwise.stats.PairedComparison;
import io.tierwise.stats.PairwiseTest;
import io.tierwise.stats.Resampling;
import io.tierwise.stats.ShapiroWilk;
import io.tierwise.stats.Spearman;
import io.tierwise.stats.Tost;
import io.tierwise.stats.Verdict;
import io.tierwise.stats.WilcoxonSignedRank;
import io.tierwise.stats.WilcoxonSignedRank.Zeros;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/// What tests at level 5 % claim: to find what is not there in no more than 5 % of cases.
///
/// Some err less often by construction. An exact test of counts cannot hit 5 % and stays below. Holm's
/// correction allows for any dependence between tests, while pairs of one family lean on each other.
/// Friedman's chi-square and Kruskal and Wallis' stay below their level where blocks or groups are few
/// and small. Medians of resamples of twenty values vary more than their median does, and the difference of
/// two such medians more than its percentiles allow for.
final class TestClaims {

    private static final int RESAMPLES = 500;
    private static final double SPREAD = 0.5;
    private static final double WORTH = 0.05;
    private static final String SKEWED = "lognormal, spread 0.5";
    private static final String TICKS = "lognormal in ticks, many tied";
    private static final int[] THREE = {20, 25, 30};

    private TestClaims() {}

    static List<Claim> all() {
        return Stream.of(ofGroups(), ofBlocks(), ofColumnsAndAnswers(), ofFamilies(), ofEquivalence())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Claim> ofGroups() {
        String sizes = "20 + 25 + 30";
        return List.of(
                Claim.rejects(
                        "Kruskal-Wallis",
                        SKEWED,
                        sizes,
                        r -> below(KruskalWallis.test(groups(r, THREE)).p())),
                Claim.rejects(
                        "Kruskal-Wallis",
                        TICKS,
                        sizes,
                        r -> below(KruskalWallis.test(ticks(groups(r, THREE))).p())),
                Claim.rejectsAtMost(
                        "Kruskal-Wallis",
                        SKEWED,
                        "6 x 5",
                        r -> below(
                                KruskalWallis.test(groups(r, 5, 5, 5, 5, 5, 5)).p())),
                Claim.rejects(
                        "Conover, one pair",
                        SKEWED,
                        sizes,
                        r -> firstPair(Conover.test(Correction.NONE, groups(r, THREE)))),
                Claim.rejects(
                        "Conover, one pair",
                        TICKS,
                        sizes,
                        r -> firstPair(Conover.test(Correction.NONE, ticks(groups(r, THREE))))),
                Claim.rejects(
                        "Dunn, one pair", SKEWED, sizes, r -> firstPair(Dunn.test(Correction.NONE, groups(r, THREE)))),
                Claim.rejects("Mann-Whitney, exact", SKEWED, "20 + 25", r -> mannWhitney(groups(r, 20, 25))),
                Claim.rejects("Mann-Whitney, normal", SKEWED, "80 + 90", r -> mannWhitney(groups(r, 80, 90))),
                Claim.rejects("Mann-Whitney, normal", TICKS, "20 + 25", r -> mannWhitney(ticks(groups(r, 20, 25)))));
    }

    private static List<Claim> ofBlocks() {
        return List.of(
                Claim.rejects(
                        "Friedman, F",
                        SKEWED,
                        "15 x 5",
                        r -> below(Friedman.test(blocks(r)).fP())),
                Claim.rejects(
                        "Friedman, F",
                        TICKS,
                        "15 x 5",
                        r -> below(Friedman.test(ticks(blocks(r))).fP())),
                Claim.rejectsAtMost(
                        "Friedman, chi-square",
                        SKEWED,
                        "15 x 5",
                        r -> below(Friedman.test(blocks(r)).p())),
                Claim.rejects("Wilcoxon, exact", "pairs, lognormal", "15", r -> wilcoxon(groups(r, 15, 15))),
                Claim.rejects(
                        "Wilcoxon, exact",
                        "pairs in ticks, ties and zeros",
                        "40",
                        r -> wilcoxon(ticks(groups(r, 40, 40)))),
                Claim.rejects("Wilcoxon, normal", "pairs, lognormal", "100", r -> wilcoxon(groups(r, 100, 100))));
    }

    private static List<Claim> ofColumnsAndAnswers() {
        return List.of(
                Claim.rejects("Spearman, exact", SKEWED, "8", r -> spearman(groups(r, 8, 8))),
                Claim.rejects("Spearman, Student", SKEWED, "30", r -> spearman(groups(r, 30, 30))),
                Claim.rejects("Spearman, Student", TICKS, "30", r -> spearman(ticks(groups(r, 30, 30)))),
                Claim.rejects("Shapiro-Wilk", "normal", "10", r -> shapiroWilk(r, 10)),
                Claim.rejects("Shapiro-Wilk", "normal", "50", r -> shapiroWilk(r, 50)),
                Claim.rejects("Shapiro-Wilk", "normal", "1000", r -> shapiroWilk(r, 1000)),
                Claim.rejectsAtMost("McNemar", "a tenth of answers differ", "500", TestClaims::mcNemar));
    }

    private static List<Claim> ofFamilies() {
        return List.of(
                Claim.rejects("Bonferroni, any", "ten independent tests", "10", r -> any(r, Correction.BONFERRONI)),
                Claim.rejects("Holm, any", "ten independent tests", "10", r -> any(r, Correction.HOLM)),
                Claim.rejects(
                        "Benjamini-Hochberg, any",
                        "ten independent tests",
                        "10",
                        r -> any(r, Correction.BENJAMINI_HOCHBERG)),
                Claim.rejectsAtMost(
                        "Conover with Holm, any pair",
                        SKEWED,
                        "6 x 40",
                        r -> anyPair(Conover.test(Correction.HOLM, groups(r, 40, 40, 40, 40, 40, 40)))),
                Claim.rejectsAtMost(
                        "Dunn with Holm, any pair",
                        SKEWED,
                        "6 x 40",
                        r -> anyPair(Dunn.test(Correction.HOLM, groups(r, 40, 40, 40, 40, 40, 40)))));
    }

    private static List<Claim> ofEquivalence() {
        String apart = "lognormal, apart by the margin";
        return List.of(
                Claim.rejectsAtMost("TOST of groups", apart, "20 + 20", r -> tostOfGroups(r, 20)),
                Claim.rejectsAtMost("TOST of groups", apart, "60 + 60", r -> tostOfGroups(r, 60)),
                Claim.rejects("TOST of pairs", apart, "20", r -> tostOfPairs(r, 20)),
                Claim.rejects("TOST of pairs", apart, "60", r -> tostOfPairs(r, 60)),
                Claim.rejects(
                        "verdict equivalent, 90 % interval",
                        "pairs apart by the margin", "40 x 3", TestClaims::equivalent),
                Claim.rejects("verdict faster or slower", "equal pairs", "40 x 3", TestClaims::fasterOrSlower));
    }

    private static boolean below(double p) {
        return p <= Claim.LEVEL;
    }

    private static boolean firstPair(PairwiseTest test) {
        return below(test.pairs().getFirst().p());
    }

    private static boolean anyPair(PairwiseTest test) {
        return test.pairs().stream().anyMatch(pair -> below(pair.adjustedP()));
    }

    private static boolean mannWhitney(double[][] groups) {
        return below(MannWhitney.test(groups[0], groups[1]).p());
    }

    private static boolean wilcoxon(double[][] groups) {
        return below(WilcoxonSignedRank.test(groups[0], groups[1], Zeros.PRATT).p());
    }

    private static boolean spearman(double[][] groups) {
        return below(Spearman.test(groups[0], groups[1]).p());
    }

    private static boolean shapiroWilk(SplittableRandom random, int count) {
        double[] values = new double[count];
        Arrays.setAll(values, i -> random.nextGaussian());
        return below(ShapiroWilk.test(values).p());
    }

    private static boolean mcNemar(SplittableRandom random) {
        int firstOnly = 0;
        int secondOnly = 0;
        for (int sample = 0; sample < 500; sample++) {
            double u = random.nextDouble();
            firstOnly += u < 0.05 ? 1 : 0;
            secondOnly += u >= 0.05 && u < 0.1 ? 1 : 0;
        }
        return below(McNemar.test(firstOnly, secondOnly).p());
    }

    private static boolean any(SplittableRandom random, Correction correction) {
        return Arrays.stream(correction.adjust(random.doubles(10).toArray())).anyMatch(TestClaims::below);
    }

    /// Five in a hundred above or below the margin of 5 %, at a spread at which only the nearer bound matters.
    private static boolean tostOfGroups(SplittableRandom random, int count) {
        double[] first = apart(random, count);
        double[] second = Latencies.lognormal(random, count, 0.05);
        return below(
                Tost.ofGroups(first, second, WORTH, resampling(random, 0.95)).p());
    }

    private static boolean tostOfPairs(SplittableRandom random, int count) {
        double[] first = apart(random, count);
        double[] second = Latencies.lognormal(random, count, 0.05);
        return below(
                Tost.ofPairs(first, second, WORTH, resampling(random, 0.95)).p());
    }

    private static double[] apart(SplittableRandom random, int count) {
        return Arrays.stream(Latencies.lognormal(random, count, 0.05))
                .map(v -> (1 + WORTH) * v)
                .toArray();
    }

    private static boolean equivalent(SplittableRandom random) {
        return compared(random, 1 + WORTH, WORTH, 0.9) == Verdict.EQUIVALENT;
    }

    /// At a worth so small that nothing is equivalent.
    private static boolean fasterOrSlower(SplittableRandom random) {
        return compared(random, 1, 1e-6, Claim.CONFIDENCE) != Verdict.UNDECIDED;
    }

    private static Verdict compared(SplittableRandom random, double factor, double worth, double confidence) {
        double[] levels = Latencies.levels(random, 40);
        double[][] first = Latencies.repeats(random, levels, factor, 3);
        double[][] second = Latencies.repeats(random, levels, 1, 3);
        return PairedComparison.of(first, second, worth, resampling(random, confidence))
                .verdict();
    }

    private static Resampling resampling(SplittableRandom random, double confidence) {
        return new Resampling(random.nextLong(), RESAMPLES, confidence);
    }

    private static double[][] groups(SplittableRandom random, int... counts) {
        return Arrays.stream(counts)
                .mapToObj(count -> Latencies.lognormal(random, count, SPREAD))
                .toArray(double[][]::new);
    }

    /// Five strategies on fifteen samples that differ among each other.
    private static double[][] blocks(SplittableRandom random) {
        double[][] blocks = new double[15][];
        double[] levels = Latencies.levels(random, blocks.length);
        Arrays.setAll(
                blocks,
                i -> Arrays.stream(Latencies.lognormal(random, 5, SPREAD))
                        .map(v -> levels[i] * v)
                        .toArray());
        return blocks;
    }

    /// As a coarse clock would read them.
    private static double[][] ticks(double[][] groups) {
        return Arrays.stream(groups)
                .map(group -> Arrays.stream(group).map(v -> Math.ceil(4 * v)).toArray())
                .toArray(double[][]::new);
    }
}
