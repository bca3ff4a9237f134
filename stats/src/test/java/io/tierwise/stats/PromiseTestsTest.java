package io.tierwise.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tests that something lies below a bound, which promises rest on.
class PromiseTestsTest {
    private static final long SEED = 4711;
    private static final int DRAWS = 4_000;
    private static final double LEVEL = 0.05;

    /// scipy 1.17.1: `binomtest(k, n, bound, "less").pvalue`.
    @ParameterizedTest
    @CsvSource({"3, 1000, 0.01, 0.010072654772014291", "0, 299, 0.01, 0.049536256637662465"})
    void shareBelow_counts_isTheBinomialTail(int successes, int trials, double bound, double p) {
        assertThat(ShareBelow.test(successes, trials, bound).p()).isCloseTo(p, within(1e-12));
    }

    @Test
    void fewestTrials_onePercent_isTheRuleOfThree() {
        assertThat(ShareBelow.fewestTrials(0.01, LEVEL)).isEqualTo(299);
        assertThat(ShareBelow.test(0, 298, 0.01).p()).isGreaterThan(LEVEL);
    }

    /// The sum over the trinomial's tail written with scipy 1.17.1's binomials.
    @ParameterizedTest
    @CsvSource({
        "1000, 6, 2, 0.01, 0.046228872184046414",
        "1000, 2, 9, 0.01, 0.0010353158914672327",
        "300, 5, 5, 0.02, 0.046192394466028394",
        "1000, 0, 0, 0.01, 0.0013260714335224764",
        "1000, 4, 0, 0.01, 0.02968639999900448",
        "1000, 10, 10, 0.02, 0.0011421145609874185"
    })
    void dropBelow_counts_isTheTailMaximized(int samples, int firstOnly, int secondOnly, double bound, double p) {
        assertThat(DropBelow.test(samples, firstOnly, secondOnly, bound).p()).isCloseTo(p, within(1e-10));
    }

    @Test
    void dropBelow_moreLost_isLessSure() {
        double[] p = IntStream.range(0, 12)
                .mapToDouble(lost -> DropBelow.test(600, lost, 3, 0.02).p())
                .toArray();
        assertThat(p).isSorted();
        assertThat(DropBelow.test(600, 5, 4, 0.02).p())
                .isLessThan(DropBelow.test(600, 5, 0, 0.02).p());
    }

    @Test
    void fewestSamples_onePercent_isLittleMoreThanWithoutGains() {
        assertThat(DropBelow.fewestSamples(0.01, LEVEL)).isEqualTo(301);
    }

    /// numpy 2.4.6: the mean of products over the same bets.
    @Test
    void meanBelow_values_isTheBettorsFortune() {
        double[] values = IntStream.range(0, 600)
                .mapToDouble(i -> i * 37 % 101 / 101.0 * 0.01)
                .toArray();
        MeanBelow found = MeanBelow.test(values, 0.01);

        assertThat(found.mean()).isCloseTo(0.004944884488448845, within(1e-12));
        assertThat(found.p()).isCloseTo(0.07717595654065462, within(1e-12));
        assertThat(MeanBelow.test(Arrays.copyOf(values, 200), 0.01).p()).isCloseTo(0.449561488833515, within(1e-12));
        assertThat(MeanBelow.test(new double[400], 0.01).p()).isCloseTo(0.03200080835835647, within(1e-12));
    }

    @Test
    void meanBelow_valueAboveOne_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MeanBelow.test(new double[] {0.5, 1.5}, 0.1))
                .withMessageContaining("1.5");
    }

    @Test
    void dropBelow_moreDiscordantThanSamples_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DropBelow.test(3, 2, 2, 0.1))
                .withMessageContaining("2 and 2 of 3");
    }

    /// At the bound itself each says "below" with a chance of at most its level.
    @ParameterizedTest
    @CsvSource({"400, 0.01, 0.0", "400, 0.02, 0.005", "1000, 0.01, 0.01", "300, 0.05, 0.03"})
    void dropBelow_dropIsTheBound_rejectsAtMostAtItsLevel(int samples, double bound, double second) {
        Random random = new Random(SEED);
        Map<List<Integer>, Boolean> known = new HashMap<>();
        assertThat(share(draw -> known.computeIfAbsent(
                        trinomial(random, samples, second + bound, second),
                        counts -> DropBelow.test(samples, counts.getFirst(), counts.getLast(), bound)
                                        .p()
                                <= LEVEL)))
                .as("seed %d", SEED)
                .isLessThanOrEqualTo(LEVEL + 3 * Math.sqrt(LEVEL * (1 - LEVEL) / DRAWS));
    }

    @Test
    void meanBelow_meanIsTheBound_rejectsAtMostAtItsLevel() {
        Random random = new Random(SEED);
        assertThat(share(draw -> {
                    double[] values = random.doubles(400)
                            .map(value -> value < 0.02 ? random.nextDouble() : 0)
                            .toArray();
                    return MeanBelow.test(values, 0.01).p() <= LEVEL;
                }))
                .as("seed %d", SEED)
                .isLessThanOrEqualTo(LEVEL + 3 * Math.sqrt(LEVEL * (1 - LEVEL) / DRAWS));
    }

    private static double share(Predicate<Integer> rejects) {
        return IntStream.range(0, DRAWS).boxed().filter(rejects).count() / (double) DRAWS;
    }

    /// How many of the samples were drawn first, and second.
    private static List<Integer> trinomial(Random random, int samples, double first, double second) {
        int firsts = 0;
        int seconds = 0;
        for (int sample = 0; sample < samples; sample++) {
            double drawn = random.nextDouble();
            firsts += drawn < first ? 1 : 0;
            seconds += drawn >= first && drawn < first + second ? 1 : 0;
        }
        return List.of(firsts, seconds);
    }
}
