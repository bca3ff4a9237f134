package io.tierwise.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tierwise.data.CsvTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reproduces the published statistics of arXiv 2403.17154 from its raw measurements by the command
/// line, to the tolerances they allow.
class AnalyzePublishedStudyTest {
    private static final Path DATA = Path.of("../../shared/data/study");
    private static final Map<String, String> LETTERS = Map.of(
            "Identity", "I",
            "Quantize", "Q",
            "EarlyExit", "E",
            "QE", "QE",
            "Quantize EarlyExit", "QE",
            "Partition", "P",
            "Quantize EarlyExit Partition", "QEP");
    private static final List<String> TIERS = List.of("Mobile", "Edge", "Cloud");

    @BeforeEach
    void needMeasurements() {
        assumeTrue(Files.isDirectory(DATA), "the published measurements are not beside this checkout");
    }

    private static List<CsvTable.Row> expected(String name) {
        List<CsvTable.Row> rows = CsvTable.read(DATA.resolve(name)).rows();
        assertThat(rows).isNotEmpty();
        return rows;
    }

    private static JsonNode families(String table, String... options) {
        List<String> arguments = new ArrayList<>(
                List.of("analyze", DATA.resolve(table).toString(), "--value", "seconds", "--format", "json"));
        arguments.addAll(List.of(options));
        Ran ran = Ran.of(arguments.toArray(String[]::new));
        assertThat(ran.code()).as(ran.messages()).isZero();
        return JsonMapper.builder().build().readTree(ran.results()).get("families");
    }

    /// The one family that a published title speaks of.
    private static JsonNode family(String model, String title, String tests) {
        String kind = title.split(" ", 2)[0];
        List<String> options =
                new ArrayList<>(List.of("--where", "model=" + model, "--test", tests, "--correction", "none"));
        if (TIERS.contains(kind)) {
            options.addAll(List.of("--group", "operator,tier", "--where", "tier=" + kind + ",Mobile-Edge"));
        } else {
            String operators =
                    kind.equals("Partion") ? "P,I" : kind.equals("QEP") ? "QEP,QE" : LETTERS.getOrDefault(kind, kind);
            options.addAll(List.of("--group", "tier", "--where", "operator=" + operators));
        }
        JsonNode families = families("latency.csv.gz", options.toArray(String[]::new));
        assertThat(families).hasSize(1);
        return families.get(0);
    }

    /// Our name of a group that a published row names.
    private static String group(String title, String published) {
        String kind = title.split(" ", 2)[0];
        return TIERS.contains(kind)
                ? LETTERS.get(published) + "@" + (published.endsWith("Partition") ? "Mobile-Edge" : kind)
                : published;
    }

    private static void assertP(List<String> row, double found, double published) {
        if (published < 1e-300) {
            assertThat(found).as("%s", row).isLessThan(1e-300);
        } else {
            assertThat(found).as("%s", row).isCloseTo(published, within(1e-6 * published));
        }
    }

    private static double number(List<String> row, int column) {
        return Double.parseDouble(row.get(column));
    }

    @Test
    void analyze_publishedFamilies_kruskalWallisIsReproduced() {
        for (CsvTable.Row expected : expected("expected_kruskal.csv")) {
            List<String> row = expected.cells();
            JsonNode kruskal = family(row.get(0), row.get(1), "kruskal").get("kruskal");
            assertThat(kruskal.get("h").asDouble()).as("%s", row).isCloseTo(number(row, 2), within(1e-6));
            assertP(row, kruskal.get("p").asDouble(), number(row, 3));
        }
    }

    @Test
    void analyze_publishedPairs_conoverAndCliffsDeltaAreReproduced() {
        Map<String, JsonNode> known = new LinkedHashMap<>();
        for (CsvTable.Row expected : expected("expected_conover_cliffs.csv")) {
            List<String> row = expected.cells();
            String title = row.get(1);
            JsonNode family =
                    known.computeIfAbsent(row.get(0) + title, key -> family(row.get(0), title, "conover,cliff"));
            String first = group(title, row.get(2));
            String second = group(title, row.get(3));
            JsonNode pair = pair(family, first, second);
            double sign = pair.get("a").asString().equals(first) ? 1 : -1;
            assertP(row, pair.get("p").asDouble(), number(row, 4));
            assertThat(sign * pair.get("cliffsDelta").asDouble()).as("%s", row).isCloseTo(number(row, 6), within(1e-9));
            assertThat(pair.get("magnitude").asString()).as("%s", row).isEqualTo(row.get(7));
        }
    }

    private static JsonNode pair(JsonNode family, String first, String second) {
        for (JsonNode pair : family.get("pairs")) {
            List<String> names = List.of(pair.get("a").asString(), pair.get("b").asString());
            if (names.contains(first) && names.contains(second)) {
                return pair;
            }
        }
        throw new AssertionError("no pair of " + first + " and " + second + " in " + family.get("pairs"));
    }

    @Test
    void analyze_publishedCells_shapiroWilkIsReproduced() {
        JsonNode families =
                families("latency.csv.gz", "--by", "model,operator", "--group", "tier", "--test", "shapiro");
        Map<String, JsonNode> cells = new LinkedHashMap<>();
        families.forEach(family -> family.get("groups")
                .forEach(group -> cells.put(
                        family.get("by").get("model").asString() + " "
                                + family.get("by").get("operator").asString() + " "
                                + group.get("name").asString(),
                        group.get("shapiro"))));
        for (CsvTable.Row expected : expected("expected_shapiro.csv")) {
            List<String> row = expected.cells();
            String[] words = row.get(0).split(" ", 2);
            String letters = words.length == 1 ? "I" : LETTERS.getOrDefault(words[1], words[1]);
            String operators = row.get(1).contains("-") ? (letters.equals("QE") ? "QEP" : "P") : letters;
            JsonNode found =
                    Objects.requireNonNull(cells.get(words[0] + " " + operators + " " + row.get(1)), row.toString());
            double w = number(row, 2);
            double p = number(row, 3);
            assertThat(found.get("w").asDouble()).as("%s", row).isCloseTo(w, within(1e-5 * w));
            assertThat(found.get("p").asDouble()).as("%s", row).isCloseTo(p, within(1e-3 * p));
        }
    }

    @ParameterizedTest
    @CsvSource({"fcn, 0.0132", "resnet, 0.0003", "resnext, 0.0002", "duc, 0.0005"})
    void analyze_networkStudy_bandwidthMattersAsPublished(String model, double published) {
        JsonNode families = families(
                "network.csv.gz",
                "--group",
                "mobile_edge_mbps",
                "--where",
                "model=" + model,
                "--where",
                "tier=edge",
                "--where",
                "operator=identity",
                "--where",
                "repeat!=0",
                "--test",
                "kruskal");
        assertThat(families).hasSize(1);
        assertThat(families.get(0).get("kruskal").get("p").asDouble()).isCloseTo(published, within(5e-5));
    }
}
