package io.tierwise.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CsvTableTest {
    private static final int FUZZ_RUNS = 200;

    @TempDir
    private Path folder;

    private static List<List<String>> cells(CsvTable table) {
        return table.rows().stream().map(CsvTable.Row::cells).toList();
    }

    @Test
    void parse_quotedCells_keepCommasQuotesAndLineEnds() {
        CsvTable table = CsvTable.parse("\uFEFFname,seconds\r\n\"a, \"\"b\"\"\nc\",1\r\n\r\nd,2", "t.csv");
        assertThat(table.columns()).containsExactly("name", "seconds");
        assertThat(cells(table)).containsExactly(List.of("a, \"b\"\nc", "1"), List.of("d", "2"));
        assertThat(table.rows().getLast().line()).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
                    ''              | t.csv is empty
                    'a,a\\n1,2'      | t.csv line 1: two columns are named 'a'
                    'a,\\n1,2'       | t.csv line 1: a column has no name
                    'a,b\\n1'        | t.csv line 2: 1 cells, but 2 columns are named
                    'a,b\\n1,2\\n"3,4' | t.csv line 3: a quotation mark is not closed
                    """)
    void parse_damagedTable_namesTheLine(String text, String message) {
        assertThatThrownBy(() -> CsvTable.parse(text.replace("\\n", "\n"), "t.csv"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(message);
    }

    @Test
    void column_misspelt_saysWhatWasMeant() {
        CsvTable table = CsvTable.parse("tier,seconds\nedge,1\n", "t.csv");
        assertThat(table.column("seconds")).isEqualTo(1);
        assertThatThrownBy(() -> table.column("second"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("no column 'second'")
                .hasMessageContaining("seconds");
    }

    @Test
    void read_plainAndZipped_areTheSame() throws IOException {
        byte[] text = "a,b\n1,2\n".getBytes(StandardCharsets.UTF_8);
        Path plain = Files.write(folder.resolve("t.csv"), text);
        Path zipped = folder.resolve("t.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(zipped))) {
            out.write(text);
        }
        assertThat(cells(CsvTable.read(zipped))).isEqualTo(cells(CsvTable.read(plain)));
    }

    @Test
    void read_brokenFiles_areRefusedByName() throws IOException {
        Path zipped = Files.writeString(folder.resolve("t.csv.gz"), "a,b\n1,2\n");
        Path binary = Files.write(folder.resolve("t.csv"), new byte[] {'a', '\n', (byte) 0xC3, (byte) 0x28});
        for (Path file : List.of(zipped, binary, folder.resolve("none.csv"), folder)) {
            assertThatThrownBy(() -> CsvTable.read(file))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining(file.toString());
        }
    }

    private static LongStream seeds() {
        return LongStream.range(20_261_100, 20_261_100 + FUZZ_RUNS);
    }

    private static String pick(Random random, int length, String alphabet) {
        return random.ints(length, 0, alphabet.length())
                .mapToObj(alphabet::charAt)
                .map(String::valueOf)
                .collect(Collectors.joining());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void parse_anyText_isATableOrRefusedWithItsName(long seed) {
        Random random = new Random(seed);
        String text = pick(random, random.nextInt(200), "ab1,,,\"\"\n\n\r \u00e9\u0000");
        Throwable thrown = catchThrowable(() -> {
            CsvTable table = CsvTable.parse(text, "fuzz.csv");
            assertThat(table.rows())
                    .allMatch(row -> row.cells().size() == table.columns().size());
        });
        if (thrown != null) {
            assertThat(thrown).isInstanceOf(DataException.class).hasMessageContaining("fuzz.csv");
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void parse_writtenTable_comesBackAsItWas(long seed) {
        Random random = new Random(seed);
        int columns = 1 + random.nextInt(5);
        List<List<String>> rows = new ArrayList<>();
        for (int row = 0; row < 1 + random.nextInt(20); row++) {
            String[] cells = new String[columns];
            Arrays.setAll(cells, i -> "x" + pick(random, random.nextInt(6), "a,\"\n\u00e9 ") + "y");
            rows.add(List.of(cells));
        }
        String[] names = new String[columns];
        Arrays.setAll(names, i -> "c" + i);
        String text = Stream.concat(Stream.of(List.of(names)), rows.stream())
                .map(row -> row.stream()
                        .map(cell -> "\"" + cell.replace("\"", "\"\"") + "\"")
                        .collect(Collectors.joining(",")))
                .collect(Collectors.joining("\n"));
        assertThat(cells(CsvTable.parse(text, "t.csv"))).isEqualTo(rows);
    }
}
