package io.tierwise.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// [Tost] and [AnytimeInterval].
class EquivalenceTest {
    private static double[] draws(SplittableRandom random, int count, double factor) {
        double[] values = new double[count];
        Arrays.setAll(values, i -> factor * Math.exp(0.05 * random.nextGaussian()));
        return values;
    }

    @Test
    void tost_alikeAndApart_areToldApart() {
        var random = new SplittableRandom(2);
        double[] first = draws(random, 80, 1);

        assertThat(Tost.ofGroups(first, draws(random, 90, 1), 0.05, Resampling.seeded(1))
                        .p())
                .isLessThan(0.01);
        assertThat(Tost.ofPairs(first, draws(random, 80, 1), 0.05, Resampling.seeded(1))
                        .p())
                .isLessThan(0.01);
        assertThat(Tost.ofGroups(first, draws(random, 90, 1.2), 0.05, Resampling.seeded(1))
                        .pBelow())
                .isGreaterThan(0.99);
        assertThat(Tost.ofPairs(draws(random, 80, 1.2), first, 0.05, Resampling.seeded(1))
                        .pAbove())
                .isGreaterThan(0.99);
    }

    @Test
    void tost_groupsExchanged_exchangesTheSides() {
        double[] first = {1, 1.1, 1.2, 1.4, 1.3};
        double[] second = {1.05, 1.5, 1.2};
        double[] same = {1, 1.1, 1.2};
        var there = Tost.ofPairs(second, same, 0.1, Resampling.seeded(3));
        var back = Tost.ofPairs(same, second, 0.1, Resampling.seeded(3));

        assertThat(back.pAbove()).isEqualTo(there.pBelow());
        assertThat(back.ratio()).isCloseTo(1 / there.ratio(), within(1e-12));
        assertThat(Tost.ofGroups(first, second, 0.1, Resampling.seeded(3)).ratio())
                .isCloseTo(1, within(1e-12));
    }

    @Test
    void anytimeInterval_againstOneLook_isWiderAndShrinks() {
        double[] values = new SplittableRandom(1).doubles(2000).toArray();
        for (int n = 50; n <= 2000; n *= 2) {
            double[] seen = Arrays.copyOf(values, n);
            Interval anytime = AnytimeInterval.ofMedian(seen, 0.95).orElseThrow();
            Interval once =
                    OrderStatisticInterval.of(seen, 0.5, 0.95).orElseThrow().interval();
            assertThat(anytime.low()).isLessThanOrEqualTo(once.low());
            assertThat(anytime.high()).isGreaterThanOrEqualTo(once.high());
        }
        assertThat(AnytimeInterval.ofMedian(values, 0.95).orElseThrow().width())
                .isLessThan(0.3
                        * AnytimeInterval.ofMedian(Arrays.copyOf(values, 50), 0.95)
                                .orElseThrow()
                                .width());
    }

    /// 2^n / (n + 1) first reaches 20 at n = 8: 256 / 9 = 28.4.
    @Test
    void anytimeInterval_tooFewValues_isNothing() {
        double[] values = {8, 7, 6, 5, 4, 3, 2, 1};

        assertThat(AnytimeInterval.ofMedian(Arrays.copyOf(values, 7), 0.95)).isEmpty();
        assertThat(AnytimeInterval.ofMedian(values, 0.95)).contains(new Interval(1, 8, 0.95));
    }

    @Test
    void badInput_isNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tost.ofPairs(new double[] {1, 2}, new double[] {1, -2}, 0.05, Resampling.seeded(1)))
                .withMessageContaining("second[1] must be greater than zero: -2.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tost.ofPairs(new double[] {1, 2}, new double[] {1, 2}, -1, Resampling.seeded(1)))
                .withMessageContaining("worth");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AnytimeInterval.ofMedian(new double[] {1}, 1))
                .withMessageContaining("confidence");
    }

    /// No replicate lies beyond a bound, or all do: shares of 0 and 1, with one more replicate of either kind.
    @Test
    void tost_farApart_countsOneMoreReplicate() {
        double[] slow = {20, 21, 22};
        double[] fast = {1, 1.1, 1.2};
        var found = Tost.ofPairs(slow, fast, 0.05, new Resampling(1, 199, 0.95));

        assertThat(found.pBelow()).isEqualTo(1 / 200.0);
        assertThat(found.pAbove()).isEqualTo(1);
        assertThat(found.p()).isEqualTo(1);
        assertThat(Tost.ofGroups(fast, fast, 2, new Resampling(1, 199, 0.95)).p())
                .isEqualTo(1 / 200.0);
    }

    @Test
    void tost_unequalLengths_areNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tost.ofPairs(new double[] {1, 2}, new double[] {1, 2, 3}, 0.05, Resampling.seeded(1)))
                .withMessageContaining("first and second must have the same length: 2 and 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tost.ofPairs(
                        new double[] {1, 2}, new double[] {1, 2}, Double.POSITIVE_INFINITY, Resampling.seeded(1)))
                .withMessageContaining("worth");
    }
}
