package io.tierwise.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierwise.agent.proto.StageTimes;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PhaseSumTest {

    private static StageTimes stage(String tier, long arrived, long... pieces) {
        return StageTimes.newBuilder()
                .setTier(tier)
                .setArrivedNanos(arrived)
                .setQueueNanos(pieces[0])
                .setDecodeNanos(pieces[1])
                .setRunNanos(pieces[2])
                .setEncodeNanos(pieces[3])
                .setSentNanos(arrived + pieces[0] + pieces[1] + pieces[2] + pieces[3])
                .build();
    }

    @Test
    void of_oneClock_everyPieceIsInItsPhase() {
        var source = new PhaseSum.SourceStamps(100, 110, 113, 500);
        var stages = List.of(stage("edge", 150, 1, 2, 100, 4), stage("cloud", 300, 5, 6, 70, 8));

        PhaseSum sum = PhaseSum.of(source, stages, "mobile", Map.of());

        assertThat(sum.totalNanos()).isEqualTo(400);
        assertThat(sum.clockDoubtful()).isFalse();
        // Wire: 113 to 150 and 257 to 300. Answer: the last run ends at 381, the answer is there at 500.
        assertThat(sum.phases()).isEqualTo(new Phases(10, 3 + 4, 37 + 43, 6, 170, 8, 119));
    }

    @Test
    void of_allAtTheSource_hasNeitherWireNorAnswer() {
        var source = new PhaseSum.SourceStamps(0, 10, 10, 33);
        var stages = List.of(stage("mobile", 10, 1, 2, 20, 0));

        PhaseSum sum = PhaseSum.of(source, stages, "mobile", Map.of());

        assertThat(sum.phases()).isEqualTo(new Phases(10, 0, 0, 1, 20, 2, 0));
    }

    @Test
    void of_otherMachinesClock_isBroughtBackByItsOffset() {
        long offset = 1_000_000_000_000L;
        var source = new PhaseSum.SourceStamps(0, 10, 10, 200);
        var stages = List.of(stage("cloud", offset + 50, 0, 0, 100, 5));

        PhaseSum sum = PhaseSum.of(source, stages, "mobile", Map.of("cloud", offset));

        assertThat(sum.phases()).isEqualTo(new Phases(10, 0, 40, 0, 100, 0, 50));
        assertThat(sum.clockDoubtful()).isFalse();
    }

    @Test
    void of_offsetThatMakesTransportNegative_isMarked() {
        var source = new PhaseSum.SourceStamps(0, 10, 10, 200);
        var stages = List.of(stage("cloud", 50, 0, 0, 100, 5));

        PhaseSum early = PhaseSum.of(source, stages, "mobile", Map.of("cloud", 60L));
        PhaseSum late = PhaseSum.of(source, stages, "mobile", Map.of("cloud", -60L));

        assertThat(early.clockDoubtful()).isTrue();
        assertThat(early.phases().wireNanos()).isZero();
        assertThat(early.phases().answerNanos()).isEqualTo(90);
        assertThat(late.clockDoubtful()).isTrue();
        assertThat(late.phases().answerNanos()).isZero();
    }

    @Test
    void of_anyStamps_addUpToTheObservation() {
        long seed = 12;
        Random random = new Random(seed);
        for (int round = 0; round < 2000; round++) {
            long start = random.nextInt(1000);
            long prepared = start + random.nextInt(1000);
            long sent = prepared + random.nextInt(1000);
            long answered = sent + random.nextInt(100_000);
            StageTimes one = stage("a", random.nextInt(), pieces(random));
            StageTimes two = stage("b", random.nextInt(), pieces(random));
            var source = new PhaseSum.SourceStamps(start, prepared, sent, answered);

            PhaseSum sum = PhaseSum.of(source, List.of(one, two), "s", Map.of("b", random.nextLong(1 << 20)));

            assertThat(sum.phases().totalNanos())
                    .as("seed %d round %d", seed, round)
                    .isEqualTo(answered - start);
        }
    }

    private static long[] pieces(Random random) {
        return random.longs(4, 0, 10_000).toArray();
    }
}
