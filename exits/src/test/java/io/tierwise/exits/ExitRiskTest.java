package io.tierwise.exits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExitRiskTest {
    private static final int SAMPLES = 199;
    private static final double GRID = 200;

    /// Confidences of 1/200 to 199/200.
    private static ExitCandidate exit(IntToDoubleFunction loss) {
        int[] ranks = IntStream.rangeClosed(1, SAMPLES).toArray();
        return new ExitCandidate(
                "exit",
                1,
                0,
                Arrays.stream(ranks).mapToDouble(rank -> rank / GRID).toArray(),
                Arrays.stream(ranks).mapToDouble(loss).toArray());
    }

    /// Golden values: scipy.optimize.minimize (BFGS) on the same cross-entropy, scipy 1.17.1.
    @Test
    void of_changedAnswers_isTheMaximumLikelihoodCurve() {
        ExitRisk risk = ExitRisk.of(exit(rank -> rank * rank % 200 >= rank ? 1 : 0));
        assertThat(risk.intercept()).isCloseTo(-0.35814195, within(1e-4));
        assertThat(risk.slope()).isCloseTo(-1.06719129, within(1e-4));
    }

    /// Golden values likewise.
    @Test
    void of_sharesOfPixels_isTheMaximumLikelihoodCurve() {
        ExitRisk risk = ExitRisk.of(exit(rank -> rank * rank % 200 / GRID * (1 - rank / GRID)));
        assertThat(risk.intercept()).isCloseTo(-1.4788851, within(1e-4));
        assertThat(risk.slope()).isCloseTo(-0.38306187, within(1e-4));
    }

    @Test
    void of_exitsThatAreBetter_doNotMakeUpForHarm() {
        ExitRisk harmful = ExitRisk.of(exit(rank -> rank % 10 == 0 ? 1 : 0));
        ExitRisk mixed = ExitRisk.of(exit(rank -> rank % 10 == 0 ? 1 : rank % 10 == 5 ? -1 : 0));
        assertThat(mixed).isEqualTo(harmful);
    }

    @Test
    void threshold_moreRisk_isLower() {
        ExitRisk risk = ExitRisk.of(exit(rank -> rank * rank % 200 >= rank ? 1 : 0));
        double before = ExitCandidate.NEVER;
        for (double allowed = 1e-4; allowed < 1; allowed *= 1.5) {
            double threshold = risk.threshold(allowed);
            assertThat(threshold).isLessThanOrEqualTo(before);
            before = threshold;
        }
        assertThat(risk.threshold(1)).isZero();
        assertThat(risk.threshold(0)).isEqualTo(ExitCandidate.NEVER);
    }

    @Test
    void threshold_ofASamplesRisk_isItsConfidence() {
        ExitRisk risk = ExitRisk.of(exit(rank -> rank * rank % 200 >= rank ? 1 : 0));
        assertThat(risk.threshold(risk.at(0.7))).isCloseTo(0.7, within(1e-12));
    }

    @Test
    void threshold_nothingWasLost_isAtTheSmallestRiskLow() {
        ExitRisk risk = ExitRisk.of(exit(rank -> 0));
        assertThat(risk.threshold(0.001)).isLessThan(0.5);
    }

    @Test
    void threshold_everySampleLosesAndTheSureOnesMore_isNever() {
        ExitRisk risk = ExitRisk.of(exit(rank -> rank > 20 ? 1 : 0));
        assertThat(risk.slope()).isPositive();
        assertThat(risk.threshold(0.1)).isEqualTo(ExitCandidate.NEVER);
    }
}
