package io.tierwise.advice;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A condition on a row of a table: `column=x,y` keeps rows whose cell is one of the values,
/// `column!=x` the others. Values that are numbers are compared as numbers: `1` and `1.0` are equal.
///
/// @param values at least one; an empty text matches an empty cell
/// @param negated whether rows with one of the values are left out
public record RowFilter(String column, List<String> values, boolean negated) {
    private static final Pattern FORM = Pattern.compile("([^=!]+)(!?=)(.*)");
    private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9]{1,30}(\\.[0-9]{0,30})?([eE][-+]?[0-9]{1,3})?");

    public RowFilter {
        values = List.copyOf(values);
        if (column.isBlank() || values.isEmpty()) {
            throw new IllegalArgumentException("a condition needs a column and a value");
        }
    }

    /// Reads `column=x,y` or `column!=x`.
    ///
    /// @throws IllegalArgumentException when the text is neither
    public static RowFilter parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no condition: write it like operator=I,Q or repeat!=0");
        }
        return new RowFilter(
                parts.group(1).strip(),
                List.of(parts.group(3).split(",", -1)).stream()
                        .map(String::strip)
                        .toList(),
                parts.group(2).equals("!="));
    }

    boolean keeps(String cell) {
        return values.stream().anyMatch(value -> same(value, cell)) != negated;
    }

    private static boolean same(String wanted, String cell) {
        return wanted.equals(cell)
                || (NUMBER.matcher(wanted).matches()
                        && NUMBER.matcher(cell).matches()
                        && Double.parseDouble(wanted) == Double.parseDouble(cell));
    }
}
