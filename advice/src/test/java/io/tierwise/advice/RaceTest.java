package io.tierwise.advice;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierwise.advice.MadeStudy.Traits;
import io.tierwise.study.Block;
import io.tierwise.study.Stop;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RaceTest {
    private static final long SEED = 20261126;

    @Test
    void next_oneClearlyFastest_othersStopAfterFewRoundsAndSayWhy() {
        Track track = new Track(SEED)
                .with("I@mobile", Traits.of(8))
                .with("Q@mobile", Traits.of(4))
                .with("E@mobile", Traits.of(6))
                .race("minimize p50");
        assertThat(track.advise("minimize p50").decision()).isEqualTo(new Decision.Chosen("Q@mobile", List.of()));
        assertThat(track.roundsOf("E@mobile")).isBetween(6L, 15L);
        Stop stop = track.lastStop("E@mobile");
        assertThat(stop.kind()).isEqualTo(Stop.Kind.BEATEN);
        assertThat(stop.round()).isEqualTo((int) track.roundsOf("E@mobile"));
        assertThat(stop.reason())
                .startsWith("Takes 1.")
                .contains("times as long as Q@mobile (")
                .endsWith("after " + stop.round() + " rounds.");
    }

    @Test
    void next_closeCall_getsMoreRoundsThanWhatIsClear() {
        Track track = new Track(SEED)
                .with("I@mobile", Traits.of(16))
                .with("Q@mobile", Traits.of(4))
                .with("E@mobile", Traits.of(4.25))
                .with("QE@mobile", Traits.of(9))
                .race("minimize p50");
        assertThat(track.roundsOf("E@mobile")).isGreaterThan(2 * track.roundsOf("QE@mobile"));
        assertThat(track.advise("minimize p50").decision()).isInstanceOf(Decision.Chosen.class);
    }

    @Test
    void next_leaderNeverCertainToBeBelowATransfer_runsWhatWasHeldBack() {
        Track track = new Track(SEED)
                .rounds(40)
                .with("I@mobile", Traits.of(4))
                .with("I@edge", Traits.of(8).wire(4.1))
                .race("minimize p50");
        assertThat(track.roundsOf("I@edge")).isBetween(4L, 20L);
        assertThat(track.lastStop("I@edge").kind()).isEqualTo(Stop.Kind.BEATEN);
        assertThat(track.advise("minimize p50").decision()).isEqualTo(new Decision.Chosen("I@mobile", List.of()));
    }

    @Test
    void next_almostEqual_endsWithoutKnowingWhichIsFaster() {
        Track track = new Track(SEED)
                .rounds(400)
                .with("I@mobile", Traits.of(16))
                .with("Q@mobile", Traits.of(4))
                .with("E@mobile", Traits.of(4.02))
                .race("minimize p50");
        assertThat(track.stops)
                .filteredOn(stop -> !stop.strategy().equals("I@mobile"))
                .extracting(Stop::kind)
                .containsAnyOf(Stop.Kind.NO_BETTER, Stop.Kind.TIED);
        assertThat(track.advise("minimize p50").decision()).isInstanceOf(Decision.Chosen.class);
        assertThat(track.roundsOf("Q@mobile")).isLessThan(400);
    }

    @Test
    void next_cannotKeepAGoal_isNeverRun() {
        Track track = new Track(SEED)
                .with("I@mobile", Traits.of(8))
                .with("E@mobile", Traits.of(2).accuracy(0.80))
                .with("Q@mobile", Traits.of(4))
                .race("minimize p50", "drop<=1pp");
        assertThat(track.roundsOf("E@mobile")).isZero();
        assertThat(track.lastStop("E@mobile"))
                .isEqualTo(new Stop("E@mobile", 0, Stop.Kind.MISSES, "drop is 12pp, asked drop <= 1pp"));
        Advice advice = track.advise("minimize p50", "drop<=1pp");
        assertThat(advice.standings().getLast().verdict()).isEqualTo("misses drop");
    }

    @Test
    void next_breaksABoundOnTime_stopsBeyondDoubt() {
        Track track = new Track(SEED)
                .with("I@mobile", Traits.of(4))
                .with("E@mobile", Traits.of(3).noise(1))
                .race("minimize p50", "p95<=6ms");
        Stop stop = track.lastStop("E@mobile");
        assertThat(stop.kind()).isEqualTo(Stop.Kind.MISSES);
        assertThat(stop.reason()).contains("asked p95 <= 6ms: beyond doubt after " + stop.round() + " rounds");
        assertThat(track.advise("minimize p50", "p95<=6ms").decision())
                .isEqualTo(new Decision.Chosen("I@mobile", List.of()));
    }

    @Test
    void next_transferAloneLoses_isBoundedAndNeverRun() {
        Track track = new Track(SEED)
                .with("I@cloud", Traits.of(25).wire(20))
                .with("I@mobile", Traits.of(8))
                .with("Q@mobile", Traits.of(4))
                .race("minimize p50");
        assertThat(track.roundsOf("I@cloud")).isZero();
        Stop stop = track.lastStop("I@cloud");
        assertThat(stop.kind()).isEqualTo(Stop.Kind.BOUNDED);
        assertThat(stop.reason()).startsWith("Transfer alone takes at least 20 ms; Q@mobile takes at most ");
        assertThat(stop.round()).isGreaterThan(4);
    }

    @Test
    void next_transferIsShort_runs() {
        Track track = new Track(SEED)
                .with("I@cloud", Traits.of(3).wire(2))
                .with("I@mobile", Traits.of(8))
                .race("minimize p50");
        assertThat(track.advise("minimize p50").decision()).isEqualTo(new Decision.Chosen("I@cloud", List.of()));
    }

    @Test
    void next_least_runsEveryoneThatOften() {
        Track track = new Track(SEED)
                .least(2)
                .with("I@cloud", Traits.of(25).wire(20))
                .with("I@mobile", Traits.of(8))
                .with("E@mobile", Traits.of(2).accuracy(0.80))
                .with("Q@mobile", Traits.of(4))
                .race("minimize p50", "drop<=1pp");
        assertThat(track.roundsOf("I@cloud")).isEqualTo(2);
        assertThat(track.roundsOf("E@mobile")).isEqualTo(2);
        assertThat(track.advise("minimize p50", "drop<=1pp").decision())
                .isEqualTo(new Decision.Chosen("Q@mobile", List.of()));
    }

    @Test
    void next_leastIsEveryRound_measuresEquallyInRandomOrder() {
        Track track = new Track(SEED)
                .least(6)
                .rounds(6)
                .with("I@mobile", Traits.of(8))
                .with("Q@mobile", Traits.of(4))
                .race("minimize p50");
        assertThat(track.blocks).hasSize(12);
        assertThat(track.blocks.stream().filter(block -> track.blocks.indexOf(block) % 2 == 0))
                .extracting(Block::strategy)
                .contains("I@mobile", "Q@mobile");
    }

    @Test
    void next_controlNotCompared_runsInEveryRound() {
        Track track = new Track(SEED)
                .control("I@mobile")
                .with("Q@mobile", Traits.of(4))
                .with("E@mobile", Traits.of(5))
                .race("minimize p50");
        assertThat(track.roundsOf("I@mobile")).isEqualTo(track.roundsOf("Q@mobile"));
    }

    @Test
    void next_failed_isLeftOut() {
        Track track = new Track(SEED)
                .with("I@mobile", Traits.of(8))
                .with("Q@mobile", Traits.of(4))
                .with("E@mobile", Traits.of(3))
                .fail("E@mobile")
                .race("minimize p50");
        assertThat(track.roundsOf("E@mobile")).isZero();
    }

    @Test
    void next_nothingCanKeepTheGoals_endsAtOnce() {
        Track track = new Track(SEED)
                .with("I@mobile", Traits.of(8).accuracy(0.5))
                .with("Q@mobile", Traits.of(4).accuracy(0.5))
                .race("minimize p50", "accuracy>=90%");
        assertThat(track.blocks).isEmpty();
    }

    @Test
    void next_interrupted_goesOnWithTheSameBlocks() {
        Track whole = contest().race("minimize p50", "drop<=1pp");
        Track interrupted = contest();
        Random random = new Random(SEED);
        while (interrupted.blocks.size() < whole.blocks.size()) {
            interrupted.race(1 + random.nextInt(4), "minimize p50", "drop<=1pp");
        }
        assertThat(interrupted.blocks).isEqualTo(whole.blocks);
        assertThat(interrupted.stops.stream().distinct().toList()).containsExactlyInAnyOrderElementsOf(whole.stops);
    }

    private static Track contest() {
        return new Track(SEED)
                .with("I@mobile", Traits.of(8))
                .with("Q@mobile", Traits.of(4))
                .with("E@mobile", Traits.of(4.4))
                .with("QE@mobile", Traits.of(3).accuracy(0.8))
                .with("I@edge", Traits.of(6).wire(3))
                .with("I@cloud", Traits.of(30).wire(20));
    }

    @Test
    void next_drawnContests_theChoiceIsWithinWorthOfTheBest() {
        int wrong = 0;
        int contests = 60;
        for (int contest = 0; contest < contests; contest++) {
            Random random = new Random(SEED + contest);
            Track track = new Track(SEED + contest);
            double best = Double.POSITIVE_INFINITY;
            for (int i = 0; i < 6; i++) {
                double millis = 4 * Math.exp(0.3 * random.nextGaussian());
                best = Math.min(best, millis);
                track.with("Q".repeat(i + 1) + "@mobile", Traits.of(millis));
            }
            track.race("minimize p50");
            wrong +=
                    track.advise("minimize p50").decision() instanceof Decision.Chosen(String name, List<String> equals)
                                    && track.millis(name) > 1.05 * best
                            ? 1
                            : 0;
        }
        assertThat(wrong).as("of %d contests, seeds from %d", contests, SEED).isLessThanOrEqualTo(3);
    }
}
