package io.tierwise.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GoalToleranceTest {
    private static GoalTolerance of(String... goals) {
        List<Goal> parsed = Stream.of(goals).map(Goal::parse).toList();
        return new GoalTolerance(parsed, () -> 0.10);
    }

    @Test
    void mostLoss_noGoalOfAccuracy_isOnePointMore() {
        assertThat(of("minimize p50", "p95 <= 50ms").mostLoss(0.2)).isCloseTo(0.21, within(1e-12));
    }

    @Test
    void mostLoss_drop_countsFromTheUntouchedModel() {
        assertThat(of("drop <= 3pp").mostLoss(0.12)).isCloseTo(0.13, within(1e-12));
    }

    @Test
    void mostLoss_accuracyAndDrop_theTighterCounts() {
        assertThat(of("drop <= 3pp", "accuracy >= 88%").mostLoss(0.10)).isCloseTo(0.12, within(1e-12));
    }

    @Test
    void mostLoss_boundBrokenBefore_leavesOnePoint() {
        assertThat(of("drop <= 1pp").mostLoss(0.15)).isCloseTo(0.16, within(1e-12));
    }
}
