package io.tierwise.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CourseTest {
    private static final List<String> STRATEGIES = List.of("I@a", "Q@a", "E@a", "P@a+b");

    @Test
    void round_anyOne_runsEveryStrategyOnTheSameSamplesThatNoOtherRoundHas() {
        Course course = course(5, 100, 7);
        List<Block> blocks = IntStream.range(0, 3)
                .boxed()
                .flatMap(round -> course.round(round, STRATEGIES).stream())
                .toList();
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
    void round_sameSeed_givesTheSameOrderAndAnotherSeedOrRoundAnother() {
        assertThat(orders(7)).isEqualTo(orders(7)).isNotEqualTo(orders(8));
        assertThat(orders(7).stream().distinct()).hasSizeGreaterThan(2);
    }

    @Test
    void round_fewerSamplesThanTrials_takesThemAgain() {
        Course course = course(4, 5, 7);
        assertThat(IntStream.range(0, 3)
                        .mapToObj(round ->
                                course.round(round, List.of("I@a")).getFirst().samples()))
                .containsExactly(List.of(0, 1, 2, 3), List.of(4, 0, 1, 2), List.of(3, 4, 0, 1));
    }

    @Test
    void course_withoutSamples_isRefused() {
        assertThatThrownBy(() -> course(5, 0, 7)).hasMessageContaining("at least 1");
    }

    private static List<List<String>> orders(long seed) {
        return IntStream.range(0, 6)
                .mapToObj(round -> course(2, 100, seed).round(round, STRATEGIES).stream()
                        .map(Block::strategy)
                        .toList())
                .toList();
    }

    private static Course course(int block, int samples, long seed) {
        return new Course(STRATEGIES, List.of(), "I@a", 0, 6, 0, block, samples, seed);
    }
}
