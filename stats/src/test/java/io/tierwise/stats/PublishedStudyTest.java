package io.tierwise.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/// Reproduces the published statistics of arXiv 2403.17154 from its raw measurements, to the tolerances they allow.
class PublishedStudyTest {
    private static final Path DATA = Path.of("../../shared/data/study");
    /// Our letters for the names the published tables use.
    private static String letters(String operator) {
        return switch (operator) {
            case "Identity" -> "I";
            case "Quantize" -> "Q";
            case "EarlyExit" -> "E";
            case "QE", "Quantize EarlyExit" -> "QE";
            case "Partition" -> "P";
            case "Quantize EarlyExit Partition" -> "QEP";
            default -> throw new AssertionError("Unknown operator " + operator);
        };
    }

    @Test
    void kruskalWallis_publishedFamilies_areReproduced() throws IOException {
        var cells = latencies();
        for (List<String> row : expected("expected_kruskal.csv")) {
            var family = family(row.get(0), row.get(1), cells);
            var found = KruskalWallis.test(family.values().toArray(double[][]::new));

            assertThat(found.h()).as("%s", row).isCloseTo(number(row, 2), within(1e-6));
            assertP(row, found.p(), number(row, 3));
        }
    }

    @Test
    void conoverAndCliffsDelta_publishedPairs_areReproduced() throws IOException {
        var cells = latencies();
        for (List<String> row : expected("expected_conover_cliffs.csv")) {
            var family = family(row.get(0), row.get(1), cells);
            List<String> names = List.copyOf(family.keySet());
            int first = names.indexOf(row.get(2));
            int second = names.indexOf(row.get(3));
            var conover = Conover.test(Correction.NONE, family.values().toArray(double[][]::new));
            var pair = conover.pairs().stream()
                    .filter(p -> p.first() == Math.min(first, second) && p.second() == Math.max(first, second))
                    .findFirst()
                    .orElseThrow();
            var delta = CliffsDelta.of(
                    List.copyOf(family.values()).get(first),
                    List.copyOf(family.values()).get(second));

            assertP(row, pair.p(), number(row, 4));
            assertThat(delta.delta()).as("%s", row).isCloseTo(number(row, 6), within(1e-9));
            assertThat(delta.magnitude().name().toLowerCase(Locale.ROOT))
                    .as("%s", row)
                    .isEqualTo(row.get(7));
        }
    }

    @Test
    void shapiroWilk_publishedCells_areReproduced() throws IOException {
        var cells = latencies();
        for (List<String> row : expected("expected_shapiro.csv")) {
            String[] words = row.get(0).split(" ", 2);
            String operator = words.length == 1 ? (row.get(1).contains("-") ? "P" : "I") : letters(words[1]);
            if (operator.equals("QE") && row.get(1).contains("-")) {
                operator = "QEP";
            }
            var found = ShapiroWilk.test(cell(cells, words[0], operator, row.get(1)));
            double w = number(row, 2);
            double p = number(row, 3);

            assertThat(found.w()).as("%s", row).isCloseTo(w, within(1e-5 * w));
            assertThat(found.p()).as("%s", row).isCloseTo(p, within(1e-3 * p));
        }
    }

    private static void assertP(List<String> row, double found, double published) {
        if (published < 1e-300) {
            assertThat(found).as("%s", row).isLessThan(1e-300);
        } else {
            assertThat(found).as("%s", row).isCloseTo(published, within(1e-6 * published));
        }
    }

    /// The groups of a published family by the names it gives them.
    private static Map<String, double[]> family(String model, String title, Map<String, double[]> cells) {
        Map<String, double[]> groups = new LinkedHashMap<>();
        String kind = title.split(" ", 2)[0];
        if (List.of("Mobile", "Edge", "Cloud").contains(kind)) {
            for (String operator : List.of("Identity", "Quantize", "EarlyExit", "Quantize EarlyExit")) {
                groups.put(operator, cell(cells, model, letters(operator), kind));
            }
            for (String operator : List.of("Partition", "Quantize EarlyExit Partition")) {
                groups.put(operator, cell(cells, model, letters(operator), "Mobile-Edge"));
            }
            return groups;
        }
        boolean parted = kind.equals("Partion") || kind.equals("QEP");
        if (parted) {
            for (String tier : List.of("Mobile-Edge", "Edge-Cloud", "Mobile-Cloud")) {
                groups.put(tier, cell(cells, model, kind.equals("QEP") ? "QEP" : "P", tier));
            }
        }
        String whole = parted ? (kind.equals("QEP") ? "QE" : "I") : letters(kind);
        for (String tier : List.of("Mobile", "Edge", "Cloud")) {
            groups.put(tier, cell(cells, model, whole, tier));
        }
        return groups;
    }

    private static double[] cell(Map<String, double[]> cells, String model, String operator, String tier) {
        double[] found = cells.getOrDefault(model + "," + operator + "," + tier, new double[0]);
        assertThat(found).as("%s %s@%s", model, operator, tier).hasSize(500);
        return found;
    }

    private static Map<String, double[]> latencies() throws IOException {
        Path file = DATA.resolve("latency.csv.gz");
        assumeTrue(Files.exists(file), "the published measurements are not beside this checkout");
        Map<String, List<Double>> cells = new HashMap<>();
        try (var reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            reader.lines().skip(1).forEach(line -> {
                String[] fields = line.split(",", -1);
                cells.computeIfAbsent(fields[0] + "," + fields[1] + "," + fields[2], key -> new ArrayList<>())
                        .add(Double.parseDouble(fields[5]));
            });
        }
        Map<String, double[]> arrays = new HashMap<>();
        cells.forEach((key, values) ->
                arrays.put(key, values.stream().mapToDouble(Double::doubleValue).toArray()));
        return arrays;
    }

    private static List<List<String>> expected(String name) throws IOException {
        Path file = DATA.resolve(name);
        assumeTrue(Files.exists(file), "the published results are not beside this checkout");
        try (var lines = Files.lines(file)) {
            return lines.skip(1).map(PublishedStudyTest::fields).toList();
        }
    }

    private static List<String> fields(String line) {
        // Commas outside quotes: those followed by an even number of quotes.
        return Arrays.stream(line.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", -1))
                .map(field -> field.replace("\"", ""))
                .toList();
    }

    private static double number(List<String> row, int column) {
        return Double.parseDouble(row.get(column));
    }
}
