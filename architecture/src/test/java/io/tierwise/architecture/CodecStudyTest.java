package io.tierwise.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierwise.advice.Advisor;
import io.tierwise.study.Observation;
import io.tierwise.study.Progress;
import io.tierwise.study.StrategyRecord;
import io.tierwise.study.StudyPlan;
import io.tierwise.study.StudyRecord;
import io.tierwise.study.StudyRun;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The demo classifier cut at one place, its tensor travelling as it is and in 8 bits.
class CodecStudyTest {

    /// Prefix and header of a frame: a trial's names, times and ranges.
    private static final int MOST_BESIDE_TENSORS = 2000;

    @TempDir
    private Path folder;

    @Test
    void study_eightBitsAcrossTheCut_sendsAQuarterAndKeepsItsNameWhenResumed() throws IOException {
        StudyPlan plan = DemoStudy.plan(folder, """
                source: near
                tiers: {near: {}, far: {}}
                links:
                  near-far: {bandwidth: 100Mbit}
                strategies: ["P(study)@near+far", "P(study,u8)@near+far"]
                goals: [minimize p50]
                schedule: {least: 2, rounds: 2, block: 3, spacing: 1ms, confirmations: 0}
                """);

        StudyRecord study = run(plan);

        StrategyRecord whole = study.strategies().getFirst();
        StrategyRecord coded = study.strategies().getLast();
        assertThat(coded.name()).isEqualTo(whole.name().replace(")@", ",u8)@"));
        double saved = bytes(study, whole) - bytes(study, coded);
        assertThat(saved / bytes(study, whole)).isBetween(0.3, 0.76);
        assertThat(bytes(study, coded)).isLessThan(bytes(study, whole) / 4 + MOST_BESIDE_TENSORS);
        assertThat(coded.accuracy().orElseThrow().choice())
                .isBetween(
                        whole.accuracy().orElseThrow().choice() - 0.02,
                        whole.accuracy().orElseThrow().choice() + 0.02);
        assertThat(run(plan).strategies()).extracting(StrategyRecord::name).containsExactly(whole.name(), coded.name());
    }

    private StudyRecord run(StudyPlan plan) {
        return new StudyRun(plan, folder, Clock.systemUTC(), Progress.silent())
                .run(new Advisor(plan.goals(), plan.worth()));
    }

    private static double bytes(StudyRecord study, StrategyRecord strategy) {
        return study.observations().stream()
                .filter(trial -> trial.strategy().equals(strategy.name()))
                .mapToLong(Observation::bytes)
                .average()
                .orElseThrow();
    }
}
