package io.tierwise.data;

import io.tierwise.data.Label.ClassIndex;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Labels in a CSV file (RFC 4180): `file,label` with or without that header, or one label a line.
final class LabelTable {
    private static final long MAX_BYTES = 256L << 20;
    private static final Set<String> FILE_HEADERS = Set.of("file", "filename", "path", "image", "name", "id", "index");
    private static final Set<String> LABEL_HEADERS = Set.of("label", "labels", "class", "target");

    private LabelTable() {}

    /// One row: a file's name or a number, its label as written, and the line it stands in, from 1.
    record Row(String file, String label, int line) {}

    /// Rows of two columns.
    ///
    /// @throws DataException naming the line
    static List<Row> rows(Path path) {
        List<Row> rows = new ArrayList<>();
        Set<String> files = new HashSet<>();
        for (CsvRows.Row row : withoutHeader(path)) {
            List<String> cells = row.cells();
            if (cells.size() != 2 || cells.get(0).isBlank() || cells.get(1).isBlank()) {
                throw new DataException(path + " line " + row.line() + ": '" + String.join(",", cells)
                        + "' has no file and label. Each line is file,label.");
            }
            if (!files.add(cells.get(0))) {
                throw new DataException(path + " line " + row.line() + ": " + cells.get(0) + " is listed twice.");
            }
            rows.add(new Row(cells.get(0), cells.get(1), row.line()));
        }
        return refuseEmpty(rows, path);
    }

    /// Labels in the order of the lines: one a line, or `index,label` with indices 0, 1, 2...
    static List<ClassIndex> classes(Path path) {
        List<ClassIndex> classes = new ArrayList<>();
        for (CsvRows.Row row : withoutHeader(path)) {
            List<String> cells = row.cells();
            String where = path + " line " + row.line();
            if (cells.size() > 2 || (cells.size() == 2 && !cells.getFirst().equals(Integer.toString(classes.size())))) {
                throw new DataException(where + ": '" + String.join(",", cells) + "' is not the label of sample "
                        + classes.size() + ". Write one label a line, or index,label with indices 0, 1, 2...");
            }
            classes.add(number(cells.getLast(), where));
        }
        return refuseEmpty(classes, path);
    }

    static boolean isNumber(String label) {
        return label.matches("[+-]?[0-9]{1,18}");
    }

    static ClassIndex number(String label, String where) {
        if (!isNumber(label)) {
            throw new DataException(where + ": '" + label + "' is no class number. Write classes as 0, 1, 2...;"
                    + " names can be used where folders name the classes.");
        }
        return Labels.classIndex(Long.parseLong(label), where);
    }

    private static <T> List<T> refuseEmpty(List<T> rows, Path path) {
        if (rows.isEmpty()) {
            throw new DataException(path + " has no labels. Each line is file,label.");
        }
        return rows;
    }

    private static List<CsvRows.Row> withoutHeader(Path path) {
        List<CsvRows.Row> rows = CsvRows.of(text(path), path.toString());
        boolean header = !rows.isEmpty() && isHeader(rows.getFirst().cells());
        return header ? rows.subList(1, rows.size()) : rows;
    }

    private static String text(Path path) {
        try {
            if (Files.size(path) > MAX_BYTES) {
                throw new DataException(
                        path + " has more than " + (MAX_BYTES >> 20) + " MiB: that is no table of labels.");
            }
            return Files.readString(path);
        } catch (CharacterCodingException e) {
            throw new DataException(path + " is no text in UTF-8.", e);
        } catch (IOException e) {
            throw SampleReader.unreadable(path, e);
        }
    }

    private static boolean isHeader(List<String> cells) {
        String last = cells.getLast().toLowerCase(Locale.ROOT);
        return LABEL_HEADERS.contains(last)
                && (cells.size() == 1
                        || FILE_HEADERS.contains(cells.getFirst().toLowerCase(Locale.ROOT))
                        || cells.getFirst().isEmpty());
    }
}
