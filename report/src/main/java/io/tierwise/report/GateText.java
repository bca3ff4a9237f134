package io.tierwise.report;

import io.tierwise.advice.GateResult;
import io.tierwise.advice.GateVerdict;
import io.tierwise.report.TextTable.Tone;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A comparison of two sides as a terminal shows it: what changed, verdicts, effects and intervals, p
/// last.
public final class GateText {
    private GateText() {}

    /// The whole comparison in lines of at most `columns` characters, sentences aside.
    public static String of(GateResult result, int columns, boolean color) {
        List<String> blocks = new ArrayList<>();
        blocks.add("Baseline " + TextTable.printable(result.baseline()) + ", candidate "
                + TextTable.printable(result.candidate()) + ".");
        blocks.add(TextTable.printable(result.standing()));
        result.differences()
                .forEach(difference -> blocks.add("  "
                        + TextTable.printable(difference.kind().name().toLowerCase(Locale.ROOT) + " - "
                                + difference.name() + ": " + difference.baseline() + " -> " + difference.candidate())));
        result.control().ifPresent(control -> blocks.add(TextTable.printable(control.sentence())));
        blocks.add("");
        blocks.add(table(result).text(columns, color).stripTrailing());
        blocks.add("");
        result.cases().stream()
                .filter(GateText::hasMoreToSay)
                .forEach(one -> blocks.add(
                        TextTable.printable(one.name() + " " + one.verdict().word() + ": " + one.reason() + ".")));
        if (!result.added().isEmpty()) {
            blocks.add("Only in the candidate: " + TextTable.printable(String.join(", ", result.added())) + ".");
        }
        blocks.add(result.power().sentence());
        blocks.add(GateWords.summary(result));
        result.notes().forEach(note -> blocks.add(Tone.FAINT.paint("Note: " + TextTable.printable(note), color)));
        return String.join("\n", blocks);
    }

    /// The table says all of a time that cannot be told.
    private static boolean hasMoreToSay(GateResult.Case one) {
        return switch (one.verdict()) {
            case PASSED -> false;
            case FAILED -> true;
            case INCONCLUSIVE ->
                one.time().filter(t -> t.verdict() == GateVerdict.PASSED).isPresent();
        };
    }

    private static TextTable table(GateResult result) {
        var table = new TextTable()
                .column("strategy", false, 10)
                .column("verdict", false, 9)
                .column("ratio", true, 9)
                .column("95 % interval", true, 8)
                .column(result.inNanos() ? "baseline ms" : "baseline", true, 7)
                .column(result.inNanos() ? "candidate ms" : "candidate", true, 7)
                .column("sees", true, 5)
                .column("openings", true, 4)
                .column("drop", true, 6)
                .column("changed", true, 3)
                .column("p", false, 2);
        result.cases().forEach(one -> table.row(tone(one.verdict()), cells(one, result.inNanos())));
        return table;
    }

    private static Tone tone(GateVerdict verdict) {
        return switch (verdict) {
            case PASSED -> Tone.EQUAL;
            case INCONCLUSIVE -> Tone.FAINT;
            case FAILED -> Tone.PLAIN;
        };
    }

    private static List<String> cells(GateResult.Case one, boolean inNanos) {
        Optional<GateResult.Time> time = one.time();
        return List.of(
                one.name(),
                one.verdict().word(),
                time.map(t -> Digits.ratio(t.ratio())).orElse("-"),
                time.map(GateWords::interval).orElse("-"),
                time.map(t -> GateWords.median(t.baseline(), inNanos)).orElse("-"),
                time.map(t -> GateWords.median(t.candidate(), inNanos)).orElse("-"),
                time.map(GateWords::detectable).orElse("-"),
                time.map(t -> t.baselineOpenings() + "/" + t.candidateOpenings())
                        .orElse("-"),
                one.accuracy().map(loss -> Digits.points(loss.drop())).orElse("-"),
                one.answers()
                        .map(answers -> answers.changed().size() + "/" + answers.samples())
                        .orElse("-"),
                time.map(t -> Digits.probability(t.p())).orElse("-"));
    }
}
