package io.tierwise.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierwise.advice.Advisor;
import io.tierwise.data.InputForm;
import io.tierwise.report.AnswerText;
import io.tierwise.study.Groundwork;
import io.tierwise.study.Observation;
import io.tierwise.study.Progress;
import io.tierwise.study.StrategyRecord;
import io.tierwise.study.StudyFile;
import io.tierwise.study.StudyPlan;
import io.tierwise.study.StudyRecord;
import io.tierwise.study.StudyRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The demo's pictures of scenes, PNG files, on their way to a first part elsewhere.
class InputStudyTest {
    /// Prefix and header of a frame, there and back.
    private static final int MOST_BESIDE_THE_INPUT = 2000;

    private static final long ROUND_TRIP_NANOS = 2_000_000;
    private static final long BITS_PER_SECOND = 20_000_000;

    @TempDir
    private Path folder;

    @Test
    void study_everyFormOfInputs_answersAlikeAndSendsWhatItSays() throws IOException {
        StudyRecord auto = run("auto");
        StudyRecord tensor = run("tensor");

        assertThat(auto.inputs().orElseThrow().form()).isEqualTo(InputForm.ENCODED);
        for (StudyRecord study : List.of(auto, run("uint8"), tensor)) {
            InputForm form = study.inputs().orElseThrow().form();
            double input = study.inputs().orElseThrow().sizes().mean();
            StrategyRecord far = study.strategies().getLast();
            assertThat(far.name()).isEqualTo("I@far");
            assertThat(answers(study, far))
                    .as(form.word())
                    .isEqualTo(answers(tensor, far))
                    .hasSize(4);
            assertThat(answers(study, far))
                    .isEqualTo(answers(study, study.strategies().getFirst()));
            long whole = study.inputs().orElseThrow().tensor().least();
            double saved = bytes(tensor, far) - bytes(study, far);
            assertThat(saved).isBetween(whole - input - MOST_BESIDE_THE_INPUT, whole - input + MOST_BESIDE_THE_INPUT);
            long least = study.inputs().orElseThrow().sizes().least();
            assertThat(far.wireNanos()).isEqualTo(ROUND_TRIP_NANOS + least * 8 * 1_000_000_000 / BITS_PER_SECOND);
            Groundwork groundwork = study.groundwork().orElseThrow();
            assertThat(groundwork.inputBytes()).isEqualTo(Math.round(input));
            assertThat(groundwork.isPreparedAtFirstPart()).isEqualTo(form == InputForm.ENCODED);
        }
        assertThat(AnswerText.of(auto, new Advisor(auto.goals(), auto.worth()).advise(auto), 160, false))
                .contains("Inputs travel encoded, as they arose: ");
    }

    private StudyRecord run(String input) throws IOException {
        Path demo = Path.of("..", "demo").toAbsolutePath().normalize();
        Path own = Files.createDirectory(folder.resolve(input));
        Path file = Files.writeString(own.resolve("study.yaml"), """
                model: %1$s/segmentation.onnx
                data: {evaluation: {samples: %1$s/samples/segmentation/promise/images}}
                preprocess: {scale: 1/255, mean: 0.2860, std: 0.3530, color: gray}
                input: %2$s
                source: near
                tiers: {near: {}, far: {cpu: 0.5}}
                links: {near-far: {bandwidth: 20Mbit, rtt: 2ms}}
                strategies: [I@near, I@far]
                goals: [minimize p50]
                schedule: {least: 1, rounds: 1, block: 4, spacing: 1ms, confirmations: 0}
                """.formatted(demo, input));
        StudyPlan plan = StudyFile.read(file).plan(StudyFile.Overrides.none());
        return new StudyRun(plan, own, Clock.systemUTC(), Progress.silent())
                .run(new Advisor(plan.goals(), plan.worth()));
    }

    private static Map<String, String> answers(StudyRecord study, StrategyRecord strategy) {
        Map<String, String> answers = new TreeMap<>();
        study.observations().stream()
                .filter(trial -> trial.strategy().equals(strategy.name()))
                .forEach(trial -> answers.put(trial.sample(), trial.prediction()));
        return answers;
    }

    private static double bytes(StudyRecord study, StrategyRecord strategy) {
        return study.observations().stream()
                .filter(trial -> trial.strategy().equals(strategy.name()))
                .mapToLong(Observation::bytes)
                .average()
                .orElseThrow();
    }
}
