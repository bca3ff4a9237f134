package io.tierwise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A small study carried out by `run` and again by `replay`, and both held against each other and
/// against tables by `compare`.
class GateCommandsTest {
    private static final int[] VERDICTS = {ExitCode.OK.code(), ExitCode.INFEASIBLE.code(), ExitCode.INCONCLUSIVE.code()
    };

    @TempDir
    static Path folder;

    private static String before;
    private static String after;
    private static Ran replay;

    @BeforeAll
    static void runAndReplay() {
        String file = TinyStudy.classification(folder).file("""
                tiers: {near: {}}
                strategies: [I@near, Q(u8s8)@near]
                goals: [minimize p50, 'drop <= 100pp']
                schedule: {least: 2, rounds: 2, block: 4, spacing: 1ms, confirmations: 1}
                """);
        before = folder.resolve("before").toString();
        after = folder.resolve("after").toString();
        Ran first = Ran.of("run", file, "-o", before, "--quiet");
        assertThat(first.code()).as(first.messages()).isIn(ExitCode.OK.code(), ExitCode.INCONCLUSIVE.code());
        replay = Ran.of("replay", before, "-o", after, "--format", "json");
    }

    private static JsonNode json(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--format", "json"));
        Ran ran = Ran.of(all.toArray(String[]::new));
        assertThat(ran.code()).as(ran.messages()).isIn(0, 3, 4);
        return JsonMapper.builder().build().readTree(ran.results());
    }

