package io.tierwise.report;

import io.tierwise.advice.Forecast;
import io.tierwise.advice.Outlook;
import io.tierwise.advice.WinnerMap;
import io.tierwise.advice.Winners;
import io.tierwise.report.TextTable.Tone;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Forecasts as a terminal shows them.
public final class ForecastText {
    private static final String NONE = "nothing keeps the goals";
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final double NANOS = 1e6;

    private ForecastText() {}

    /// The forecasts in lines of at most `columns` characters.
    ///
    /// @param shown most strategies listed
    /// @param columns of the terminal
    public static String of(Outlook outlook, int shown, int columns, boolean color) {
        StringBuilder text = new StringBuilder();
        text.append(ranking(outlook, shown).text(columns, color));
        if (outlook.ranked().size() > shown) {
            text.append(Digits.count(outlook.ranked().size())).append(" keep the goals; --top shows more.\n");
        }
        text.append('\n').append(basis(outlook)).append('\n');
        outlook.winners().forEach(winners -> text.append('\n').append(along(winners, columns, color)));
        outlook.map()
                .ifPresent(map ->
                        text.append('\n').append(outlook.grid().isPresent() ? table(map, columns, color) : map(map)));
        outlook.limits().forEach(limit -> text.append("Note: ").append(limit).append('\n'));
        return text.toString().stripTrailing();
    }

    private static TextTable ranking(Outlook outlook, int shown) {
        TextTable table = new TextTable()
                .column("rank", true, 9)
                .column("strategy", false, 10)
                .column("p50 ms", true, 9)
                .column("90 % interval", true, 6)
                .column("basis", false, 8)
                .column("memory", true, 3);
        int rank = 0;
        for (Forecast forecast : outlook.ranked().stream().limit(shown).toList()) {
            rank++;
            table.row(
                    rank == 1 ? Tone.BEST : Tone.PLAIN,
                    List.of(
                            Integer.toString(rank),
                            forecast.strategy(),
                            Digits.bare(forecast.nanos() / NANOS),
                            interval(forecast),
                            forecast.basis().word(),
                            Digits.bytes((long) forecast.memoryBytes())));
        }
        return table;
    }

    private static String interval(Forecast forecast) {
        if (forecast.basis() != Forecast.Basis.FORECAST || forecast.factor().isEmpty()) {
            return "-";
        }
        return Digits.interval(forecast.lowNanos() / NANOS, forecast.highNanos() / NANOS);
    }

    private static String basis(Outlook outlook) {
        String precision = outlook.factor().isPresent()
                ? "nine in ten forecasts are expected in their intervals, half of which go at most a factor of "
                        + Digits.ratio(outlook.factor().getAsDouble()).replace("x", "")
                        + " up and down, judged by leaving out each of those in turn"
                : "how far forecasts are off is not known: at least nine strategies must have run";
        return Digits.count(outlook.cells()) + " strategies forecast from " + outlook.measured() + " that ran; "
                + precision + ". Measure a winner before you rely on it.";
    }

    private static String along(Winners winners, int columns, boolean color) {
        TextTable table = new TextTable()
                .column(winners.sweep().name(), true, 10)
                .column("fastest", false, 9)
                .column("p50 ms", true, 8)
                .column("90 % interval", true, 4);
        for (Winners.Span span : winners.spans()) {
            String range = winners.sweep().property().show(span.from()) + " to "
                    + winners.sweep().property().show(span.to());
            table.row(
                    Tone.PLAIN,
                    List.of(
                            range,
                            span.strategy().orElse(NONE),
                            span.first().isEmpty()
                                    ? "-"
                                    : Digits.bare(span.first().get().nanos() / NANOS) + " to "
                                            + Digits.bare(last(span).nanos() / NANOS),
                            span.first().map(first -> interval(first)).orElse("-")));
        }
        return table.text(columns, color);
    }

    private static Forecast last(Winners.Span span) {
        return span.last().or(span::first).orElseThrow();
    }

    /// The fastest at each pair of listed values, with its median in milliseconds.
    private static String table(WinnerMap map, int columns, boolean color) {
        Map<String, Character> letters = new LinkedHashMap<>();
        TextTable table = new TextTable().column(map.down().name(), true, 10);
        map.acrossValues().forEach(value -> table.column(map.across().property().show(value), true, 9));
        for (int row = map.downValues().size() - 1; row >= 0; row--) {
            List<String> cells = new ArrayList<>();
            cells.add(map.down().property().show(map.downValues().get(row)));
            for (Optional<Forecast> best : map.best().get(row)) {
                cells.add(letter(best, letters)
                        + best.map(forecast -> " " + Digits.bare(forecast.nanos() / NANOS))
                                .orElse(""));
            }
            table.row(Tone.PLAIN, cells);
        }
        return "Fastest, and its p50 in ms, over " + map.across().name() + " (right):\n" + table.text(columns, color)
                + legend(letters);
    }

    private static String map(WinnerMap map) {
        Map<String, Character> letters = new LinkedHashMap<>();
        List<String> lines = new ArrayList<>();
        for (int row = map.downValues().size() - 1; row >= 0; row--) {
            StringBuilder line = new StringBuilder(String.format(
                    "%12s  ", map.down().property().show(map.downValues().get(row))));
            map.best().get(row).forEach(best -> line.append(letter(best, letters)));
            lines.add(line.toString());
        }
        String left = map.across().property().show(map.acrossValues().getFirst());
        String right = map.across().property().show(map.acrossValues().getLast());
        int gap = Math.max(1, map.acrossValues().size() - left.length() - right.length());
        lines.add(" ".repeat(14) + left + " ".repeat(gap) + right);
        StringBuilder text = new StringBuilder(
                map.down().name() + " (up) over " + map.across().name() + " (right)\n");
        lines.forEach(line -> text.append(line).append('\n'));
        return text.append(legend(letters)).toString();
    }

    private static String legend(Map<String, Character> letters) {
        StringBuilder text = new StringBuilder();
        letters.forEach((strategy, letter) ->
                text.append("  ").append(letter).append("  ").append(strategy).append('\n'));
        return text.toString();
    }

    private static char letter(Optional<Forecast> best, Map<String, Character> letters) {
        if (best.isEmpty()) {
            return '.';
        }
        String strategy = best.get().strategy();
        if (!letters.containsKey(strategy)) {
            letters.put(strategy, letters.size() < LETTERS.length() ? LETTERS.charAt(letters.size()) : '?');
        }
        return letters.getOrDefault(strategy, '?');
    }
}
