package io.tierwise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A small study carried out by `run`, and what `advise`, `report` and `run --resume` then do with it.
class StudyCommandsTest {
    private static final String TIGHT = """
            tiers: {near: {}, tight: {memory: 1Mi}}
            strategies: [I@near, Q@near, I@tight]
            goals: [minimize p50, 'drop <= 100pp']
            schedule: {least: 2, rounds: 2, block: 3, spacing: 1ms, confirmations: 1}
            """;

    @TempDir
    static Path folder;

    private static String file;
    private static String results;
    private static Ran first;

    @BeforeAll
    static void run() {
        TinyStudy study = TinyStudy.classification(folder);
        TinyModels.heavy(folder.resolve("tiny.onnx"));
        file = study.file(TIGHT);
        results = folder.resolve("results").toString();
        first = Ran.of("run", file, "-o", results);
    }

    @Test
    void run_study_answersOnStandardOutputAndProceedsOnStandardError() {
        assertThat(first.code()).as(first.messages()).isIn(ExitCode.OK.code(), ExitCode.INCONCLUSIVE.code());
        assertThat(first.results())
                .startsWith("rank  strategy")
                .contains("I@near", "Q(", "Goals: minimize p50; drop <= 100pp")
                .doesNotContain("Measuring", "wrote ", "\u001b");
        assertThat(first.messages())
                .contains(
                        "Measuring 3 strategies",
                        "wrote " + folder.toAbsolutePath().resolve("results/report.html"))
                .doesNotContain("rank  strategy", "\u001b", "\tat ");
    }

    @Test
    void run_selftest_measuresTheUntouchedModelAgainstItself() {
        Ran ran = Ran.of(
                "run",
                file,
                "--selftest",
                "--rounds",
                "6",
                "-o",
                folder.resolve("self").toString(),
                "--format",
                "json");
        assertThat(ran.code()).as(ran.messages()).isIn(ExitCode.OK.code(), ExitCode.INFEASIBLE.code());
        JsonNode json = JsonMapper.shared().readTree(ran.results());
        assertThat(json.get("strategy").asString()).isEqualTo("I@near");
        assertThat(json.get("rounds").asInt()).isEqualTo(6);
        assertThat(json.get("ratio").asDouble()).isBetween(0.2, 5.0);
        assertThat(json.get("visible")).hasSize(1);
    }

    @Test
    void run_modelLargerThanATiersMemory_failsThatStrategyAndGoesOn() {
        assertThat(first.messages())
                .containsPattern("I@tight failed: .*tight.*")
                .containsIgnoringCase("memory");
        assertThat(first.results()).containsPattern("(?s)I@tight.*failed");
    }

    @Test
    void run_intoAFolderWithAStudy_isRefusedAndLosesNothing() throws IOException {
        byte[] before = Files.readAllBytes(Path.of(results, "observations.csv"));
        assertThat(Ran.of("run", file, "-o", results).refusal())
                .contains(results + " already holds a study. Go on with it by --resume, or name another folder");
        assertThat(Path.of(results, "observations.csv")).hasBinaryContent(before);
        assertThat(Ran.of("report", results, "-o", folder.resolve("again").toString())
                        .code())
                .isZero();
        assertThat(folder.resolve("again").resolve("observations.csv")).hasBinaryContent(before);
    }

