package io.tierwise.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AnalyzeCommandTest {
    @TempDir
    private Path folder;

    private Path table = Path.of("");

    /// Two tiers and forty inputs, each measured twice: the cloud takes twice as long.
    @BeforeEach
    void writeTable() throws IOException {
        Random random = new Random(11);
        StringBuilder text = new StringBuilder("tier,operator,input,seconds\n");
        for (int input = 0; input < 40; input++) {
            double pace = 1 + random.nextDouble();
            for (int repeat = 0; repeat < 2; repeat++) {
                text.append("edge,I,").append(input).append(',').append(pace).append('\n');
                text.append("cloud,I,")
                        .append(input)
                        .append(',')
                        .append(2 * pace)
                        .append('\n');
                text.append("edge,Q,")
                        .append(input)
                        .append(',')
                        .append(pace / 2)
                        .append('\n');
            }
        }
        table = Files.writeString(folder.resolve("times.csv"), text);
    }

    private Ran analyze(String... options) {
        return Ran.of(Stream.concat(Stream.of("analyze", table.toString(), "--value", "seconds"), Stream.of(options))
                .toArray(String[]::new));
    }

    private static JsonNode family(Ran ran) {
        assertThat(ran.code()).as(ran.messages()).isZero();
        JsonNode families = JsonMapper.builder().build().readTree(ran.results()).get("families");
        assertThat(families).hasSize(1);
        return families.get(0);
    }

    @Test
    void analyze_text_leadsWithEffectsAndSaysPLast() {
        Ran ran = analyze("--group", "tier", "--where", "operator=I");
        assertThat(ran.code()).as(ran.messages()).isZero();
        assertThat(ran.results()).contains("0.50x").contains("large").contains("95 % interval");
        assertThat(ran.results().indexOf("Cliff's delta"))
                .isLessThan(ran.results().indexOf("conover p"));
        assertThat(ran.messages()).isEmpty();
    }

    @Test
    void analyze_groupOfTwoColumns_joinsNamesInThatOrder() {
        JsonNode family = family(analyze("--group", "operator,tier", "--format", "json"));
        assertThat(family.get("groups"))
                .extracting(group -> group.get("name").asString())
                .containsExactly("I@edge", "I@cloud", "Q@edge");
        assertThat(family.get("pairs")).hasSize(3);
    }

    @Test
    void analyze_unit_repeatsAreNotCountedAsIndependent() {
        JsonNode family = family(analyze(
                "--group",
                "tier",
                "--where",
                "operator=I",
                "--unit",
                "input",
                "--test",
                "wilcoxon,friedman,kruskal",
                "--format",
                "json"));
        JsonNode edge = family.get("groups").get(0);
        assertThat(edge.get("n").asInt()).isEqualTo(80);
        assertThat(edge.get("units").asInt()).isEqualTo(40);
        assertThat(family.get("friedman").get("units").asInt()).isEqualTo(40);
        JsonNode pair = family.get("pairs").get(0);
        assertThat(pair.get("ratio").asDouble()).isCloseTo(0.5, within(1e-9));
        assertThat(pair.get("p").asDouble()).isLessThan(1e-6);
        assertThat(family.get("notes").get(0).asString()).contains("repeats");
    }

    @Test
    void analyze_notEqual_leavesRowsOut() {
        JsonNode family = family(analyze("--group", "operator", "--where", "tier!=cloud", "--format", "json"));
        assertThat(family.get("groups")).hasSize(2);
        assertThat(family.get("groups").get(0).get("n").asInt()).isEqualTo(80);
    }

    @Test
    void analyze_output_writesTheFileAndNothingElse() throws IOException {
        Path output = folder.resolve("result.json");
        Ran ran = analyze("--group", "tier", "--format", "json", "-o", output.toString());
        assertThat(ran.code()).isZero();
        assertThat(ran.results()).isEmpty();
        assertThat(Files.readString(output)).startsWith("{");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    --group teir                          | no column 'teir'
                    --group tier --where operator         | 'operator' is no condition
                    --group tier --where operator=X       | none keeps every condition
                    --group tier --test kruskall          | unknown test 'kruskall'
                    --group tier --test friedman          | name their column
                    --group tier --correction bonferoni   | bonferoni
                    --group tier --value tier             | 'edge' in column tier is no finite number
                    """)
    void analyze_nonsense_isAUsageErrorThatNamesIt(String options, String sentence) {
        Ran ran = Ran.of(Stream.concat(
                        Stream.of("analyze", table.toString()),
                        Stream.of((options.contains("--value") ? options : options + " --value seconds").split(" ")))
                .toArray(String[]::new));
        assertThat(ran.code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(ran.results()).isEmpty();
        assertThat(ran.messages()).contains(sentence).doesNotContain("\tat ");
    }
}
