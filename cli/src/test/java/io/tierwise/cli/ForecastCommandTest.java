package io.tierwise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Forecasts of a study that was really carried out.
class ForecastCommandTest {
    private static final String TWO_TIERS = """
            tiers: {near: {cpu: 0.5}, far: {}}
            links: {near-far: {bandwidth: 50Mbit, rtt: 2ms}}
            strategies: [I@near, I@far, P@near+far]
            goals: [minimize p50]
            schedule: {least: 1, rounds: 1, block: 3, spacing: 1ms, confirmations: 1}
            """;

    @TempDir
    static Path folder;

    private static String results;

    @BeforeAll
    static void run() {
        TinyStudy study = TinyStudy.classification(folder);
        results = folder.resolve("results").toString();
        Ran ran = Ran.of("run", study.file(TWO_TIERS), "-o", results);
        assertThat(ran.messages()).contains("Timing models node by node");
    }

    @Test
    void forecast_study_ranksWhatWasMeasuredAndWhatWasNot() {
        JsonNode json = JsonMapper.shared().readTree(forecast("--format", "json", "--top", "100"));

        assertThat(json.get("measured").asInt()).isEqualTo(3);
        assertThat(json.has("factor"))
                .as("nothing is known of errors below nine strategies")
                .isFalse();
        List<String> bases = json.get("ranked")
                .valueStream()
                .map(one -> one.get("basis").asString())
                .toList();
        assertThat(bases).hasSize(json.get("cells").asInt()).contains("emulated", "forecast");
        assertThat(bases.stream().filter("measured"::equals))
                .as("on tier far alone")
                .hasSize(1);
        assertThat(bases.stream().filter("emulated"::equals))
                .as("on the slowed tier near")
                .hasSize(2);
        assertThat(json.get("ranked")
                        .valueStream()
                        .map(one -> one.get("p50Millis").asDouble()))
                .isSorted()
                .allMatch(millis -> millis > 0);
    }

    @Test
    void forecast_sweeps_areWalkedDrawnAndWritten() throws IOException {
        Path table = folder.resolve("who.csv");
        String text = forecast(
                "--sweep", "near-far.bandwidth=1..1000Mbit", "--sweep", "near.cpu=0.001..1", "-o", table.toString());

        assertThat(text)
                .contains("near-far.bandwidth", "near.cpu (up) over near-far.bandwidth (right)", "is not known")
                .contains("1 Mbit/s", "1 Gbit/s");
        List<String> rows = Files.readAllLines(table);
        assertThat(rows.getFirst()).isEqualTo("x,x_value,y,y_value,strategy,p50_ms,low_ms,high_ms,basis");
        assertThat(rows).hasSize(1 + 31 * 15);
        assertThat(rows.get(1)).startsWith("near-far.bandwidth,").contains("near.cpu,0.001,");
        assertThat(text).as("a near tier of a thousandth of a core loses").contains("I@far");
    }

    @Test
    void forecast_listedValues_areAGridInATableAndAPicture() throws Exception {
        Path table = folder.resolve("grid.csv");
        Path picture = folder.resolve("grid.svg");
        String[] sweeps = {"--sweep", "near-far.bandwidth=1,10Mbit", "--sweep", "near.cpu=0.001,0.5,1"};

        String text = forecast(sweeps[0], sweeps[1], sweeps[2], sweeps[3], "-o", table.toString());
        forecast(sweeps[0], sweeps[1], sweeps[2], sweeps[3], "-o", picture.toString());
        JsonNode grid = JsonMapper.shared()
                .readTree(forecast(sweeps[0], sweeps[1], sweeps[2], sweeps[3], "--format", "json"))
                .get("grid");

        assertThat(text).contains("1 Mbit/s", "10 Mbit/s", "0.001 CPU", "0.5 CPU", "A ");
        List<String> rows = Files.readAllLines(table);
        assertThat(rows.getFirst()).endsWith(",basis,operators,tiers,fastest");
        assertThat(rows).as("one model on near, far, and both").hasSize(1 + 3 * 2 * 3);
        assertThat(rows.stream().filter(row -> row.endsWith(",true"))).hasSize(2 * 3);
        assertThat(rows)
                .filteredOn(row -> row.contains("near+far"))
                .allMatch(row -> row.contains(",\"P(") || row.contains(",P("));
        assertThat(grid.get("tiles").size()).isEqualTo(3);
        Document document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(picture.toFile());
        assertThat(document.getDocumentElement().getTagName()).isEqualTo("svg");
        assertThat(Files.readString(picture)).contains("near + far", "near.cpu").contains("stroke=\"#d95f02\"");
    }

