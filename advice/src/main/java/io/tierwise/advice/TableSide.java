package io.tierwise.advice;

import io.tierwise.data.CsvTable;
import io.tierwise.data.DataException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// A table of measurements as one side of a comparison.
///
/// @param value the column of times
/// @param group the columns whose values name a strategy, joined with `@`
/// @param where which rows count
/// @param unit the column of inputs; empty: every row is one of its own
/// @param opening the column whose equal values belong to one opening of the sessions; empty: a column
///     `round` or `pass`, if there is one
/// @param nanosPerUnit of the times; empty: as the column's name says, if it does
public record TableSide(
        String value,
        List<String> group,
        List<RowFilter> where,
        Optional<String> unit,
        Optional<String> opening,
        OptionalDouble nanosPerUnit) {
    private static final List<String> OPENINGS = List.of("round", "pass");
    private static final Map<String, Double> NANOS = Map.of(
            "s", 1e9, "sec", 1e9, "seconds", 1e9, "ms", 1e6, "millis", 1e6, "us", 1e3, "micros", 1e3, "ns", 1.0,
            "nanos", 1.0);

    public TableSide {
        group = List.copyOf(group);
        where = List.copyOf(where);
        if (group.isEmpty()) {
            throw new IllegalArgumentException("a table needs at least one column that names strategies");
        }
    }

    /// The table's rows by group, opening and input.
    ///
    /// @throws DataException naming a column that is not there, or the line of a value that is no time
    public GateSide of(CsvTable table) {
        Optional<String> rounds = opening.or(
                () -> OPENINGS.stream().filter(table.columns()::contains).findFirst());
        OptionalDouble scale = nanosPerUnit.isPresent() ? nanosPerUnit : scaleOf(value);
        Columns columns = columns(table, rounds, scale.orElse(1));
        Map<String, Map<String, Map<String, List<Double>>>> times = new LinkedHashMap<>();
        for (CsvTable.Row row : table.rows()) {
            if (columns.keep(row)) {
                times.computeIfAbsent(columns.group(row), key -> new LinkedHashMap<>())
                        .computeIfAbsent(columns.opening(row), key -> new LinkedHashMap<>())
                        .computeIfAbsent(columns.unit(row), key -> new ArrayList<>())
                        .add(columns.value(row));
            }
        }
        if (times.isEmpty()) {
            throw new DataException("No row of " + table.name() + " is left: "
                    + table.rows().size() + " rows, and none keeps every condition.");
        }
        return new GateSide(
                table.name(),
                scale.isPresent(),
                times.entrySet().stream()
                        .map(entry -> GateSubject.timed(entry.getKey(), entry.getValue()))
                        .toList(),
                Optional.empty(),
                List.of(),
                notes(table, rounds));
    }

    private List<String> notes(CsvTable table, Optional<String> rounds) {
        return rounds.isEmpty()
                ? List.of("No column of " + table.name() + " says which rows come from one opening of the sessions:"
                        + " all count as one. Name it with --opening.")
                : opening.isPresent()
                        ? List.of()
                        : List.of("Rows of " + table.name() + " that are equal in " + rounds.get()
                                + " are taken as one opening; --opening names another column.");
    }

    private static OptionalDouble scaleOf(String column) {
        String name = column.toLowerCase(Locale.ROOT);
        Double scale = NANOS.get(name.substring(name.lastIndexOf('_') + 1));
        return scale == null ? OptionalDouble.empty() : OptionalDouble.of(scale);
    }

    private Columns columns(CsvTable table, Optional<String> rounds, double scale) {
        return new Columns(
                table,
                where,
                table.column(value),
                scale,
                group.stream().map(table::column).toList(),
                where.stream().map(filter -> table.column(filter.column())).toList(),
                unit.map(table::column),
                rounds.map(table::column));
    }

    /// Where the columns stand.
    private record Columns(
            CsvTable table,
            List<RowFilter> filters,
            int value,
            double scale,
            List<Integer> group,
            List<Integer> filtered,
            Optional<Integer> unit,
            Optional<Integer> opening) {

        boolean keep(CsvTable.Row row) {
            for (int i = 0; i < filters.size(); i++) {
                if (!filters.get(i).keeps(row.cells().get(filtered.get(i)))) {
                    return false;
                }
            }
            return true;
        }

        String group(CsvTable.Row row) {
            return String.join("@", group.stream().map(row.cells()::get).toList());
        }

        String opening(CsvTable.Row row) {
            return opening.map(row.cells()::get).orElse("all");
        }

        String unit(CsvTable.Row row) {
            return unit.map(row.cells()::get).orElse(table.name() + " line " + row.line());
        }

        double value(CsvTable.Row row) {
            String text = row.cells().get(value);
            try {
                double number = Double.parseDouble(text) * scale;
                if (number > 0 && Double.isFinite(number)) {
                    return number;
                }
            } catch (NumberFormatException e) {
                throw new DataException(unusable(row, text), e);
            }
            throw new DataException(unusable(row, text));
        }

        private String unusable(CsvTable.Row row, String text) {
            return table.name() + " line " + row.line() + ": '" + text + "' in column "
                    + table.columns().get(value)
                    + " is no time: it must be a number above zero. Mend it, or leave the row out by --where.";
        }
    }
}
