package io.tierwise.report;

import java.util.List;

/// Rows of comma-separated values after RFC 4180: lines end in CR LF; a field with a comma, a quote or
/// a line end is quoted, and quotes in it are doubled.
///
/// Fields are written as they are: a sample whose id starts with `=` keeps it, so that ids still join
/// with other files.
final class Csv {
    private final StringBuilder text = new StringBuilder();

    Csv row(List<?> fields) {
        for (int i = 0; i < fields.size(); i++) {
            text.append(i == 0 ? "" : ",").append(quoted(field(fields.get(i))));
        }
        text.append("\r\n");
        return this;
    }

    String text() {
        return text.toString();
    }

    /// A number that is none is an empty field.
    private static String field(Object value) {
        return value instanceof Double number && !Double.isFinite(number) ? "" : value.toString();
    }

    private static String quoted(String field) {
        return field.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
                ? "\"" + field.replace("\"", "\"\"") + "\""
                : field;
    }
}