    @Test
    void resume_finishedStudy_answersAgainWithoutMeasuring() throws IOException {
        byte[] before = Files.readAllBytes(Path.of(results, "observations.csv"));
        Ran again = Ran.of("run", file, "-o", results, "--resume", "--quiet");
        assertThat(again.code()).isEqualTo(first.code());
        assertThat(again.results()).isEqualTo(first.results());
        assertThat(again.messages()).isEmpty();
        assertThat(Path.of(results, "observations.csv")).hasBinaryContent(before);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --seed   | 8 | another seed (seed 7, now 8)
            --rounds | 3 | another number of rounds (rounds 2, now 3)
            """)
    void resume_otherwise_isRefusedWithBothValues(String option, String value, String sentence) {
        assertThat(Ran.of("run", file, "-o", results, "--resume", "--quiet", option, value)
                        .refusal())
                .contains("began with " + sentence)
                .contains("Resume it as it began, or name another folder.");
    }

    @Test
    void resume_anotherStudyFile_isRefused() throws IOException {
        Path changed = folder.resolve("changed.yaml");
        Files.writeString(changed, Files.readString(Path.of(file)) + "# changed\n");
        assertThat(Ran.of("run", changed.toString(), "-o", results, "--resume", "--quiet")
                        .refusal())
                .contains("another study file, or one that has changed since");
    }

    @Test
    void resume_nothing_saysHowToBegin() {
        Path nothing = folder.resolve("nothing");
        assertThat(Ran.of("run", file, "-o", nothing.toString(), "--resume").refusal())
                .contains(nothing + " holds no study to resume. Leave --resume out to begin one");
        assertThat(nothing).doesNotExist();
    }

    @Test
    void run_resultsInAFile_saysSo() throws IOException {
        Path taken = Files.writeString(folder.resolve("taken"), "mine");
        assertThat(Ran.of("run", file, "-o", taken.toString()).refusal())
                .contains(taken + " is in the way: it exists and is not a folder.");
        assertThat(taken).hasContent("mine");
    }

    @Test
    void advise_asTheStudyAsked_answersTheSame() {
        Ran advised = Ran.of("advise", results);
        assertThat(advised.code()).isEqualTo(first.code());
        assertThat(advised.results()).isEqualTo(first.results());
        assertThat(advised.messages()).isEmpty();
    }

    @Test
    void advise_json_isOneDocument() {
        Ran advised = Ran.of("advise", results, "--format", "json");
        JsonNode json = JsonMapper.builder().build().readTree(advised.results());
        assertThat(json.get("format").asInt()).isEqualTo(1);
        assertThat(json.get("decision").get("kind").asString()).isIn("chosen", "undecided");
        assertThat(json.get("standings")).hasSize(3);
        assertThat(advised.code()).isEqualTo(first.code());
    }

    @Test
    void advise_whatNothingCanMeet_exits3WithTheNearestMiss() {
        Ran advised = Ran.of("advise", results, "--goal", "p50<=1us", "--goal", "drop<=100pp");
        assertThat(advised.code()).isEqualTo(ExitCode.INFEASIBLE.code());
        assertThat(advised.results())
                .contains("No strategy meets the goals: Nearest is ")
                .contains("asked p50 <= 0.001ms");
        assertThat(advised.messages()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            p51<=50ms        | 'p51' is no figure; there are p50, p95, p99
            p95<=50          | the unit is missing, write one of ns, us, ms
            p95<=50Mi        | 'Mi' is a unit of size
            p95>=50ms        | a bound on p95 is written with <=, not >=
            accuracy<=90%    | a bound on accuracy is written with >=, not <=
            drop<=1ms        | 'ms' is a unit of time
            minimize accuracy| Write 'minimize drop', or bound it: 'accuracy>=90%'
            be quick         | is no goal: write it like 'p95<=50ms'
            keep-raw-on: nera| did you mean 'near'?
            """)
    void advise_goalThatIsNone_saysWhatToWrite(String goal, String sentence) {
        assertThat(Ran.of("advise", results, "--goal", goal).refusal())
                .contains(goal)
                .contains(sentence);
    }

    @Test
    void advise_twoObjectives_saysToBoundOne() {
        assertThat(Ran.of("advise", results, "--goal", "minimize p50", "--goal", "minimize bytes")
                        .refusal())
                .contains("One figure can be minimized; bound the others");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "100", "-5", "NaN"})
    void advise_worthThatIsNone_saysTheRange(String worth) {
        assertThat(Ran.of("advise", results, "--worth", worth).refusal())
                .contains("--worth must lie between 0 and 100 percent");
    }

    @ParameterizedTest
    @ValueSource(strings = {"advise", "report"})
    void anyCommand_folderWithoutStudy_namesWhatIsMissing(String command) throws IOException {
        Path empty = Files.createDirectories(folder.resolve("empty-" + command));
        assertThat(Ran.of(command, empty.toString()).refusal())
                .contains(empty + " holds no study: there is no journal.sqlite in it")
                .contains("tierwise run STUDY.yaml -o FOLDER");
        assertThat(empty).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"advise", "report"})
    void anyCommand_journalThatIsNone_saysSo(String command) throws IOException {
        Path damaged = Files.createDirectories(folder.resolve("damaged-" + command));
        Files.writeString(damaged.resolve("journal.sqlite"), "no journal at all, but long enough to be looked at\n");
        assertThat(Ran.of(command, damaged.toString()).refusal())
                .contains("Cannot open " + damaged.resolve("journal.sqlite"));
    }

    @Test
    void report_again_writesEveryFileAndNamesThem() {
        Path target = folder.resolve("report");
        Ran text = Ran.of("report", results, "-o", target.toString());
        assertThat(text.results().strip())
                .isEqualTo(target.toAbsolutePath().resolve("report.html").toString());
        JsonNode json = JsonMapper.builder()
                .build()
                .readTree(Ran.of("report", results, "-o", target.toString(), "--format", "json")
                        .results());
        assertThat(json.get("files"))
                .isNotEmpty()
                .allSatisfy(path -> assertThat(Path.of(path.asString())).isNotEmptyFile());
    }

    @Test
    void report_intoAFile_saysSo() throws IOException {
        Path taken = Files.writeString(folder.resolve("page"), "mine");
        assertThat(Ran.of("report", results, "-o", taken.toString()).refusal())
                .contains(taken + " is a file: name a folder to write to");
        assertThat(taken).hasContent("mine");
    }
}
