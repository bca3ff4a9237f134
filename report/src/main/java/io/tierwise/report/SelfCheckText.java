package io.tierwise.report;

import io.tierwise.advice.SelfCheck;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A strategy measured against itself, for a person and for programs.
public final class SelfCheckText {
    private SelfCheckText() {}

    /// In plain lines.
    public static String of(SelfCheck check) {
        TextTable table = new TextTable().column("rounds", true, 1).column("smallest difference seen", true, 1);
        check.visible()
                .forEach(visible -> table.row(
                        TextTable.Tone.PLAIN, List.of(Digits.count(visible.rounds()), share(visible.share()))));
        List<String> blocks = new ArrayList<>();
        blocks.add(TextTable.printable(check.sentence()));
        blocks.add("Its 95 % interval: " + Digits.ratioInterval(check.low(), check.high()) + ".");
        blocks.add("");
        blocks.add(table.text(80, false).stripTrailing());
        blocks.add("");
        blocks.add("A study compares many strategies at once and sees somewhat less.");
        check.steadiness().forEach(sentence -> blocks.add("Note: " + sentence));
        return String.join("\n", blocks);
    }

    /// Shares in [0, 1]; `null` where nothing is seen yet.
    public static Map<String, Object> json(SelfCheck check) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("strategy", check.strategy());
        map.put("rounds", check.rounds());
        map.put("ratio", check.ratio());
        map.put("low", check.low() == 0 ? null : check.low());
        map.put("high", Double.isInfinite(check.high()) ? null : check.high());
        map.put("falseAlarmAfterRounds", check.falseAlarm() == 0 ? null : check.falseAlarm());
        List<Map<String, Object>> visible = new ArrayList<>();
        for (SelfCheck.Visible one : check.visible()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("rounds", one.rounds());
            entry.put("difference", Double.isInfinite(one.share()) ? null : one.share());
            visible.add(entry);
        }
        map.put("visible", visible);
        map.put("notes", check.steadiness());
        return map;
    }

    private static String share(double share) {
        return Double.isInfinite(share) ? "none" : Digits.share(share);
    }
}