    /// Times of the study's strategies, all of them the same.
    private static String table(String name, String millis) {
        StringBuilder text = new StringBuilder("operator,tier,round,ms\n");
        for (int round = 0; round < 4; round++) {
            for (String operator : List.of("I", "Q(u8s8)")) {
                text.append("%s,Near,%d,%s%n".formatted(operator, round, millis));
            }
        }
        try {
            return Files.writeString(folder.resolve(name), text).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path copyOf(String study, String name) throws IOException {
        Path copy = Files.createDirectories(folder.resolve(name));
        Files.copy(
                Path.of(study, "journal.sqlite"), copy.resolve("journal.sqlite"), StandardCopyOption.REPLACE_EXISTING);
        return copy;
    }

    private static void execute(Path study, String command) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + study.resolve("journal.sqlite"));
                var statement = connection.createStatement()) {
            statement.execute(command);
        }
    }

    @Test
    void replay_sameModelAndSamples_answersAndModelFilesAreTheSame() {
        assertThat(replay.code()).as(replay.messages()).isIn(0, 3, 4);
        JsonNode json = JsonMapper.builder().build().readTree(replay.results());
        assertThat(json.get("artefacts").get("changed")).isEmpty();
        assertThat(json.get("artefacts").get("count").asInt()).isEqualTo(2);
        assertThat(json.get("recommendation").get("sentence").asString()).isNotBlank();
        JsonNode strategies = json.get("times").get("strategies");
        assertThat(strategies).hasSize(2).allSatisfy(strategy -> {
            assertThat(strategy.get("answers").get("changed")).isEmpty();
            assertThat(strategy.get("answers").get("samples").asInt()).isPositive();
            assertThat(strategy.get("accuracy").get("drop").asDouble()).isZero();
            assertThat(strategy.get("accuracy").get("basis").asString()).startsWith("exact");
            assertThat(strategy.get("time").get("baselineOpenings").asInt()).isEqualTo(2);
        });
        assertThat(json.get("times").get("differences")).isEmpty();
        assertThat(json.get("times").get("control").get("name").asString()).isEqualTo("I@near");
        assertThat(Path.of(after, "report.html")).isNotEmptyFile();
    }

    @Test
    void replay_finished_resumesWithoutMeasuring() throws IOException {
        byte[] measured = Files.readAllBytes(Path.of(after, "observations.csv"));
        Ran again = Ran.of("replay", before, "-o", after, "--resume", "--quiet");

        assertThat(again.code()).isEqualTo(replay.code());
        assertThat(again.results()).contains("Recommendation (", "Answers: the same to every sample", "Replay: ");
        assertThat(Path.of(after, "observations.csv")).hasBinaryContent(measured);
    }

    @Test
    void replay_ofAReplay_isPossible() {
        assertThat(Ran.of("replay", after, "-o", "never", "--dry-run").results())
                .contains("2 strategies of ", " in 2 rounds, seed 7.", "the same, byte for byte");
    }

    @Test
    void replay_intoItselfOrOverAStudy_isRefused() {
        assertThat(Ran.of("replay", before, "-o", before).refusal()).contains("is the study itself");
        assertThat(Ran.of("replay", before, "-o", after).refusal()).contains("already holds a study");
        assertThat(Ran.of("replay", before, "-o", "never", "--resume").refusal())
                .contains("never holds no replay to resume");
    }

    @Test
    void replay_anotherModel_isRefusedUnlessAllowed() {
        Path other = TinyModels.plainClassifier(folder.resolve("other.onnx"));

        assertThat(Ran.of("replay", before, "-o", "never", "--dry-run", "--model", other.toString())
                        .refusal())
                .contains("The model " + other, "changed since the study ran: SHA-256 ", "--allow-changes");
        Ran allowed =
                Ran.of("replay", before, "-o", "never", "--dry-run", "--model", other.toString(), "--allow-changes");
        assertThat(allowed.code()).isZero();
        assertThat(allowed.results()).contains("changed since the study ran");
    }

    @Test
    void replay_samplesMoved_areFoundWhereSaid() throws IOException {
        Path moved = Files.createDirectories(folder.resolve("moved"));
        Files.createDirectories(moved.resolve("images"));
        try (Stream<Path> images = Files.list(folder.resolve("images"))) {
            for (Path image : images.toList()) {
                Files.copy(image, moved.resolve("images").resolve(image.getFileName()));
            }
        }
        Files.copy(folder.resolve("labels.csv"), moved.resolve("labels.csv"));

        assertThat(Ran.of("replay", before, "-o", "never", "--dry-run", "--data", moved.toString())
                        .results())
                .contains("the same, byte for byte");
        Files.writeString(moved.resolve("labels.csv"), Files.readString(moved.resolve("labels.csv")) + "\n");
        assertThat(Ran.of("replay", before, "-o", "never", "--dry-run", "--data", moved.toString())
                        .refusal())
                .contains("Samples or labels changed since the study ran");
        assertThat(Ran.of("replay", before, "-o", "never", "--dry-run", "--data", before)
                        .refusal())
                .contains("there is no file or folder 'images'", "--data DIR");
    }

    @Test
    void replay_modelGone_saysHowToNameIt() throws IOException, SQLException {
        Path copy = copyOf(before, "gone");
        execute(copy, "UPDATE fact SET value = replace(value, 'tiny.onnx', 'gone.onnx') WHERE name = 'capsule'");

        assertThat(Ran.of("replay", copy.toString(), "-o", "never").refusal())
                .contains("gone.onnx, where the study had it", "--model FILE");
    }

    @Test
    void replay_folderOfAnEarlierVersion_saysWhatItLacks() throws IOException, SQLException {
        Path copy = copyOf(before, "earlier");
        execute(copy, "DELETE FROM fact WHERE name = 'capsule'");

        assertThat(Ran.of("replay", copy.toString(), "-o", "never").refusal())
                .contains(copy + " was written by an earlier version", "Run the study file again");
        assertThat(json("compare", copy.toString(), before).get("notes"))
                .anyMatch(note -> note.asString().contains("so there is no control"));
    }

    @Test
    void resume_modelChangedSince_isRefused() throws IOException, SQLException {
        Path copy = copyOf(before, "changed");
        execute(
                copy,
                "UPDATE fact SET value = replace(value, '\"modelDigest\":\"', '\"modelDigest\":\"0') WHERE"
                        + " name = 'capsule'");

        assertThat(Ran.of("run", folder.resolve("study.yaml").toString(), "-o", copy.toString(), "--resume", "--quiet")
                        .refusal())
                .contains("a study whose model ", "have changed since it began");
    }

    @Test
    void compare_twoFolders_judgesEveryStrategyInEveryFormat() throws Exception {
        Path junit = folder.resolve("gate.xml");
        Path markdown = Files.writeString(folder.resolve("summary.md"), "# mine\n");
        Ran ran = Ran.of("compare", before, after, "--junit-xml", junit.toString(), "--markdown", markdown.toString());

        assertThat(ran.code()).as(ran.messages()).isIn(VERDICTS[0], VERDICTS[1], VERDICTS[2]);
        assertThat(ran.results())
                .startsWith("Baseline " + before + ", candidate " + after)
                .contains("The model is the same, and the machine and its software are recorded as the same.")
                .contains("Control I@near", "I@near", "Q(u8s8)@near", "Verdict: ")
                .containsPattern("(?i)sees differences of");
        assertThat(ran.messages()).contains("wrote " + junit, "wrote " + markdown);
        assertThat(Files.readString(markdown)).startsWith("# mine\n### Tierwise: ");
        assertThat(DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(junit.toFile())
                        .getElementsByTagName("testcase")
                        .getLength())
                .isEqualTo(2);
    }

    @Test
    void compare_sameFolder_saysThatItIsAnAA() {
        JsonNode json = json("compare", before, before, "--strategy", "q(U8S8)@near");

        assertThat(json.get("notes").get(0).asString()).contains("the same folder: an A/A comparison");
        assertThat(json.get("strategies")).hasSize(1);
        assertThat(json.get("strategies").get(0).get("time").get("ratio").asDouble())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"1e-6, 3, failed", "1e6, 0, passed"})
    void compare_tableAgainstFolder_matchesNamesAndUnits(String millis, int code, String verdict) {
        String table = table("table-" + verdict + ".csv", millis);
        Ran ran = Ran.of("compare", table, after, "--value", "ms", "--group", "operator,tier");

        assertThat(ran.code()).as(ran.results() + ran.messages()).isEqualTo(code);
        assertThat(ran.results()).contains("I@Near", "Verdict: " + verdict);
    }

    @Test
    void compare_output_isWrittenToItsFile() {
        String table = table("same.csv", "3");
        Path output = folder.resolve("result.txt");
        Ran ran = Ran.of("compare", table, table, "--value", "ms", "--group", "operator,tier", "-o", output.toString());

        assertThat(ran.code()).isZero();
        assertThat(ran.results()).isEmpty();
        assertThat(output).content().contains("Verdict: passed");
    }

    @Test
    void compare_twoModels_runsBothInTurns() {
        Path small = TinyModels.classifier(folder.resolve("small.onnx"));
        Path large = TinyModels.heavy(folder.resolve("large.onnx"));
        String[] duet = {
            "compare",
            small.toString(),
            large.toString(),
            "--trials",
            "40",
            "--openings",
            "4",
            "--quiet",
            "--data",
            folder.resolve("images").toString(),
            "--labels",
            folder.resolve("labels.csv").toString(),
            "--preprocess",
            "scale=1/255,color=gray",
            "--accuracy-tolerance",
            "100pp"
        };
        JsonNode json = json(duet);

        assertThat(json.get("verdict").asString()).isEqualTo("failed");
        JsonNode model = json.get("strategies").get(0);
        assertThat(model.get("time").get("ratio").asDouble()).isGreaterThan(1.5);
        assertThat(model.get("time").get("candidateOpenings").asInt()).isEqualTo(4);
        assertThat(model.get("answers").get("samples").asInt()).isEqualTo(TinyStudy.SAMPLES);
        assertThat(model.get("accuracy").get("metric").asString()).isEqualTo("top-1 accuracy");
        assertThat(json.get("differences").get(0).get("kind").asString()).isEqualTo("model");
        assertThat(Ran.of(duet).code()).isEqualTo(ExitCode.INFEASIBLE.code());
    }

    @Test
    void compare_modelWithItself_drawsInputsAndFindsNoSlowdown() {
        String model = folder.resolve("tiny.onnx").toString();
        JsonNode json = json("compare", model, model, "--trials", "60", "--openings", "6", "--quiet", "--seed", "3");

        assertThat(json.get("verdict").asString()).isNotEqualTo("failed");
        assertThat(json.get("strategies").get(0).get("answers").isNull()).isTrue();
        assertThat(json.get("notes"))
                .anyMatch(note -> note.asString().contains("inputs were drawn at random"))
                .anyMatch(note -> note.asString().contains("an A/A comparison"));
    }

    @Test
    void compare_modelsOfOtherInputs_isRefused() {
        Path small = TinyModels.openClassifier(folder.resolve("open.onnx"));
        assertThat(Ran.of("compare", small.toString(), small.toString()).refusal())
                .contains("whose size is open: name samples");
        assertThat(Ran.of(
                                "compare",
                                Demo.CLASSIFIER,
                                folder.resolve("tiny.onnx").toString())
                        .refusal())
                .contains("two models are compared on the same inputs");
    }

    @Test
    void compare_mixedKinds_saysWhatFits() {
        assertThat(Ran.of("compare", Demo.CLASSIFIER, before).refusal())
                .contains("A model is compared with another model", "Found a model", "and a folder");
        assertThat(Ran.of("compare", folder.resolve("study.yaml").toString(), before)
                        .refusal())
                .contains("is neither a results folder, nor a .csv or .csv.gz file, nor an .onnx model");
        assertThat(Ran.of("compare", folder.resolve("nothing").toString(), before)
                        .refusal())
                .contains("there is no ");
    }

    @Test
    void compare_folderWithoutStudyOrUnfinished_isRefused() throws IOException, SQLException {
        Path empty = Files.createDirectories(folder.resolve("empty"));
        assertThat(Ran.of("compare", before, empty.toString()).refusal()).contains("holds no study");
        Path unfinished = copyOf(before, "unfinished");
        execute(unfinished, "UPDATE strategy SET outcome = 'unfinished' WHERE name = 'Q(u8s8)@near'");
        assertThat(Ran.of("compare", before, unfinished.toString()).refusal())
                .contains("has not ended: Q(u8s8)@near is not measured to the end", "--resume");
    }

    @Test
    void compare_strategyFailedInTheCandidate_failsTheGate() throws IOException, SQLException {
        Path failed = copyOf(before, "failed");
        execute(
                failed,
                "UPDATE strategy SET outcome = 'failed', failed_on = 'near', reason = 'no room' WHERE name ="
                        + " 'Q(u8s8)@near'");
        Ran ran = Ran.of("compare", before, failed.toString());

        assertThat(ran.code()).isEqualTo(ExitCode.INFEASIBLE.code());
        assertThat(ran.results()).contains("Q(u8s8)@near failed: failed in " + failed + ": on near: no room.");
    }

    @Test
    void compare_tableThatCannotBeRead_saysWhy() {
        String table = table("bad.csv", "0");
        assertThat(Ran.of("compare", table, table).refusal())
                .contains("is a table: say which column", "--value COLUMN and --group");
        assertThat(Ran.of("compare", table, table, "--value", "sm", "--group", "operator")
                        .refusal())
                .contains("has no column 'sm': did you mean 'ms'?");
        assertThat(Ran.of("compare", table, table, "--value", "ms", "--group", "operator")
                        .refusal())
                .contains("line 2: '0' in column ms is no time");
        assertThat(Ran.of("compare", table, table, "--value", "ms", "--group", "operator", "--value-unit", "h")
                        .refusal())
                .contains("--value-unit is one of s, ms, us, ns");
    }

    @Test
    void compare_nothingInCommon_saysWhatEitherHas() {
        String table = table("other.csv", "2");
        assertThat(Ran.of("compare", table, before, "--value", "ms", "--group", "operator")
                        .refusal())
                .contains("Nothing is in both", "has I and Q(u8s8)", "has I@near and Q(u8s8)@near");
        assertThat(Ran.of("compare", before, after, "--strategy", "E@near").refusal())
                .contains("has no strategy 'E@near'. It has: I@near and Q(u8s8)@near");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1%", "101%", "much", "5ms", "5"})
    void compare_toleranceThatIsNone_isRefused(String tolerance) {
        assertThat(Ran.of("compare", before, after, "--tolerance=" + tolerance).refusal())
                .contains("--tolerance");
        assertThat(Ran.of("compare", before, after, "--accuracy-tolerance=" + tolerance)
                        .refusal())
                .contains("--accuracy-tolerance");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --trials   | 0    | --trials must be 1 to 1000000, found 0.
            --openings | 1001 | --openings must be 1 to 1000, found 1001.
            --threads  | 0    | --threads must be 1 to 1000, found 0.
            --trials   | 3    | --trials must be at least --openings
            """)
    void compare_duetOutOfRange_saysTheRange(String option, String value, String sentence) {
        String model = folder.resolve("tiny.onnx").toString();
        assertThat(Ran.of("compare", model, model, option, value).refusal()).contains(sentence);
    }

    @Test
    void compare_junitIntoAFolder_isRefusedBeforeAnythingIsMeasured() {
        assertThat(Ran.of("compare", before, after, "--junit-xml", folder.toString())
                        .refusal())
                .contains("is a folder: name a file to write");
    }
}
