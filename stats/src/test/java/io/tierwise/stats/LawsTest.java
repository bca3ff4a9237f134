package io.tierwise.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tierwise.stats.WilcoxonSignedRank.Zeros;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Laws that hold for any data: what a change of scale, of order or of sides does to a statistic, and
/// what rises with what.
class LawsTest {
    private static final int RUNS = 60;

    /// Runs a law on many draws; a failure says with which seed.
    private static void always(Consumer<SplittableRandom> law) {
        for (long seed = 0; seed < RUNS; seed++) {
            try {
                law.accept(new SplittableRandom(1000 + seed));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + (1000 + seed) + ": " + e.getMessage(), e);
            }
        }
    }

    /// Skewed values, half of the time with ties.
    private static double[] values(SplittableRandom random, int least, int most) {
        double ticks = random.nextBoolean() ? 5 : 1e9;
        return IntStream.range(0, random.nextInt(least, most))
                .mapToDouble(i -> Math.ceil(ticks * Math.exp(random.nextGaussian())))
                .toArray();
    }

    private static double[] same(SplittableRandom random, int count) {
        return IntStream.range(0, count)
                .mapToDouble(i -> Math.ceil(8 * Math.exp(random.nextGaussian())))
                .toArray();
    }

    private static double[] changed(double[] values, DoubleUnaryOperator change) {
        return Arrays.stream(values).map(change).toArray();
    }

    private static double[] shuffled(double[] values, SplittableRandom random) {
        double[] shuffled = values.clone();
        for (int i = shuffled.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            double kept = shuffled[i];
            shuffled[i] = shuffled[other];
            shuffled[other] = kept;
        }
        return shuffled;
    }

    @Test
    void rankTests_risingChangeOfValues_changesNothing() {
        DoubleUnaryOperator rising = v -> Math.sqrt(v) - 3;
        always(random -> {
            double[] a = values(random, 4, 30);
            double[] b = values(random, 4, 30);
            double[] c = values(random, 4, 30);
            double[][] plain = {a, b, c};
            double[][] bent = {changed(a, rising), changed(b, rising), changed(c, rising)};

            assertThat(KruskalWallis.test(bent)).isEqualTo(KruskalWallis.test(plain));
            assertThat(Conover.test(Correction.HOLM, bent)).isEqualTo(Conover.test(Correction.HOLM, plain));
            assertThat(Dunn.test(Correction.HOLM, bent)).isEqualTo(Dunn.test(Correction.HOLM, plain));
            assertThat(MannWhitney.test(bent[0], bent[1])).isEqualTo(MannWhitney.test(a, b));
            assertThat(CliffsDelta.interval(bent[0], bent[1], 0.9)).isEqualTo(CliffsDelta.interval(a, b, 0.9));
            assertThat(VarghaDelaney.of(bent[0], bent[1])).isEqualTo(VarghaDelaney.of(a, b));
        });
    }

    @Test
    void groupTests_groupsExchanged_keepPAndTurnTheSign() {
        always(random -> {
            double[] a = values(random, 4, 30);
            double[] b = values(random, 4, 30);

            assertThat(MannWhitney.test(b, a).p())
                    .isCloseTo(MannWhitney.test(a, b).p(), within(1e-12));
            assertThat(MannWhitney.test(b, a).u() + MannWhitney.test(a, b).u()).isEqualTo((double) a.length * b.length);
            assertThat(CliffsDelta.of(a, b).delta())
                    .isEqualTo(-CliffsDelta.of(b, a).delta());
            PairwiseTest.Pair there =
                    Conover.test(Correction.NONE, a, b).pairs().getFirst();
            PairwiseTest.Pair back = Conover.test(Correction.NONE, b, a).pairs().getFirst();
            assertThat(back.statistic()).isCloseTo(-there.statistic(), within(1e-9));
            assertThat(back.p()).isCloseTo(there.p(), within(1e-12));
        });
    }

    @Test
    void twoGroups_dunnAndKruskalWallis_areTheSameTest() {
        always(random -> {
            double[] a = values(random, 4, 30);
            double[] b = values(random, 4, 30);
            PairwiseTest.Pair dunn = Dunn.test(Correction.NONE, a, b).pairs().getFirst();

            assertThat(dunn.statistic() * dunn.statistic())
                    .isCloseTo(KruskalWallis.test(a, b).h(), within(1e-9));
            assertThat(dunn.p()).isCloseTo(KruskalWallis.test(a, b).p(), within(1e-9));
        });
    }

    @Test
    void statisticsOfASample_valuesInAnotherOrder_areTheSame() {
        always(random -> {
            double[] a = values(random, 8, 40);
            double[] b = values(random, 8, 40);
            double[] mixed = shuffled(a, random);

            assertThat(Quantiles.of(mixed)).isEqualTo(Quantiles.of(a));
            assertThat(OrderStatisticInterval.of(mixed, 0.5, 0.95)).isEqualTo(OrderStatisticInterval.of(a, 0.5, 0.95));
            assertThat(AnytimeInterval.ofMedian(mixed, 0.95)).isEqualTo(AnytimeInterval.ofMedian(a, 0.95));
            assertThat(MannWhitney.test(mixed, b)).isEqualTo(MannWhitney.test(a, b));
            assertThat(CliffsDelta.interval(mixed, b, 0.95)).isEqualTo(CliffsDelta.interval(a, b, 0.95));
        });
    }

    @Test
    void friedman_columnsOrRowsExchanged_isTheSame() {
        always(random -> {
            double[][] blocks = new double[10][];
            Arrays.setAll(blocks, i -> same(random, 4));
            double[][] turned = Arrays.stream(blocks)
                    .map(row -> new double[] {row[2], row[0], row[3], row[1]})
                    .toArray(double[][]::new);
            Arrays.asList(turned).reversed().toArray(turned.clone());
            var there = Friedman.test(blocks);
            var back = Friedman.test(turned);

            assertThat(back.statistic()).isCloseTo(there.statistic(), within(1e-9));
            assertThat(back.meanRanks().get(1)).isEqualTo(there.meanRanks().get(0));
        });
    }

    /// scipy's and R's statistic without ties: 12 / (n k (k + 1)) sum R^2 - 3 n (k + 1).
    @Test
    void friedman_withoutTies_isTheTextbookFormula() {
        always(random -> {
            int n = random.nextInt(2, 12);
            int k = random.nextInt(2, 6);
            double[][] blocks = new double[n][];
            Arrays.setAll(blocks, i -> random.doubles(k).toArray());
            var found = Friedman.test(blocks);
            double squares =
                    found.meanRanks().stream().mapToDouble(r -> n * r * n * r).sum();

            assertThat(found.statistic()).isCloseTo(12 * squares / (n * k * (k + 1.0)) - 3 * n * (k + 1), within(1e-8));
        });
    }

    @Test
    void quantilesAndIntervals_shiftedAndScaled_shiftAndScale() {
        always(random -> {
            double[] a = values(random, 8, 60);
            double[] moved = changed(a, v -> 8 * v + 64);
            Interval plain =
                    OrderStatisticInterval.of(a, 0.5, 0.95).orElseThrow().interval();
            Interval anytime = AnytimeInterval.ofMedian(a, 0.95).orElseThrow();

            assertThat(Quantiles.of(moved).p95()).isCloseTo(8 * Quantiles.of(a).p95() + 64, within(1e-3));
            assertThat(OrderStatisticInterval.of(moved, 0.5, 0.95).orElseThrow().interval())
                    .isEqualTo(new Interval(8 * plain.low() + 64, 8 * plain.high() + 64, 0.95));
            assertThat(AnytimeInterval.ofMedian(moved, 0.95))
                    .contains(new Interval(8 * anytime.low() + 64, 8 * anytime.high() + 64, 0.95));
        });
    }

    @Test
    void intervals_moreConfidence_containTheFormer() {
        always(random -> {
            double[] a = values(random, 30, 60);
            double[] b = values(random, 30, 60);
            int right = random.nextInt(101);
            ToDoubleFunction<double[]> median = Quantiles::median;

            nested(c -> CliffsDelta.interval(a, b, c));
            nested(c -> BinomialInterval.clopperPearson(right, 100, c));
            nested(c -> BinomialInterval.wilson(right, 100, c));
            nested(c -> OrderStatisticInterval.of(a, 0.5, c).orElseThrow().interval());
            nested(c -> AnytimeInterval.ofMedian(a, c).orElseThrow());
            for (Bootstrap.Method method : Bootstrap.Method.values()) {
                nested(c -> Bootstrap.of(a, median, method, new Resampling(3, 200, c))
                        .interval());
            }
        });
    }

    private static void nested(java.util.function.DoubleFunction<Interval> at) {
        Interval narrow = at.apply(0.8);
        Interval wide = at.apply(0.95);
        assertThat(wide.low()).isLessThanOrEqualTo(narrow.low());
        assertThat(wide.high()).isGreaterThanOrEqualTo(narrow.high());
    }

    @Test
    void p_groupMovedFurtherAway_falls() {
        always(random -> {
            double[] a = same(random, 15);
            double[] b = same(random, 15);
            double last = 1;
            double lastDelta = -1;
            // From where the first lies above the second altogether.
            for (double away = 1000; away <= 1000.5; away += 0.25) {
                double shift = away;
                double[] far = changed(a, v -> v + shift);
                assertThat(MannWhitney.test(far, b).p()).isLessThanOrEqualTo(last);
                last = MannWhitney.test(far, b).p();
            }
            for (double shift = -40; shift <= 40; shift += 5) {
                double moved = shift;
                double delta = CliffsDelta.of(changed(a, v -> v + moved), b).delta();
                assertThat(delta).isGreaterThanOrEqualTo(lastDelta);
                lastDelta = delta;
            }
        });
    }

    @Test
    void p_statisticFurtherFromNothing_isSmaller() {
        for (int n : new int[] {10, 31}) {
            for (int won = n / 2; won < n; won++) {
                assertThat(McNemar.test(won + 1, n - won - 1).p())
                        .isLessThanOrEqualTo(McNemar.test(won, n - won).p());
            }
        }
        always(random -> {
            double[] differences = new double[12];
            Arrays.setAll(differences, i -> random.nextDouble() * (i + 1) - 0.5 * i);
            Arrays.sort(differences);
            double lastP = 1;
            double lastEffect = -1;
            for (double shift = -20; shift <= 20; shift += 2) {
                double moved = shift;
                var found = WilcoxonSignedRank.test(changed(differences, v -> v + moved), Zeros.PRATT);
                assertThat(found.rankBiserial()).isGreaterThanOrEqualTo(lastEffect);
                if (lastEffect >= 0) {
                    assertThat(found.p()).isLessThanOrEqualTo(lastP);
                }
                lastEffect = found.rankBiserial();
                lastP = found.p();
            }
        });
    }

    @Test
    void corrections_largerOrMorePValues_neverAdjustLower() {
        always(random -> {
            double[] p = random.doubles(random.nextInt(1, 20)).toArray();
            int raised = random.nextInt(p.length);
            double[] larger = p.clone();
            larger[raised] = Math.min(1, p[raised] + 0.3);
            double[] more = Arrays.copyOf(p, p.length + 1);
            more[p.length] = 1;
            for (Correction correction : Correction.values()) {
                double[] adjusted = correction.adjust(p);
                double[] ofLarger = correction.adjust(larger);
                double[] ofMore = correction.adjust(more);
                for (int i = 0; i < p.length; i++) {
                    assertThat(ofLarger[i]).as("%s", correction).isGreaterThanOrEqualTo(adjusted[i] - 1e-12);
                    assertThat(ofMore[i]).as("%s", correction).isGreaterThanOrEqualTo(adjusted[i] - 1e-12);
                }
            }
        });
    }

    @Test
    void tost_largerMargin_isEasier() {
        always(random -> {
            double[] a = same(random, 20);
            double[] b = same(random, 20);
            double last = 1;
            for (double worth : new double[] {0.02, 0.1, 0.5, 2, 20}) {
                double p =
                        Tost.ofGroups(a, b, worth, new Resampling(1, 200, 0.95)).p();
                assertThat(p).isLessThanOrEqualTo(last);
                last = p;
            }
        });
    }
}
