package io.tierwise.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierwise.advice.Advice;
import io.tierwise.advice.Advisor;
import io.tierwise.report.AdviceJson;
import io.tierwise.study.Addition;
import io.tierwise.study.Observation;
import io.tierwise.study.Outcome;
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

/// A study that may add a strategy to the three it was asked for: too few ran to say how far forecasts are off,
/// so the fastest as forecast is tried.
class ExploredStudyTest {

    @TempDir
    private Path folder;

    @Test
    void study_thatMayExplore_addsMeasuresAndKeepsWhatItAddedWhenResumed() throws IOException {
        StudyPlan plan = DemoStudy.plan(folder, """
                source: near
                tiers: {near: {cpu: 0.5}, far: {}}
                links:
                  near-far: {bandwidth: 100Mbit}
                strategies: [I@near, I@far, "P(study)@near+far"]
                goals: [minimize p50]
                schedule: {least: 2, rounds: 2, explore: 1, block: 3, spacing: 1ms, confirmations: 0}
                """);

        StudyRecord study = run(plan);

        assertThat(study.additions())
                .singleElement()
                .extracting(Addition::round)
                .isEqualTo(1);
        String added = study.additions().getFirst().strategy();
        assertThat(study.strategies())
                .extracting(StrategyRecord::name)
                .hasSize(4)
                .endsWith(added);
        for (StrategyRecord strategy : study.strategies()) {
            assertThat(strategy.outcome()).as(strategy.name()).isInstanceOf(Outcome.Completed.class);
            assertThat(strategy.accuracy()).as(strategy.name()).isPresent();
            assertThat(strategy.peakMemoryBytes()).as(strategy.name()).isPositive();
            assertThat(trials(study, strategy.name()))
                    .as(strategy.name())
                    .isEqualTo(strategy.name().equals(added) ? 3 : 6);
        }
        Advice advice = new Advisor(plan.goals(), plan.worth()).advise(study);
        assertThat(advice.caveats()).anyMatch(caveat -> caveat.startsWith("Added since they could win by forecast"));
        assertThat(AdviceJson.text(study, advice)).contains("\"additions\"", added);

        StudyRecord resumed = run(plan);

        assertThat(resumed.observations()).isEqualTo(study.observations());
        assertThat(resumed.additions()).isEqualTo(study.additions());
        assertThat(resumed.strategies()).isEqualTo(study.strategies());
    }

    private StudyRecord run(StudyPlan plan) {
        return new StudyRun(plan, folder, Clock.systemUTC(), Progress.silent())
                .run(new Advisor(plan.goals(), plan.worth()));
    }

    private static long trials(StudyRecord study, String strategy) {
        return study.observations().stream()
                .filter(trial -> trial.strategy().equals(strategy) && trial.purpose() == Observation.Purpose.COMPARISON)
                .count();
    }
}
