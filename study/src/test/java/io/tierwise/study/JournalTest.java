package io.tierwise.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    private static final StrategyDescription STRATEGY = new StrategyDescription(
            "Q@edge",
            "Q@edge",
            "Q@edge",
            "Q",
            List.of(new PartRecord("edge", "Q-1", 100, 25, -1)),
            List.of("Q: 3 nodes run int8"),
            List.of(),
            List.of(),
            0,
            Optional.empty());

    @TempDir
    Path folder;

    @Test
    void observation_writtenAndReopened_isRead() {
        Observation trial = trial(0, 3);
        try (Journal journal = Journal.open(folder)) {
            journal.observation(trial);
        }
        try (Journal journal = Journal.existing(folder)) {
            assertThat(journal.observations()).containsExactly(trial);
        }
    }

    @Test
    void observation_writtenTwice_isRefused() {
        try (Journal journal = Journal.open(folder)) {
            journal.observation(trial(0, 3));
            assertThatThrownBy(() -> journal.observation(trial(0, 3))).isInstanceOf(JournalException.class);
        }
    }

    @Test
    void strategies_withEveryOutcome_comeBackInTheOrderOfThePlan() {
        try (Journal journal = Journal.open(folder)) {
            journal.strategy(0, STRATEGY);
            assertThat(journal.strategies()).containsExactly(new Journal.Described(STRATEGY, new Outcome.Unfinished()));
            journal.outcome("Q@edge", new Outcome.Failed("edge", "out of memory"));
            assertThat(journal.strategies())
                    .containsExactly(new Journal.Described(STRATEGY, new Outcome.Failed("edge", "out of memory")));
            journal.outcome("Q@edge", new Outcome.Completed());
            assertThat(journal.strategies()).containsExactly(new Journal.Described(STRATEGY, new Outcome.Completed()));
        }
    }

    @Test
    void accuracy_perChainAndCpu_isKeptApart() {
        var accuracy = new Accuracy("top-1 accuracy", 0.9, 0.8, 0.95, 50, 0.91, 0.8, 0.96, 50, List.of("7"));
        try (Journal journal = Journal.open(folder)) {
            journal.accuracy("Q-1", "cpu one", accuracy);
            assertThat(journal.accuracy("Q-1", "cpu one")).contains(accuracy);
            assertThat(journal.accuracy("Q-1", "cpu two")).isEmpty();
        }
    }

    @Test
    void answers_writtenInBatches_areAllRead() {
        try (Journal journal = Journal.open(folder)) {
            journal.answers("Q-1", "cpu", List.of(new Journal.Answer("a", new byte[] {1})));
            journal.answers("Q-1", "cpu", List.of(new Journal.Answer("b", new byte[] {2, 3})));
            assertThat(journal.answers("Q-1", "cpu"))
                    .extracting(Journal.Answer::sample)
                    .containsExactly("a", "b");
        }
    }

    @Test
    void existing_emptyFolder_saysWhatIsMissing() {
        assertThatThrownBy(() -> Journal.existing(folder))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("holds no study")
                .hasMessageContaining("journal.sqlite");
    }

    @Test
    void open_fileOfAnotherKind_isRefusedByName() throws Exception {
        Files.writeString(
                folder.resolve(Journal.FILE), "this is no database, and long enough to be read as one".repeat(40));
        assertThatThrownBy(() -> Journal.open(folder))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("journal.sqlite");
    }

    private static Observation trial(int round, int index) {
        return new Observation(
                "Q@edge",
                Observation.Purpose.COMPARISON,
                round,
                index,
                "sample 4",
                new PhaseTimes(1, 2, 3, 4, 5, 6, 7),
                3200,
                11,
                0,
                "class 3",
                1);
    }
}
