package io.tierwise.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierwise.advice.Advice;
import io.tierwise.advice.Advisor;
import io.tierwise.advice.Decision;
import io.tierwise.report.Report;
import io.tierwise.study.Observation;
import io.tierwise.study.Outcome;
import io.tierwise.study.Progress;
import io.tierwise.study.StrategyRecord;
import io.tierwise.study.StudyPlan;
import io.tierwise.study.StudyReader;
import io.tierwise.study.StudyRecord;
import io.tierwise.study.StudyRun;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A small study of the demo classifier, run for real: processes, links, models, journal, answer and
/// page.
class WholeStudyTest {
    private static final int STRATEGIES = 5;
    private static final int TRIALS = 6;

    @TempDir
    static Path folder;

    private static StudyRecord study;
    private static Advice advice;

    @BeforeAll
    static void run() throws IOException {
        StudyPlan plan = plan();
        var advisor = new Advisor(plan.goals(), plan.worth());
        study = new StudyRun(plan, folder, Clock.systemUTC(), Progress.silent())
                .withSustained(Duration.ofSeconds(1))
                .run(advisor);
        advice = advisor.advise(study);
        Report.write(study, advice, folder);
    }

    private static StudyPlan plan() throws IOException {
        return DemoStudy.plan(folder, """
                source: near
                tiers:
                  near: {cpu: 0.25}
                  far: {}
                links:
                  near-far: {bandwidth: 100Mbit, rtt: 2ms}
                strategies: [I@near, I@far, Q@near, E(study)@near, P@near+far]
                goals: [minimize p50, "drop <= 1pp"]
                schedule: {least: 2, rounds: 2, block: 3, spacing: 1ms, confirmations: 1}
                """);
    }

    @Test
    void run_everyStrategy_completesEveryTrial() {
        assertThat(study.strategies()).hasSize(STRATEGIES);
        assertThat(study.strategies()).extracting(StrategyRecord::outcome).containsOnly(new Outcome.Completed());
        assertThat(study.observations())
                .filteredOn(trial -> trial.purpose() == Observation.Purpose.COMPARISON)
                .hasSize(STRATEGIES * TRIALS);
    }

    @Test
    void run_sustained_runsTheWinnerOnAndCountsItApart() {
        assertThat(study.observations())
                .filteredOn(trial -> trial.purpose() == Observation.Purpose.SUSTAINED)
                .hasSizeGreaterThan(TRIALS)
                .extracting(Observation::strategy)
                .containsOnly(advice.headline().orElseThrow().strategy());
    }

    @Test
    void run_strategiesOfARound_answerTheSameSamples() {
        assertThat(study.observations().stream()
                        .filter(trial -> trial.purpose() == Observation.Purpose.COMPARISON)
                        .map(Observation::sample)
                        .distinct())
                .hasSize(TRIALS);
    }

    @Test
    void run_localStrategy_sendsNothingAndPartitionSends() {
        assertThat(study.observations()).allSatisfy(trial -> {
            if (trial.strategy().equals("I@near")) {
                assertThat(trial.bytes()).isZero();
            } else if (trial.strategy().endsWith("far")) {
                assertThat(trial.bytes()).isPositive();
                assertThat(trial.phases().wireNanos()).isPositive();
            }
        });
    }

    @Test
    void craft_partitionWithoutCodec_saysHowItsWasChosen() {
        StrategyRecord cut = study.strategies().stream()
                .filter(strategy -> strategy.asked().equals("P@near+far"))
                .findFirst()
                .orElseThrow();
        assertThat(cut.accounts())
                .anyMatch(line -> line.startsWith("the codec was chosen with the cut"))
                .anyMatch(line -> line.contains("ms in all by forecast; taken"));
    }

    @Test
    void accuracy_ofPartsAndOfInt8_isThatOfTheWhole() {
        double whole = accuracy("I");
        assertThat(accuracy("P")).isBetween(whole - 0.02, whole + 0.02);
        assertThat(accuracy("Q")).isBetween(whole - 0.01, whole + 0.01);
    }

    private static double accuracy(String operators) {
        StrategyRecord strategy = study.strategies().stream()
                .filter(s -> s.operators().equals(operators))
                .findFirst()
                .orElseThrow();
        return strategy.accuracy().orElseThrow().choice();
    }

    @Test
    void advise_confirmedChoice_hasAHeadlineFromOtherSamples() {
        assertThat(advice.decision()).isNotInstanceOf(Decision.Infeasible.class);
        assertThat(advice.headline()).isPresent();
        var timed = study.observations().stream()
                .filter(trial -> trial.purpose() == Observation.Purpose.COMPARISON)
                .map(Observation::sample)
                .toList();
        assertThat(study.observations())
                .filteredOn(trial -> trial.purpose() == Observation.Purpose.CONFIRMATION)
                .isNotEmpty()
                .extracting(Observation::sample)
                .doesNotContainAnyElementsOf(timed);
    }

    @Test
    void resume_finishedStudy_measuresNothingAgain() throws IOException {
        StudyPlan plan = plan();
        StudyRecord again = new StudyRun(plan, folder, Clock.systemUTC(), Progress.silent())
                .run(new Advisor(plan.goals(), plan.worth()));
        assertThat(again.observations()).isEqualTo(study.observations());
        assertThat(StudyReader.read(folder).startedAt()).isEqualTo(study.startedAt());
    }

    @Test
    void write_results_areAllThere() {
        assertThat(folder.resolve("report.html")).isNotEmptyFile();
        assertThat(folder.resolve("observations.csv")).isNotEmptyFile();
        assertThat(folder.resolve("strategies.csv")).isNotEmptyFile();
        assertThat(folder.resolve("advice.json")).isNotEmptyFile();
    }
}
