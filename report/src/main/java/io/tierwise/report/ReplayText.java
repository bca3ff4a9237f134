package io.tierwise.report;

import io.tierwise.advice.GateResult;
import io.tierwise.advice.Replay;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A study carried out again, for a person and for programs.
public final class ReplayText {
    private ReplayText() {}

    /// In lines of at most `columns` characters, sentences aside.
    public static String of(Replay replay, int columns, boolean color) {
        List<String> blocks = new ArrayList<>();
        blocks.add(GateText.of(replay.times(), columns, color));
        blocks.add("");
        blocks.add("Recommendation (" + replay.recommendation().word() + "): "
                + TextTable.printable(replay.recommended()));
        blocks.add(answers(replay));
        blocks.add(
                replay.otherArtefacts().isEmpty()
                        ? "Model files: all " + replay.artefacts() + " are the same, byte for byte."
                        : "Model files differ in "
                                + TextTable.printable(String.join(", ", replay.otherArtefacts()))
                                + ".");
        blocks.add("Replay: " + replay.verdict().word() + ".");
        return String.join("\n", blocks);
    }

    private static String answers(Replay replay) {
        List<String> changed = new ArrayList<>();
        for (GateResult.Case one : replay.times().cases()) {
            one.answers()
                    .filter(answers -> !answers.changed().isEmpty())
                    .ifPresent(answers ->
                            changed.add(one.name() + " " + answers.changed().size() + " of " + answers.samples()));
        }
        long known = replay.times().cases().stream()
                .filter(one -> one.answers().isPresent())
                .count();
        return known == 0
                ? "Answers were not kept on both sides."
                : changed.isEmpty()
                        ? "Answers: the same to every sample, in " + known
                                + (known == 1 ? " strategy." : " strategies.")
                        : "Answers changed: " + TextTable.printable(String.join(", ", changed)) + ".";
    }

    /// The fields of [GateJson] under `times`, and what else was held against the first time.
    public static Map<String, Object> json(Replay replay) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("format", 1);
        map.put("verdict", replay.verdict().word());
        map.put("recommendation", Map.of("verdict", replay.recommendation().word(), "sentence", replay.recommended()));
        map.put("artefacts", Map.of("count", replay.artefacts(), "changed", replay.otherArtefacts()));
        map.put("times", GateJson.of(replay.times()));
        return map;
    }
}
