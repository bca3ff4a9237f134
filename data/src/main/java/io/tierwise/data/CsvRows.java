package io.tierwise.data;

import java.util.ArrayList;
import java.util.List;

/// Splits the text of a CSV file into rows of cells (RFC 4180): quoted cells may hold commas, doubled
/// quotes and line ends. A byte order mark at the start is no part of the first cell.
final class CsvRows {
    private static final int MOST_CELLS = 4096;

    private final String text;
    private final String name;
    private final List<Row> rows = new ArrayList<>();
    private final StringBuilder cell = new StringBuilder();
    private List<String> cells = new ArrayList<>();
    private int line = 1;
    private int rowLine = 1;

    private CsvRows(String text, String name) {
        this.text = text.startsWith("\uFEFF") ? text.substring(1) : text;
        this.name = name;
    }

    /// One row.
    ///
    /// @param line where it begins, from 1
    record Row(int line, List<String> cells) {
        Row {
            cells = List.copyOf(cells);
        }

        boolean isBlank() {
            return cells.stream().allMatch(String::isBlank);
        }
    }

    /// Every row that is not blank.
    ///
    /// @param name of the file, for messages
    /// @throws DataException where a quotation mark is not closed, or a row has thousands of cells
    static List<Row> of(String text, String name) {
        var splitting = new CsvRows(text, name);
        splitting.split();
        return splitting.rows.stream().filter(row -> !row.isBlank()).toList();
    }

    private void split() {
        boolean quoted = false;
        int quotedSince = 0;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '\n') {
                line++;
            }
            if (c == '"' && quoted && at + 1 < text.length() && text.charAt(at + 1) == '"') {
                cell.append('"');
                at++;
            } else if (c == '"') {
                quoted = !quoted;
                quotedSince = line;
            } else if (quoted) {
                cell.append(c);
            } else if (c == ',') {
                endCell();
            } else if (c == '\n') {
                endRow();
            } else if (c != '\r') {
                cell.append(c);
            }
        }
        if (quoted) {
            throw new DataException(name + " line " + quotedSince + ": a quotation mark is not closed.");
        }
        endRow();
    }

    private void endCell() {
        if (cells.size() == MOST_CELLS) {
            throw new DataException(name + " line " + rowLine + ": more than " + MOST_CELLS + " cells.");
        }
        cells.add(cell.toString().strip());
        cell.setLength(0);
    }

    private void endRow() {
        endCell();
        rows.add(new Row(rowLine, cells));
        cells = new ArrayList<>();
        rowLine = line;
    }
}
