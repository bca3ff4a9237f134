package io.tierwise.report;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// A table for a terminal of a given width: when its columns do not fit, the least important ones are
/// left out, and the widest column of text is shortened in its middle: first as far as its cells still
/// say what they are, at last as far as it must.
///
/// Control characters in cells are shown as `?`: a name in a table must not steer the terminal.
public final class TextTable {
    private static final String GAP = "  ";
    private static final int SHORTEST = 12;
    private static final int STILL_CLEAR = 40;

    private final List<Column> columns = new ArrayList<>();
    private final List<Row> rows = new ArrayList<>();

    /// How a row stands out, where colour is wanted.
    public enum Tone {
        PLAIN("", ""),
        BEST("\u001b[1;32m", "\u001b[0m"),
        EQUAL("\u001b[32m", "\u001b[0m"),
        FAINT("\u001b[2m", "\u001b[0m");

        private final String before;
        private final String after;

        Tone(String before, String after) {
            this.before = before;
            this.after = after;
        }

        /// The text in this tone.
        public String paint(String text, boolean color) {
            return color ? before + text + after : text;
        }
    }

    private record Column(String title, boolean right, int importance) {}

    private record Row(Tone tone, List<String> cells) {}

    /// Adds a column; those of the lowest importance leave first when room is short.
    public TextTable column(String title, boolean right, int importance) {
        columns.add(new Column(title, right, importance));
        return this;
    }

    /// Adds a row with one cell for each column.
    public TextTable row(Tone tone, List<String> cells) {
        if (cells.size() != columns.size()) {
            throw new IllegalArgumentException(
                    "A row of " + cells.size() + " cells for " + columns.size() + " columns: " + cells);
        }
        rows.add(new Row(tone, cells.stream().map(TextTable::printable).toList()));
        return this;
    }

    /// The table in at most `width` characters a line, each line ended by a line feed.
    public String text(int width, boolean color) {
        SortedSet<Integer> shown =
                new TreeSet<>(IntStream.range(0, columns.size()).boxed().toList());
        while (width(shown) - slack(shown) > width && shown.size() > 2) {
            shown.remove(shown.stream()
                    .min((a, b) -> Integer.compare(
                            columns.get(a).importance(), columns.get(b).importance()))
                    .orElseThrow());
        }
        int over = Math.max(0, width(shown) - width);
        StringBuilder text = new StringBuilder();
        List<String> titles = columns.stream().map(Column::title).toList();
        text.append(line(titles, shown, over).stripTrailing()).append('\n');
        for (Row row : rows) {
            String line = line(row.cells(), shown, over).stripTrailing();
            text.append(row.tone().paint(line, color)).append('\n');
        }
        return text.toString();
    }

    /// The text without control and formatting characters.
    public static String printable(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "?");
    }

    private String line(List<String> cells, SortedSet<Integer> shown, int over) {
        StringBuilder line = new StringBuilder();
        int flexible = flexible(shown);
        for (int index : shown) {
            int width = index == flexible ? Math.max(SHORTEST, width(index) - over) : width(index);
            String cell = shortened(cells.get(index), width);
            String padding = " ".repeat(width - cell.length());
            line.append(line.isEmpty() ? "" : GAP).append(columns.get(index).right() ? padding + cell : cell + padding);
        }
        return line.toString();
    }

    private static String shortened(String cell, int width) {
        if (cell.length() <= width) {
            return cell;
        }
        int head = (width - 2) / 2;
        return cell.substring(0, head) + ".." + cell.substring(cell.length() - (width - 2 - head));
    }

    private int width(SortedSet<Integer> shown) {
        return shown.stream().mapToInt(this::width).sum() + GAP.length() * (shown.size() - 1);
    }

    private int width(int index) {
        return Math.max(
                columns.get(index).title().length(),
                rows.stream()
                        .mapToInt(row -> row.cells().get(index).length())
                        .max()
                        .orElse(0));
    }

    /// What shortening the widest column of text wins before its cells become unclear.
    private int slack(SortedSet<Integer> shown) {
        return Math.max(0, width(flexible(shown)) - STILL_CLEAR);
    }

    private int flexible(SortedSet<Integer> shown) {
        return shown.stream()
                .filter(index -> !columns.get(index).right())
                .max((a, b) -> Integer.compare(width(a), width(b)))
                .orElse(shown.first());
    }
}
