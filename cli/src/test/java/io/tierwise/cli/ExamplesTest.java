package io.tierwise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The studies that a reader starts from, carried out: each as it is written but for fewer samples,
/// operators and rounds (`-Dtierwise.thorough=true` runs them whole).
class ExamplesTest {
    private static final Path EXAMPLES =
            Path.of("..", "examples").toAbsolutePath().normalize();
    private static final boolean WHOLE = Boolean.getBoolean("tierwise.thorough");

    @TempDir
    private Path folder;

    static Stream<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            return files.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void dryRun_exampleAsItIs_canBeCarriedOut(Path example) {
        Ran ran = Ran.of("run", example.toString(), "--dry-run");
        assertThat(ran.code()).as(ran.messages()).isZero();
    }

    @Test
    void run_oneTier_comparesEveryOperator() throws IOException {
        JsonNode answer = answer(EXAMPLES.resolve("01-one-tier.yaml"));
        assertThat(strategies(answer)).hasSize(4).allMatch(name -> name.endsWith("@local"));
    }

    @Test
    void run_threeTiers_partitionsOverThem() throws IOException {
        JsonNode answer = answer(EXAMPLES.resolve("02-three-tiers.yaml"));
        assertThat(strategies(answer))
                .anyMatch(name -> name.matches("I@phone"))
                .anyMatch(name -> name.matches("Q\\(\\w+\\)P.*@phone\\+gateway\\+cloud"));
        assertThat(answer.get("tiers"))
                .hasSize(3)
                .allSatisfy(tier -> assertThat(tier.get("standing").asString()).startsWith("emulated"));
    }

    @Test
    void run_segmentation_scoresMasks() throws IOException {
        JsonNode answer = answer(EXAMPLES.resolve("03-segmentation.yaml"));
        assertThat(answer.get("task").asString()).isEqualTo("mean IoU");
        assertThat(strategies(answer)).contains("I@mobile").anyMatch(name -> name.matches("Q\\(\\w+\\)@cloud"));
        assertThat(answer.get("goals")).extracting(JsonNode::asString).contains("keep-raw-on: mobile");
    }

    @Test
    void run_demoOfSegmentation_answers() throws IOException {
        JsonNode answer = answer(Path.of(Demo.SEGMENTATION_STUDY));
        assertThat(answer.get("task").asString()).isEqualTo("mean IoU");
        assertThat(strategies(answer)).contains("I@edge").anyMatch(name -> name.matches("Q\\(\\w+\\)P.*"));
    }

    private static List<String> strategies(JsonNode answer) {
        return answer.get("standings")
                .valueStream()
                .map(standing -> standing.get("strategy").asString())
                .toList();
    }

    /// Runs a study to its answer, in which no strategy has failed.
    private JsonNode answer(Path study) throws IOException {
        Path results = folder.resolve("results");
        Path file = WHOLE ? study : shortened(study);
        Ran ran = Ran.of("run", file.toString(), "-o", results.toString(), "--format", "json");
        assertThat(ran.code())
                .as(ran.messages())
                .isIn(ExitCode.OK.code(), ExitCode.INFEASIBLE.code(), ExitCode.INCONCLUSIVE.code());
        assertThat(ran.messages()).doesNotContain("failed", "cannot be made", "No peak memory");
        assertThat(results.resolve("report.html")).isNotEmptyFile();
        JsonNode answer = JsonMapper.builder().build().readTree(ran.results());
        assertThat(answer.get("sentence").asString()).isNotBlank();
        assertThat(answer.get("standings"))
                .allSatisfy(standing -> assertThat(standing.get("rank").asInt()).isPositive());
        return answer;
    }

    /// The same study in seconds: the samples of the small roles, one confirmation, and of many
    /// operators one alone and one composed with a partition.
    private Path shortened(Path study) throws IOException {
        String beside = Matcher.quoteReplacement(study.getParent() + "/");
        String text = Files.readString(study)
                .replaceAll("(?m)^(model: |    (?:samples|labels|masks): )", "$1" + beside)
                .replace("classifier/evaluation", "classifier/promise")
                .replace("segmentation/evaluation", "segmentation/promise")
                .replaceAll("(?m)^operators: .*", "operators: [I, QP]")
                .replaceAll("(?m)^schedule: .*", "");
        return Files.writeString(
                folder.resolve(study.getFileName()),
                text + "\nschedule: {least: 1, rounds: 1, block: 4, spacing: 1ms, confirmations: 1, explore: 0}\n");
    }
}
