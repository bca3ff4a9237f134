package io.tierwise.advice;

import io.tierwise.data.CsvTable;
import io.tierwise.data.DataException;
import io.tierwise.stats.Quantiles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The rows of a table that are analysed together, in groups.
///
/// @param by what the family's rows have in common: column to value
/// @param groups values by unit by group, each in the order of the table; without a unit every value is
///     a unit of its own
record MeasuredFamily(Map<String, String> by, Map<String, Map<String, List<Double>>> groups) {

    /// The families of a table, in the order in which their first rows come.
    static List<MeasuredFamily> of(CsvTable table, AnalysisRequest request) {
        var columns = new Columns(table, request);
        Map<Map<String, String>, MeasuredFamily> families = new LinkedHashMap<>();
        for (CsvTable.Row row : table.rows()) {
            if (columns.keep(row)) {
                Map<String, String> by = columns.by(row);
                families.computeIfAbsent(by, key -> new MeasuredFamily(key, new LinkedHashMap<>()))
                        .add(columns.group(row), columns.unit(row), columns.value(row));
            }
        }
        if (families.isEmpty()) {
            throw new DataException("No row of " + table.name() + " is left: "
                    + table.rows().size() + " rows, and none keeps every condition.");
        }
        return new ArrayList<>(families.values());
    }

    private void add(String group, String unit, double value) {
        groups.computeIfAbsent(group, key -> new LinkedHashMap<>())
                .computeIfAbsent(unit, key -> new ArrayList<>())
                .add(value);
    }

    List<String> names() {
        return List.copyOf(groups.keySet());
    }

    /// All values of a group.
    double[] values(String group) {
        return units(group).values().stream()
                .flatMap(List::stream)
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    Map<String, List<Double>> units(String group) {
        return groups.getOrDefault(group, Map.of());
    }

    /// The units that all of these groups have.
    List<String> shared(List<String> names) {
        Set<String> shared = new LinkedHashSet<>(units(names.getFirst()).keySet());
        names.forEach(name -> shared.retainAll(units(name).keySet()));
        return List.copyOf(shared);
    }

    /// The median of a unit's values in a group.
    double median(String group, String unit) {
        return Quantiles.median(units(group).getOrDefault(unit, List.of()).stream()
                .mapToDouble(Double::doubleValue)
                .toArray());
    }

    /// Where the request's columns stand.
    private static final class Columns {
        private final CsvTable table;
        private final AnalysisRequest request;
        private final int value;
        private final List<Integer> group;
        private final List<Integer> by;
        private final List<Integer> where;
        private final int unit;

        Columns(CsvTable table, AnalysisRequest request) {
            this.table = table;
            this.request = request;
            this.value = table.column(request.value());
            this.group = request.group().stream().map(table::column).toList();
            this.by = request.by().stream().map(table::column).toList();
            this.where =
                    request.where().stream().map(f -> table.column(f.column())).toList();
            this.unit = request.unit().map(table::column).orElse(-1);
        }

        boolean keep(CsvTable.Row row) {
            for (int i = 0; i < where.size(); i++) {
                if (!request.where().get(i).keeps(row.cells().get(where.get(i)))) {
                    return false;
                }
            }
            return true;
        }

        Map<String, String> by(CsvTable.Row row) {
            Map<String, String> values = new LinkedHashMap<>();
            for (int i = 0; i < by.size(); i++) {
                values.put(request.by().get(i), row.cells().get(by.get(i)));
            }
            return values;
        }

        String group(CsvTable.Row row) {
            return String.join("@", group.stream().map(row.cells()::get).toList());
        }

        String unit(CsvTable.Row row) {
            return unit < 0 ? "line " + row.line() : row.cells().get(unit);
        }

        double value(CsvTable.Row row) {
            String text = row.cells().get(value);
            try {
                double number = Double.parseDouble(text);
                if (Double.isFinite(number)) {
                    return number;
                }
            } catch (NumberFormatException e) {
                throw new DataException(unreadable(row, text), e);
            }
            throw new DataException(unreadable(row, text));
        }

        private String unreadable(CsvTable.Row row, String text) {
            return table.name() + " line " + row.line() + ": '" + text + "' in column " + request.value()
                    + " is no finite number. Mend it, or leave the row out by --where.";
        }
    }
}
