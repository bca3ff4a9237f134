package io.tierwise.data;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// A table of text under named columns, as a CSV file holds it.
///
/// @param name of the file, for messages
/// @param columns their names, each once
/// @param rows with as many cells as there are columns
public record CsvTable(String name, List<String> columns, List<Row> rows) {
    private static final int MOST_BYTES = 256 << 20;
    private static final int BUFFER = 1 << 16;

    /// One row.
    ///
    /// @param line where it begins in the file, from 1
    public record Row(int line, List<String> cells) {
        public Row {
            cells = List.copyOf(cells);
        }
    }

    public CsvTable {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /// Reads a CSV file (RFC 4180, UTF-8), plain or compressed by gzip (its name ends in `.gz`), whose
    /// first line names the columns.
    ///
    /// @throws DataException naming the file, the line, and what was found
    public static CsvTable read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new DataException("There is no table " + file + ". Check the path.");
        }
        boolean zipped = SampleReader.fileName(file).endsWith(".gz");
        try (InputStream raw = Files.newInputStream(file);
                InputStream in = zipped ? new GZIPInputStream(raw) : raw) {
            return parse(text(in, file), file.toString());
        } catch (CharacterCodingException e) {
            throw new DataException(file + " is no text in UTF-8.", e);
        } catch (ZipException | EOFException e) {
            throw new DataException(file + " is no whole gzip file: " + e.getMessage() + ".", e);
        } catch (IOException e) {
            throw SampleReader.unreadable(file, e);
        }
    }

    /// The table in a text.
    ///
    /// @param name what to call it in messages
    public static CsvTable parse(String text, String name) {
        List<CsvRows.Row> rows = CsvRows.of(text, name);
        if (rows.isEmpty()) {
            throw new DataException(name + " is empty: a table begins with a line that names its columns.");
        }
        List<String> columns = rows.getFirst().cells();
        Set<String> seen = new HashSet<>();
        for (String column : columns) {
            if (column.isEmpty() || !seen.add(column)) {
                throw new DataException(name + " line " + rows.getFirst().line() + ": "
                        + (column.isEmpty() ? "a column has no name." : "two columns are named '" + column + "'."));
            }
        }
        return new CsvTable(
                name,
                columns,
                rows.stream().skip(1).map(row -> checked(row, columns, name)).toList());
    }

    private static Row checked(CsvRows.Row row, List<String> columns, String name) {
        if (row.cells().size() != columns.size()) {
            throw new DataException(name + " line " + row.line() + ": "
                    + row.cells().size() + " cells, but " + columns.size() + " columns are named.");
        }
        return new Row(row.line(), row.cells());
    }

    /// The position of a column.
    ///
    /// @throws DataException naming the column that was probably meant
    public int column(String wanted) {
        int position = columns.indexOf(wanted);
        if (position < 0) {
            throw new DataException(name + " has no column '" + wanted + "': " + DidYouMean.sentence(wanted, columns));
        }
        return position;
    }

    private static String text(InputStream in, Path file) throws IOException {
        var bytes = new ByteArrayOutputStream();
        byte[] buffer = new byte[BUFFER];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            if (bytes.size() > MOST_BYTES - read) {
                throw new DataException(file + " holds more than " + (MOST_BYTES >> 20) + " MiB of text.");
            }
            bytes.write(buffer, 0, read);
        }
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes.toByteArray()))
                .toString();
    }
}
