package io.tierwise.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tierwise.advice.Advisor;
import io.tierwise.advice.EarlyLeaving;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The demo classifier with an exit, on one tier and cut behind the exit for a second one.
class ExitStudyTest {
    private static final String TAP = "/stage1/stage1.2/Relu_1_output_0";
    private static final String CUT = "/stage2/stage2.1/Relu_1_output_0";

    @TempDir
    private Path folder;

    private StudyPlan plan() throws IOException {
        Path demo = Path.of("..", "demo").toAbsolutePath().normalize();
        Path samples = demo.resolve("samples").resolve("classifier");
        Path file = Files.writeString(folder.resolve("study.yaml"), """
                model: %1$s/classifier.onnx
                data:
                  samples: %2$s/evaluation-images.idx3.gz
                  split: {calibration: 300, selection: 500, promise: 500, evaluation: 600}
                preprocess: {scale: 1/255, mean: 0.2860, std: 0.3530, color: gray}
                source: near
                tiers: {near: {}, far: {}}
                links:
                  near-far: {bandwidth: 100Mbit}
                strategies: ["I@near", "E(exit,5%%,%3$s)@near", "E(exit,5%%,%3$s)P(%4$s)@near+far", "E(exit,5%%)@near"]
                goals: [minimize mean]
                schedule: {least: 2, rounds: 2, block: 20, spacing: 1ms, confirmations: 0}
                """.formatted(demo, samples, TAP, CUT));
        return StudyFile.read(file).plan(StudyFile.Overrides.none());
    }

    private StudyRecord run(StudyPlan plan) {
        return new StudyRun(plan, folder, Clock.systemUTC(), Progress.silent())
                .run(new Advisor(plan.goals(), plan.worth()));
    }

    @Test
    void study_exitBeforeTheCut_surestAreAnsweredWhereTheInputIs() throws IOException {
        StudyPlan plan = plan();

        StudyRecord study = run(plan);

        StrategyRecord alone = study.strategies().get(1);
        StrategyRecord apart = study.strategies().get(2);
        assertThat(alone.parts()).hasSize(2);
        assertThat(alone.tiers()).containsExactly("near");
        assertThat(apart.parts()).hasSize(3);
        assertThat(apart.tiers()).containsExactly("near", "far");
        assertThat(apart.cuts()).containsExactly(CUT);
        List<Observation> trials = study.observations().stream()
                .filter(trial -> trial.strategy().equals(apart.name()))
                .toList();
        assertThat(trials).allMatch(trial -> (trial.partsRun() == 1) == (trial.bytes() == 0));
        assertThat(trials).extracting(Observation::partsRun).contains(1, 3).doesNotContain(2);
        assertThat(alone.accuracy().orElseThrow().changed())
                .hasSizeBetween(1, 50)
                .isEqualTo(apart.accuracy().orElseThrow().changed());
        List<EarlyLeaving> leaving = EarlyLeaving.of(study.strategies(), study.observations());
        assertThat(leaving).hasSize(3).allSatisfy(one -> {
            assertThat(one.ways()).hasSizeGreaterThanOrEqualTo(2);
            assertThat(one.ways().getFirst().share()).isBetween(0.05, 0.95);
        });
        assertThat(leaving.get(1).slowPath().tier()).isEqualTo("far");
        assertThat(study.strategies().getLast().name()).isEqualTo("E(exit,5%)@near");
        assertThat(run(plan).strategies())
                .extracting(StrategyRecord::name, StrategyRecord::parts)
                .isEqualTo(study.strategies().stream()
                        .map(strategy -> tuple(strategy.name(), strategy.parts()))
                        .toList());
    }
}
