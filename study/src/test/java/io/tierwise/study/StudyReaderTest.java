package io.tierwise.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a reader finds in a journal. No strategy of these studies leaves the model as it is.
class StudyReaderTest {
    private static final List<TierRecord> TIERS = List.of(
            new TierRecord("phone", "measured: ARM", false, "arm", List.of(), Optional.empty()),
            new TierRecord("server", "measured: x86", false, "x86", List.of(), Optional.empty()));

    @TempDir
    Path folder;

    @Test
    void untouched_takenOnTheCpuOfTheLastPart_isThatOne() {
        StudyRecord study = study(Map.of("arm", 0.90, "x86", 0.92));
        assertThat(study.untouched(study.strategies().getFirst()))
                .map(Accuracy::choice)
                .contains(0.92);
    }

    @Test
    void untouched_notTakenOnTheLastPartsCpu_isThatOfTheSource() {
        StudyRecord study = study(Map.of("arm", 0.90));
        assertThat(study.untouched(study.strategies().getFirst()))
                .map(Accuracy::choice)
                .contains(0.90);
    }

    @Test
    void untouched_takenNowhere_isEmpty() {
        StudyRecord study = study(Map.of());
        assertThat(study.untouched()).isEmpty();
        assertThat(study.untouched(study.strategies().getFirst())).isEmpty();
    }

    @Test
    void read_endedBeforeTheFirstTrial_saysHowToGoOn() {
        try (Journal journal = Journal.open(folder)) {
            journal.fact("title", "net");
        }
        assertThatThrownBy(() -> StudyReader.read(folder))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("--resume");
    }

    @Test
    void hasFreshProcesses_agentElsewhereOnTheWay_hasNot() {
        List<TierRecord> elsewhere = List.of(
                TIERS.getFirst(),
                new TierRecord("server", "measured: x86", false, "x86", List.of(), Optional.of("192.0.2.7:7470")));
        StudyRecord ours = study(Map.of());
        assertThat(ours.hasFreshProcesses(ours.strategies().getFirst())).isTrue();
        try (Journal journal = Journal.open(folder)) {
            journal.factAsJson("tiers", elsewhere);
        }
        StudyRecord theirs = StudyReader.read(folder);
        assertThat(theirs.tiers()).isEqualTo(elsewhere);
        assertThat(theirs.hasFreshProcesses(theirs.strategies().getFirst())).isFalse();
    }

    @Test
    void read_tiersWrittenBeforeAgentsElsewhere_areOurs() {
        study(Map.of());
        try (Journal journal = Journal.open(folder)) {
            journal.fact("tiers", """
                    [{"name": "phone", "standing": "measured: ARM", "emulated": false, "cpu": "arm", "limits": []}]""");
        }
        assertThat(StudyReader.read(folder).tiers()).containsExactly(TIERS.getFirst());
    }

    @Test
    void warning_saidTwice_isKeptOnceBehindTheOthers() {
        study(Map.of());
        try (Journal journal = Journal.open(folder)) {
            journal.factAsJson(Journal.WARNINGS, List.of("a"));
            journal.warning("b");
            journal.warning("b");
        }
        assertThat(StudyReader.read(folder).warnings()).containsExactly("a", "b");
    }

    /// A study of `QP@phone+server` whose source is the phone.
    private StudyRecord study(Map<String, Double> untouched) {
        try (Journal journal = Journal.open(folder)) {
            Map.of("title", "net", "task", "top-1", "source", "phone", "worth", "0.05", "seed", "7")
                    .forEach(journal::fact);
            journal.fact("startedAt", "2026-11-20T14:03:00Z");
            journal.fact("untouched", "I-1");
            List.of("goals", "links", "warnings").forEach(name -> journal.factAsJson(name, List.of()));
            List.of("roles", "environment").forEach(name -> journal.factAsJson(name, Map.of()));
            journal.factAsJson("tiers", TIERS);
            journal.factAsJson("model", new ModelSummary("net.onnx", 10, 3, List.of()));
            journal.strategy(
                    0,
                    new StrategyDescription(
                            "QP(a)@phone+server",
                            "QP@phone+server",
                            "QP(a)@phone+server",
                            "QP",
                            List.of(
                                    new PartRecord("phone", "QP.1of2", 100, 25, -1),
                                    new PartRecord("server", "QP.2of2", 100, 25, -1)),
                            List.of(),
                            List.of("a"),
                            List.of(),
                            0,
                            Optional.empty()));
            untouched.forEach((cpu, value) -> journal.accuracy("I-1", cpu, accuracy(value)));
        }
        return StudyReader.read(folder);
    }

    private static Accuracy accuracy(double value) {
        return new Accuracy("top-1 accuracy", value, value - 0.01, value + 0.01, 100, value, 0, 1, 100, List.of());
    }
}
