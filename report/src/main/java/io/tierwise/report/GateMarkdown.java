package io.tierwise.report;

import io.tierwise.advice.GateResult;
import io.tierwise.advice.GateVerdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// A comparison of two sides as a table in Markdown, for the pages of a continuous integration.
public final class GateMarkdown {
    private GateMarkdown() {}

    public static String of(GateResult result) {
        StringBuilder text = new StringBuilder();
        text.append("### Tierwise: ")
                .append(result.verdict().word())
                .append("\n\nBaseline ")
                .append(escaped(result.baseline()))
                .append(", candidate ")
                .append(escaped(result.candidate()))
                .append(". ")
                .append(escaped(result.standing()))
                .append("\n\n");
        row(text, List.of("strategy", "verdict", "ratio", "95 % interval", "sees", "accuracy drop", "p"));
        text.append("|---|---|--:|--:|--:|--:|---|\n");
        result.cases()
                .forEach(one -> row(
                        text,
                        List.of(
                                escaped(one.name()),
                                mark(one.verdict()),
                                one.time().map(t -> Digits.ratio(t.ratio())).orElse("-"),
                                one.time().map(GateWords::interval).orElse("-"),
                                one.time().map(GateWords::detectable).orElse("-"),
                                one.accuracy().map(a -> Digits.points(a.drop())).orElse("-"),
                                one.time()
                                        .map(t -> escaped(Digits.probability(t.p())))
                                        .orElse("-"))));
        text.append('\n').append(list(sentences(result)));
        return text.toString();
    }

    private static List<String> sentences(GateResult result) {
        var sentences = new ArrayList<String>();
        sentences.add(GateWords.summary(result));
        result.control().ifPresent(control -> sentences.add(control.sentence()));
        sentences.add(result.power().sentence());
        result.cases().stream()
                .filter(one -> one.verdict() == GateVerdict.FAILED)
                .forEach(one -> sentences.add(one.name() + " failed: " + one.reason() + "."));
        result.differences()
                .forEach(difference -> sentences.add(difference.kind().name().toLowerCase(Locale.ROOT) + " - "
                        + difference.name() + ": " + difference.baseline() + " -> " + difference.candidate()));
        if (!result.added().isEmpty()) {
            sentences.add("Only in the candidate: " + String.join(", ", result.added()) + ".");
        }
        sentences.addAll(result.notes());
        return sentences;
    }

    private static String list(List<String> sentences) {
        return sentences.stream()
                .map(sentence -> "- " + escaped(sentence) + "\n")
                .collect(Collectors.joining());
    }

    private static String mark(GateVerdict verdict) {
        return verdict == GateVerdict.FAILED ? "**failed**" : verdict.word();
    }

    private static void row(StringBuilder text, List<String> cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    /// No text from outside becomes markup.
    private static String escaped(String text) {
        return TextTable.printable(text)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replaceAll("([\\\\`*_\\[\\]|~#!$])", "\\\\$1")
                .replace("@", "&#64;");
    }
}
