package io.tierwise.advice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.tierwise.advice.GateRequest.Direction;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GateTest {
    private static final GateRequest USUAL = request(Direction.WORSE);

    private static GateRequest request(Direction direction, String... only) {
        return new GateRequest(0.05, 0.01, false, OptionalDouble.empty(), direction, List.of(only));
    }

    private static MadeSide baseline() {
        return new MadeSide("before", 1);
    }

    private static MadeSide candidate() {
        return new MadeSide("after", 2);
    }

    private static GateResult judge(MadeSide before, MadeSide after) {
        return judge(before, after, USUAL);
    }

    private static GateResult judge(MadeSide before, MadeSide after, GateRequest request) {
        return new Gate(before.side(), after.side(), request, false).judge();
    }

    @ParameterizedTest
    @CsvSource({"10.0, PASSED", "9.0, PASSED", "10.2, PASSED", "10.5, INCONCLUSIVE", "12.0, FAILED"})
    void judge_slowdown_isHeldAgainstTheTolerance(double millis, GateVerdict verdict) {
        GateResult result =
                judge(baseline().with("Q@edge", 10, 8, 0.01), candidate().with("Q@edge", millis, 8, 0.01));

        assertThat(result.verdict()).isEqualTo(verdict);
        assertThat(result.cases().getFirst().time().orElseThrow().ratio()).isCloseTo(millis / 10, within(0.02));
    }

    @ParameterizedTest
    @CsvSource({"8.0, FAILED", "10.0, PASSED", "12.0, FAILED"})
    void judge_eitherWay_fasterIsADifferenceToo(double millis, GateVerdict verdict) {
        assertThat(judge(
                                baseline().with("Q@edge", 10, 8, 0.01),
                                candidate().with("Q@edge", millis, 8, 0.01),
                                request(Direction.EITHER))
                        .verdict())
                .isEqualTo(verdict);
    }

    /// Each opening's trials agree within 1 %: pooled over trials this would fail beyond doubt.
    @Test
    void judge_openingsThatDifferMuch_staysInconclusiveAndSaysHowManyItTakes() {
        GateResult result =
                judge(baseline().with("Q@edge", 10, 5, 0.2), candidate().with("Q@edge", 11, 5, 0.2));

        assertThat(result.verdict()).isEqualTo(GateVerdict.INCONCLUSIVE);
        assertThat(result.power().worst()).isGreaterThan(0.15);
        assertThat(result.power().openingsNeeded()).isPresent();
        assertThat(result.power().openingsNeeded().getAsInt()).isGreaterThan(20);
        assertThat(result.power().sentence())
                .contains("Sees differences of")
                .contains("To see 5 % it takes about "
                        + result.power().openingsNeeded().getAsInt() + " openings");
    }

    @Test
    void judge_oneOpening_isInconclusiveHoweverLargeTheRatio() {
        GateResult result =
                judge(baseline().with("Q@edge", 10, 1, 0), candidate().with("Q@edge", 30, 1, 0));

        assertThat(result.verdict()).isEqualTo(GateVerdict.INCONCLUSIVE);
        assertThat(result.notes()).anyMatch(note -> note.startsWith("One opening on a side"));
        assertThat(result.power().sentence()).contains("is not known");
    }

    @Test
    void judge_missingInTheCandidate_failsAndAddedIsListed() {
        GateResult result = judge(
                baseline().with("I@edge", 10, 8, 0.01).with("Q@edge", 5, 8, 0.01),
                candidate().with("I@edge", 10, 8, 0.01).with("E@edge", 5, 8, 0.01));

        assertThat(result.verdict()).isEqualTo(GateVerdict.FAILED);
        assertThat(result.cases().getLast().reason()).isEqualTo("missing in after");
        assertThat(result.added()).containsExactly("E@edge");
    }

    @Test
    void judge_failedInTheCandidate_failsWithItsReason() {
        GateResult result = judge(
                baseline().with("I@edge", 10, 8, 0.01).with("Q@edge", 5, 8, 0.01),
                candidate().with("I@edge", 10, 8, 0.01).failed("Q@edge", "on edge: no memory"));

        assertThat(result.cases().getLast().verdict()).isEqualTo(GateVerdict.FAILED);
        assertThat(result.cases().getLast().reason()).isEqualTo("failed in after: on edge: no memory");
    }

    @Test
    void judge_failedInTheBaselineAlready_isNotedAndNotJudged() {
        GateResult result = judge(
                baseline().with("I@edge", 10, 8, 0.01).failed("Q@edge", "no memory"),
                candidate().with("I@edge", 10, 8, 0.01).failed("Q@edge", "no memory"));

        assertThat(result.verdict()).isEqualTo(GateVerdict.PASSED);
        assertThat(result.cases()).hasSize(1);
        assertThat(result.notes()).anyMatch(note -> note.startsWith("Q@edge failed in before already"));
    }

    @Test
    void judge_onlyNamed_leavesTheOthersOut() {
        MadeSide before = baseline().with("I@edge", 10, 8, 0.01).with("Q@edge", 5, 8, 0.01);
        MadeSide after = candidate().with("I@edge", 10, 8, 0.01).with("Q@edge", 9, 8, 0.01);

        assertThat(judge(before, after, request(Direction.WORSE, "i@EDGE")).verdict())
                .isEqualTo(GateVerdict.PASSED);
        assertThatExceptionOfType(GateException.class)
                .isThrownBy(() -> judge(before, after, request(Direction.WORSE, "E@edge")))
                .withMessageContaining("no strategy 'E@edge'. It has: I@edge and Q@edge");
    }

    /// What is named and gone is a failure of the gate, not of the command line.
    @Test
    void judge_theOnlyOneNamedIsMissing_fails() {
        GateResult result = judge(
                baseline().with("I@edge", 10, 8, 0.01).with("Q@edge", 5, 8, 0.01),
                candidate().with("I@edge", 10, 8, 0.01),
                request(Direction.WORSE, "Q@edge"));

        assertThat(result.verdict()).isEqualTo(GateVerdict.FAILED);
        assertThat(result.power().sentence()).isEqualTo("No time was compared.");
    }

    @Test
    void judge_baselineRanNothing_isRefused() {
        assertThatExceptionOfType(GateException.class)
                .isThrownBy(
                        () -> judge(baseline().failed("I@a", "why"), candidate().with("I@a", 1, 2, 0)))
                .withMessageContaining("Nothing ran to its end in before");
    }

    @Test
    void judge_nothingInCommon_saysWhatEitherHas() {
        assertThatExceptionOfType(GateException.class)
                .isThrownBy(
                        () -> judge(baseline().with("I@a", 1, 2, 0), candidate().with("I@b", 1, 2, 0)))
                .withMessageContaining("Nothing is in both: before has I@a, after has I@b");
    }

    @Test
    void judge_anotherCut_isMatchedByWhatWasAskedAndSaid() {
        GateResult result = judge(
                baseline().with("P(x)@mobile+edge", "P@mobile+edge", 10, 8, 0.01),
                candidate().with("P(y)@mobile+edge", "P@mobile+edge", 10, 8, 0.01));

        assertThat(result.verdict()).isEqualTo(GateVerdict.PASSED);
        assertThat(result.notes())
                .contains("P@mobile+edge was made otherwise: P(x)@mobile+edge in before, P(y)@mobile+edge in after.");
    }

    @Test
    void judge_tableNamesOfTiers_areMatchedAsideFromCaseAndDash() {
        assertThat(judge(
                                baseline().with("QEP@Mobile-Edge", 10, 8, 0.01),
                                candidate().with("QEP@mobile+edge", 10, 8, 0.01))
                        .cases())
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"20, PASSED", "21, PASSED", "24, INCONCLUSIVE", "60, FAILED"})
    void judge_answersKnownOneByOne_areTestedInPairs(int wrong, GateVerdict verdict) {
        GateResult result =
                judge(baseline().answering("Q@edge", 10, 20), candidate().answering("Q@edge", 10, wrong));
        var loss = result.cases().getFirst().accuracy().orElseThrow();

        assertThat(loss.verdict()).isEqualTo(verdict);
        assertThat(result.verdict()).isEqualTo(verdict);
        assertThat(loss.drop()).isCloseTo((wrong - 20) / 200.0, within(1e-12));
        assertThat(loss.p()).isPresent();
        assertThat(result.cases().getFirst().answers().orElseThrow().changed()).hasSize(wrong - 20);
    }

    @Test
    void judge_accuracyAskedForAndUnknown_isInconclusive() {
        var asking = new GateRequest(0.05, 0.01, true, OptionalDouble.empty(), Direction.WORSE, List.of());
        GateResult result =
                judge(baseline().with("Q@edge", 10, 8, 0.01), candidate().with("Q@edge", 10, 8, 0.01), asking);

        assertThat(result.verdict()).isEqualTo(GateVerdict.INCONCLUSIVE);
        assertThat(result.cases().getFirst().reason()).contains("accuracy was asked for and is not known");
    }

    @ParameterizedTest
    @CsvSource({"1040, PASSED", "1200, FAILED"})
    void judge_memory_countsWhereAToleranceIsGiven(long bytes, GateVerdict verdict) {
        var asking = new GateRequest(0.05, 0.01, false, OptionalDouble.of(0.1), Direction.WORSE, List.of());
        MadeSide before = baseline().holding("Q@edge", 10, 1000);
        MadeSide after = candidate().holding("Q@edge", 10, bytes);

        assertThat(judge(before, after, asking).verdict()).isEqualTo(verdict);
        assertThat(judge(before, after).verdict()).isEqualTo(GateVerdict.PASSED);
    }

    @Test
    void judge_untouchedModelSlower_saysThatTheMachineChangedAndCorrectsNothing() {
        GateResult result = judge(
                baseline()
                        .with("I@edge", 10, 8, 0.01)
                        .with("Q@edge", 5, 8, 0.01)
                        .control("I@edge")
                        .model("a"),
                candidate()
                        .with("I@edge", 12, 8, 0.01)
                        .with("Q@edge", 6, 8, 0.01)
                        .control("I@edge")
                        .model("a"));

        assertThat(result.control().orElseThrow().sentence())
                .contains("I@edge", "the machine changed", "Nothing here is corrected");
        assertThat(result.cases().getLast().time().orElseThrow().ratio()).isCloseTo(1.2, within(0.02));
        assertThat(result.standing()).startsWith("The model is the same, and the machine and its software");
    }

    @Test
    void judge_anotherModel_hasNoControl() {
        GateResult result = judge(
                baseline().with("I@edge", 10, 8, 0.01).control("I@edge").model("a"),
                candidate().with("I@edge", 12, 8, 0.01).control("I@edge").model("b"));

        assertThat(result.control()).isEmpty();
        assertThat(result.standing()).startsWith("The model changed, but the machine");
        assertThat(result.differences())
                .containsExactly(new GateResult.Difference(GateFact.Kind.MODEL, GateFact.MODEL, "a", "b"));
    }

    @Test
    void judge_machineAndModelChanged_saysThatRatiosCannotTell() {
        GateResult result = judge(
                baseline().with("I@edge", 10, 8, 0.01).model("a").fact(GateFact.Kind.MACHINE, "processor", "old"),
                candidate().with("I@edge", 10, 8, 0.01).model("b").fact(GateFact.Kind.MACHINE, "processor", "new"));

        assertThat(result.standing()).contains("The model changed, and the machine changed", "cannot tell which");
        assertThat(result.differences()).hasSize(2);
    }

    @Test
    void judge_longListsThatDiffer_showOnlyWhatTheOtherHasNot() {
        String many = "a1, b2, c3, d4, e5, f6, g7, h8, i9, j10, k11, l12, m13, n14, o15, p16, q17, r18, s19, t20";
        GateResult result = judge(
                baseline().with("I@edge", 10, 8, 0.01).fact(GateFact.Kind.MACHINE, "features", many + ", amx"),
                candidate().with("I@edge", 10, 8, 0.01).fact(GateFact.Kind.MACHINE, "features", many));

        assertThat(result.differences())
                .containsExactly(new GateResult.Difference(GateFact.Kind.MACHINE, "features", "amx", "nothing else"));
    }

    @Test
    void judge_unitsThatDiffer_asksForTheUnit() {
        GateSide unknown = new GateSide(
                "table",
                false,
                baseline().with("Q@edge", 10, 8, 0.01).side().subjects(),
                Optional.empty(),
                List.of(),
                List.of());
        assertThatExceptionOfType(GateException.class)
                .isThrownBy(() -> new Gate(
                                unknown, candidate().with("Q@edge", 10, 8, 0.01).side(), USUAL, false)
                        .judge())
                .withMessageContaining("Times of table are in a unit that is not known")
                .withMessageContaining("--value-unit");
    }

    @Test
    void request_toleranceOutOfRange_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GateRequest(1.5, 0.01, false, OptionalDouble.empty(), Direction.WORSE, List.of()))
                .withMessageContaining("0 to 100 %, found 1.5");
    }
}