    @Test
    void forecast_verified_showsWhatWasMeasuredBesideEachForecast() {
        String[] words = {"--sweep", "near.cpu=0.0011..1", "--verify", "1", "--format", "json"};

        JsonNode verified = JsonMapper.shared().readTree(forecast(words)).get("verified");

        assertThat(verified.size()).as("both sides of one line").isEqualTo(2);
        for (JsonNode check : verified) {
            assertThat(check.get("at").asString()).startsWith("near.cpu ");
            assertThat(check.get("measuredMillis").asDouble()).isPositive();
            assertThat(check.get("trials").asInt())
                    .as("a block of 3 in each of 4 rounds; fewer where a tier that slow missed a trial's deadline")
                    .isBetween(3, 12);
        }
        assertThat(Path.of(results, "spots")).isNotEmptyDirectory();
        assertThat(JsonMapper.shared().readTree(forecast(words)).get("verified"))
                .as("what was measured is not measured again")
                .isEqualTo(verified);
    }

    @Test
    void forecast_studyFile_runsEachStrategyOnceAndGoesOnFromThere() {
        String file = folder.resolve("study.yaml").toString();
        String kept = folder.resolve("brief").toString();

        Ran ran = Ran.of("forecast", file, "--results", kept, "--format", "json");
        Ran again = Ran.of("forecast", file, "--results", kept, "--format", "json");

        assertThat(ran.code()).as(ran.messages()).isEqualTo(ExitCode.OK.code());
        assertThat(JsonMapper.shared().readTree(ran.results()).get("measured").asInt())
                .isEqualTo(3);
        assertThat(again.results()).isEqualTo(ran.results());
    }

    @Test
    void forecast_goalThatNothingKeeps_saysSo() {
        Ran ran = Ran.of("forecast", results, "--goal", "p50<=0.000001ms", "--sweep", "near.cpu=0.1..1");

        assertThat(ran.code()).isEqualTo(ExitCode.INFEASIBLE.code());
        assertThat(ran.results()).contains("nothing keeps the goals");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            --sweep near.cpu=1; is no sweep: write it like
            --sweep near.cpu=0.1..; is no sweep: write it like
            --sweep nera.cpu=0.1..1; did you mean 'near'?
            --sweep near.cpu=0.00001..1; cpu must be 0.001 to
            --goal p50<=1parsec; unknown unit 'parsec'
            --top 0; --top is at least 1
            --verify 3; --verify measures where one strategy takes over
            --verify 101; --verify is 0 to 100
            -o who.svg; A picture (-o who.svg) is of two sweeps whose values are listed
            """)
    void forecast_misuse_saysWhatToDo(String arguments, String message) {
        String[] words = arguments.split(" ", -1);
        Ran ran = Ran.of("forecast", results, words[0], words[1]);

        assertThat(ran.code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(ran.messages()).contains(message).doesNotContain("\tat ");
    }

    @Test
    void forecast_folderWithoutAStudy_saysSo() {
        Ran ran = Ran.of("forecast", folder.resolve("images").toString());

        assertThat(ran.code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(ran.messages()).contains("images");
    }

    private static String forecast(String... options) {
        String[] words = new String[options.length + 2];
        words[0] = "forecast";
        words[1] = results;
        System.arraycopy(options, 0, words, 2, options.length);
        Ran ran = Ran.of(words);
        assertThat(ran.code()).as(ran.messages()).isEqualTo(ExitCode.OK.code());
        return ran.results();
    }
}
