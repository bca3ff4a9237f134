package io.tierwise.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is said of accuracies: [BinomialInterval], [McNemar], [McNemarPower].
class AccuracyTestsTest {
    /// scipy 1.17.1: `binomtest(k, n).proportion_ci(0.95, method = "exact" | "wilson")`; one-sided with
    /// `alternative`.
    @ParameterizedTest
    @CsvSource({
        "8, 20, 0.19119006072557054, 0.6394574126927552, 0.21880653237281705, 0.6134184992377467, 0.60641511324303",
        "0, 15, 0, 0.2180193609108388, 0, 0.20388330103584862, 0.18103627252208834",
        "97, 100, 0.9148239470257197, 0.9937700284616938, 0.9154806357094724, 0.9897454759759611, 0.9917741708921348",
        "15, 15, 0.7819806390891612, 1, 0.7961166989641515, 1, 1"
    })
    void binomialInterval_counts_equalScipy(
            int k, int n, double exactLow, double exactHigh, double scoreLow, double scoreHigh, double upper) {
        Interval exact = BinomialInterval.clopperPearson(k, n, 0.95);
        Interval score = BinomialInterval.wilson(k, n, 0.95);

        assertThat(exact.low()).isCloseTo(exactLow, within(1e-10));
        assertThat(exact.high()).isCloseTo(exactHigh, within(1e-10));
        assertThat(score.low()).isCloseTo(scoreLow, within(1e-12));
        assertThat(score.high()).isCloseTo(scoreHigh, within(1e-12));
        assertThat(BinomialInterval.upperBound(k, n, 0.95)).isCloseTo(upper, within(1e-10));
        assertThat(BinomialInterval.lowerBound(n - k, n, 0.95)).isCloseTo(1 - upper, within(1e-10));
    }

    @Test
    void binomialInterval_moreTrials_isNarrowerAndMirrored() {
        for (int n = 10; n <= 1000; n *= 10) {
            Interval few = BinomialInterval.clopperPearson(n / 5, n, 0.95);
            Interval many = BinomialInterval.clopperPearson(2 * n, 10 * n, 0.95);
            Interval mirrored = BinomialInterval.clopperPearson(n - n / 5, n, 0.95);

            assertThat(many.width()).isLessThan(few.width());
            assertThat(mirrored.low()).isCloseTo(1 - few.high(), within(1e-10));
        }
    }

    /// scipy 1.17.1: `binomtest(b, b + c).pvalue`.
    @ParameterizedTest
    @CsvSource({"3, 14, 0.012725830078125", "5, 5, 1", "0, 6, 0.03125", "40, 62, 0.037066767438560584", "0, 0, 1"})
    void mcNemar_counts_equalScipy(int firstOnly, int secondOnly, double p) {
        assertThat(McNemar.test(firstOnly, secondOnly).p()).isCloseTo(p, within(1e-13));
        assertThat(McNemar.test(secondOnly, firstOnly).p()).isCloseTo(p, within(1e-13));
    }

    @Test
    void mcNemar_answers_countsOnlyDiscordantSamples() {
        boolean[] first = {true, true, false, false, true};
        boolean[] second = {true, false, false, true, false};

        assertThat(McNemar.test(first, second)).isEqualTo(new McNemar(2, 1, 1));
        assertThat(McNemar.test(first, second).discordant()).isEqualTo(3);
    }

    @Test
    void power_simulatedStudies_isWhatTheTestReaches() {
        long seed = 29;
        var random = new SplittableRandom(seed);
        var power = new McNemarPower(500, 0.06, 0.05);
        double drop = power.detectableDrop(0.8).orElseThrow();
        int found = 0;
        int runs = 4000;
        for (int run = 0; run < runs; run++) {
            int lost = 0;
            int won = 0;
            for (int sample = 0; sample < 500; sample++) {
                double u = random.nextDouble();
                lost += u < (0.06 + drop) / 2 ? 1 : 0;
                won += u >= (0.06 + drop) / 2 && u < 0.06 ? 1 : 0;
            }
            found += McNemar.test(lost, won).p() <= 0.05 && lost > won ? 1 : 0;
        }
        assertThat(power.power(drop)).isCloseTo(0.8, within(0.001));
        assertThat(found / (double) runs).as("seed %d", seed).isCloseTo(0.8, within(0.02));
    }

    /// z(0.975) = 1.959964, z(0.8) = 0.841621: (1.959964 sqrt(0.1) + 0.841621 sqrt(0.1 - 0.0025))^2 /
    /// 0.0025 = 311.7.
    @Test
    void samplesNeeded_connorsFormula_isThatCount() {
        assertThat(McNemarPower.samplesNeeded(0.05, 0.1, 0.05, 0.8)).isEqualTo(312);
    }

    @Test
    void samplesNeeded_closedForm_liesALittleBelowTheExactTest() {
        int n = McNemarPower.samplesNeeded(0.02, 0.05, 0.05, 0.8);

        assertThat(new McNemarPower(n, 0.05, 0.05).power(0.02)).isBetween(0.74, 0.82);
        assertThat(new McNemarPower(n, 0.05, 0.05).detectableDrop(0.8).orElseThrow())
                .isCloseTo(0.02, within(0.002));
    }

    @Test
    void detectableDrop_moreSamples_isSmaller() {
        double last = 1;
        for (int n = 200; n <= 6400; n *= 2) {
            double drop = new McNemarPower(n, 0.05, 0.05).detectableDrop(0.8).orElseThrow();
            assertThat(drop).isLessThan(last);
            last = drop;
        }
        assertThat(new McNemarPower(40, 0.05, 0.05).detectableDrop(0.8)).isEmpty();
    }

    @Test
    void badInput_isNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BinomialInterval.wilson(5, 4, 0.95))
                .withMessageContaining("5 of 4");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> McNemar.test(-1, 4))
                .withMessageContaining("-1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new McNemarPower(100, 0.05, 0.05).power(0.06))
                .withMessageContaining("0.06");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> McNemarPower.samplesNeeded(0.2, 0.1, 0.05, 0.8))
                .withMessageContaining("0.2 > 0.1");
    }

    @Test
    void mcNemar_answersOfEitherModel_areToldApart() {
        boolean[] right = {true, true, true};
        boolean[] wrong = {false, false, false};

        assertThat(McNemar.test(right, wrong)).isEqualTo(new McNemar(3, 0, 0.25));
        assertThat(McNemar.test(wrong, right)).isEqualTo(new McNemar(0, 3, 0.25));
        assertThat(McNemar.test(right, right).discordant()).isZero();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> McNemar.test(right, new boolean[2]))
                .withMessageContaining("3 and 2");
    }

    @Test
    void bounds_badCounts_areNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BinomialInterval.upperBound(3, 2, 0.95))
                .withMessageContaining("3 of 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BinomialInterval.lowerBound(3, 2, 0.95))
                .withMessageContaining("3 of 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BinomialInterval.upperBound(0, 0, 0.95))
                .withMessageContaining("0 of 0");
        assertThat(new McNemarPower(1, 0.5, 0.05).power(0.5)).isZero();
    }
}
