package io.tierwise.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoundsTest {
    private static final List<String> STRATEGIES = List.of("I@a", "Q@a", "E@a", "P@a+b");

    @Test
    void next_untilTheEnd_measuresEveryStrategyOnceARoundOnTheRoundsSamples() {
        List<Block> blocks = drain(new Rounds(STRATEGIES, 3, 5, 100, 7), Set.of());
        assertThat(blocks).hasSize(12);
        for (int round = 0; round < 3; round++) {
            List<Block> ofRound = blocks.subList(round * 4, round * 4 + 4);
            assertThat(ofRound).extracting(Block::strategy).containsExactlyInAnyOrderElementsOf(STRATEGIES);
            assertThat(ofRound)
                    .extracting(Block::samples)
                    .containsOnly(ofRound.getFirst().samples());
        }
        assertThat(blocks.stream().flatMap(block -> block.samples().stream()).distinct())
                .hasSize(15);
    }

    @Test
    void next_sameSeed_givesTheSameOrderAndAnotherSeedAnother() {
        List<Block> first = drain(new Rounds(STRATEGIES, 6, 2, 100, 7), Set.of());
        assertThat(drain(new Rounds(STRATEGIES, 6, 2, 100, 7), Set.of())).isEqualTo(first);
        assertThat(drain(new Rounds(STRATEGIES, 6, 2, 100, 8), Set.of())).isNotEqualTo(first);
    }

    @Test
    void next_failedStrategy_isLeftOut() {
        assertThat(drain(new Rounds(STRATEGIES, 3, 5, 100, 7), Set.of("E@a")))
                .extracting(Block::strategy)
                .hasSize(9)
                .doesNotContain("E@a");
    }

    @Test
    void next_fewerSamplesThanTrials_takesThemAgain() {
        List<Block> blocks = drain(new Rounds(List.of("I@a"), 3, 4, 5, 7), Set.of());
        assertThat(blocks)
                .extracting(Block::samples)
                .containsExactly(List.of(0, 1, 2, 3), List.of(4, 0, 1, 2), List.of(3, 4, 0, 1));
    }

    private static List<Block> drain(Planner planner, Set<String> failed) {
        List<Block> blocks = new ArrayList<>();
        Set<Block> done = new HashSet<>();
        var progressed = new Planner.Progressed() {
            @Override
            public boolean done(Block block) {
                return done.contains(block);
            }

            @Override
            public boolean failed(String strategy) {
                return failed.contains(strategy);
            }
        };
        for (Optional<Block> next = planner.next(progressed); next.isPresent(); next = planner.next(progressed)) {
            blocks.add(next.get());
            done.add(next.get());
        }
        return blocks;
    }
}
