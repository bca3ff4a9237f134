package io.tierwise.advice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tierwise.advice.MadeStudy.Traits;
import io.tierwise.study.Goal;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class AdvisorTest {
    private static Standing standing(Advice advice, String strategy) {
        return advice.standings().stream()
                .filter(standing -> standing.strategy().name().equals(strategy))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void advise_oneIsFastest_choosesItAndSaysByHowMuch() {
        Advice advice = new MadeStudy(60)
                .with("I@mobile", Traits.of(8))
                .with("Q@mobile", Traits.of(4).accuracy(0.918))
                .with("I@cloud", Traits.of(20))
                .advise("minimize p50", "drop<=1pp");
        assertThat(advice.decision()).isEqualTo(new Decision.Chosen("Q@mobile", List.of()));
        assertThat(advice.sentence())
                .startsWith("Use Q@mobile: ")
                .contains("The untouched model at its best place (I@mobile) takes 2 times as long.")
                .contains("not yet confirmed");
        Standing.Contrast contrast = standing(advice, "I@mobile").againstBest().orElseThrow();
        assertThat(contrast.ratio()).isCloseTo(2, within(0.02));
        assertThat(contrast.low()).isLessThan(contrast.ratio());
        assertThat(contrast.p()).isLessThan(0.05);
        assertThat(advice.standings().stream().map(s -> s.strategy().name()))
                .containsExactly("Q@mobile", "I@mobile", "I@cloud");
        assertThat(advice.standings().stream().map(Standing::verdict)).containsExactly("best", "slower", "slower");
    }

    @Test
    void advise_twoWithinWorth_areEqualsAndTheMoreAccurateIsChosen() {
        Advice advice = new MadeStudy(60)
                .with("E@mobile", Traits.of(4).accuracy(0.90))
                .with("Q@mobile", Traits.of(4.04).accuracy(0.92))
                .with("I@mobile", Traits.of(9))
                .advise("minimize p50");
        assertThat(advice.decision()).isEqualTo(new Decision.Chosen("Q@mobile", List.of("E@mobile")));
        assertThat(standing(advice, "Q@mobile").rank()).isEqualTo(1);
        assertThat(standing(advice, "E@mobile").rank()).isEqualTo(1);
        assertThat(standing(advice, "E@mobile").verdict()).isEqualTo("equal");
        assertThat(standing(advice, "I@mobile").rank()).isEqualTo(3);
    }

    @Test
    void advise_noiseAboveTheDifference_isUndecided() {
        Advice advice = new MadeStudy(80)
                .with("Q@mobile", Traits.of(4).noise(0.6))
                .with("E@mobile", Traits.of(4.1).noise(0.6))
                .with("I@mobile", Traits.of(40).noise(0.6))
                .advise("minimize p50");
        assertThat(advice.decision())
                .isInstanceOfSatisfying(
                        Decision.Undecided.class,
                        decision -> assertThat(decision.open()).hasSize(1).doesNotContain("I@mobile"));
        assertThat(advice.sentence()).contains("leads").contains("more rounds would tell");
    }

    @Test
    void advise_nothingKeepsTheGoals_namesTheNearestMissAndItsValue() {
        Advice advice = new MadeStudy(60)
                .with("I@mobile", Traits.of(8))
                .with("Q@mobile", Traits.of(4).accuracy(0.89))
                .advise("minimize p50", "p50<=5ms", "drop<=1pp");
        assertThat(advice.decision()).isInstanceOfSatisfying(Decision.Infeasible.class, decision -> {
            assertThat(decision.nearest()).isEqualTo("I@mobile");
            assertThat(decision.miss()).contains("p50 is ").contains("asked p50 <= 5ms");
        });
        assertThat(standing(advice, "I@mobile").verdict()).isEqualTo("nearest, misses p50");
        assertThat(standing(advice, "Q@mobile").verdict()).isEqualTo("faster, misses drop");
        assertThat(standing(advice, "Q@mobile").misses())
                .singleElement()
                .asString()
                .contains("drop is 3pp");
    }

    @Test
    void advise_untouchedModelNotCompared_dropCountsFromItOnTheLastTiersCpu() {
        Advice advice = new MadeStudy(60)
                .untouched("mobile", 0.92)
                .untouched("cloud", 0.95)
                .with("Q@mobile", Traits.of(4).accuracy(0.915))
                .with("QP@mobile+cloud", Traits.of(3).accuracy(0.915))
                .advise("minimize p50", "drop<=1pp");
        assertThat(advice.decision()).isEqualTo(new Decision.Chosen("Q@mobile", List.of()));
        assertThat(standing(advice, "Q@mobile").accuracy().orElseThrow().drop()).isCloseTo(0.005, within(1e-9));
        assertThat(standing(advice, "QP@mobile+cloud").accuracy().orElseThrow().drop())
                .isCloseTo(0.035, within(1e-9));
    }

    @Test
    void advise_minimizeMemory_choosesTheLightestAndTheFasterOfEquals() {
        Advice advice = new MadeStudy(60)
                .with("I@mobile", Traits.of(2).memory(90 << 20))
                .with("Q@mobile", Traits.of(6).memory(40 << 20))
                .with("QE@mobile", Traits.of(5).memory(41 << 20))
                .advise("minimize memory");
        assertThat(advice.decision()).isEqualTo(new Decision.Chosen("QE@mobile", List.of("Q@mobile")));
        assertThat(standing(advice, "I@mobile").verdict()).isEqualTo("more memory");
        assertThat(advice.sentence()).contains("41Mi of memory");
    }

    @Test
    void advise_minimizeDrop_ignoresSpeed() {
        Advice advice = new MadeStudy(60)
                .with("Q@mobile", Traits.of(1).accuracy(0.80))
                .with("I@mobile", Traits.of(9).accuracy(0.92))
                .advise("minimize drop");
        assertThat(advice.decision()).isEqualTo(new Decision.Chosen("I@mobile", List.of()));
        assertThat(standing(advice, "Q@mobile").reason()).contains("12 pp less accurate than the choice");
    }

    @Test
    void advise_minimizeBytes_sentNothingIsLeast() {
        Advice advice = new MadeStudy(60)
                .with("I@cloud", Traits.of(3).bytes(3200))
                .with("I@mobile", Traits.of(8))
                .advise("minimize bytes");
        assertThat(advice.decision()).isEqualTo(new Decision.Chosen("I@mobile", List.of()));
    }

    @Test
    void advise_minimizeP95_comparesTails() {
        Advice advice = new MadeStudy(160)
                .with("I@cloud", Traits.of(4).noise(0.5))
                .with("I@mobile", Traits.of(5).noise(0.01))
                .advise("minimize p95");
        assertThat(advice.decision()).isEqualTo(new Decision.Chosen("I@mobile", List.of()));
        assertThat(standing(advice, "I@cloud").reason()).contains("by p95");
    }

    @Test
    void advise_accuracyNotTaken_isAMissAndNeverCountsAsNone() {
        Advice advice = new MadeStudy(60)
                .with("I@mobile", Traits.of(4).accuracy(Double.NaN))
                .advise("minimize p50", "drop<=1pp");
        assertThat(advice.decision()).isInstanceOf(Decision.Infeasible.class);
        assertThat(standing(advice, "I@mobile").misses())
                .containsExactly("drop was not taken, so drop <= 1pp cannot be judged");
        assertThat(standing(advice, "I@mobile").onFront()).isFalse();
    }

    @Test
    void advise_keepRaw_refusesStrategiesThatBeginElsewhere() {
        Advice advice = new MadeStudy(60)
                .with("I@cloud", Traits.of(2))
                .with("P@mobile+cloud", Traits.of(5))
                .advise("minimize p50", "keep-raw-on: mobile");
        assertThat(advice.decision()).isEqualTo(new Decision.Chosen("P@mobile+cloud", List.of()));
        assertThat(standing(advice, "I@cloud").verdict()).isEqualTo("faster, misses keep-raw-on");
    }

    @Test
    void advise_failedStrategy_isListedLastWithItsReason() {
        Advice advice = new MadeStudy(60)
                .failed("I@cloud", "cloud", "the agent died: give it more memory")
                .with("I@mobile", Traits.of(8))
                .advise("minimize p50");
        Standing failed = advice.standings().getLast();
        assertThat(failed.strategy().name()).isEqualTo("I@cloud");
        assertThat(failed.rank()).isZero();
        assertThat(failed.reason()).isEqualTo("Failed on cloud: the agent died: give it more memory");
        assertThat(advice.caveats()).contains("1 strategy failed and could not be compared.");
    }

    @Test
    void advise_everyStrategyFailed_saysThereIsNoAnswer() {
        Advice advice = new MadeStudy(60).failed("I@cloud", "", "no room").advise("minimize p50");
        assertThat(advice.decision()).isInstanceOf(Decision.Infeasible.class);
        assertThat(advice.sentence()).isEqualTo("No answer: no strategy ran to an answer.");
    }

    @Test
    void advise_confirmed_headlineComesFromFreshProcessesAlone() {
        Advice advice = new MadeStudy(60)
                .with("I@mobile", Traits.of(8))
                .with("I@cloud", Traits.of(20))
                .confirmed("I@mobile", 5, Traits.of(12))
                .advise("minimize p50");
        Headline headline = advice.headline().orElseThrow();
        assertThat(headline.processes()).isEqualTo(5);
        assertThat(headline.p50Millis()).isCloseTo(12, within(0.4));
        assertThat(headline.accuracy()).isCloseTo(0.918, within(1e-9));
        assertThat(advice.runnerUp()).isEmpty();
        assertThat(advice.caveats())
                .anySatisfy(caveat -> assertThat(caveat).startsWith("I@mobile has two medians that differ"));
    }

    @Test
    void advise_confirmedAsCompared_hasNoCaveatOfTwoMedians() {
        Advice advice = new MadeStudy(60)
                .with("I@mobile", Traits.of(8))
                .confirmed("I@mobile", 5, Traits.of(8))
                .advise("minimize p50");
        assertThat(advice.caveats()).noneMatch(caveat -> caveat.contains("two medians"));
    }

    @Test
    void advise_percentileThatTheCountCannotCarry_isACaveatAndShowsWhatIsNeeded() {
        Advice advice = new MadeStudy(20).with("I@mobile", Traits.of(8)).advise("minimize p50", "p95<=50ms");
        assertThat(standing(advice, "I@mobile").latency().orElseThrow().p95().needed())
                .isEqualTo(72);
        assertThat(advice.caveats())
                .contains("p95 was judged on the sample percentile of 20 trials; an interval needs n >= 72.");
    }

    @Test
    void advise_tooFewSharedRounds_claimsNothing() {
        Advice advice = new MadeStudy(40)
                .with("I@mobile", Traits.of(8))
                .with("Q@mobile", Traits.of(4))
                .advise("minimize p50");
        assertThat(advice.decision()).isInstanceOf(Decision.Undecided.class);
        Standing.Contrast contrast = standing(advice, "I@mobile").againstBest().orElseThrow();
        assertThat(contrast.rounds()).isEqualTo(4);
        assertThat(contrast.low()).isZero();
        assertThat(contrast.high()).isInfinite();
        assertThat(contrast.p()).isGreaterThan(0.05);
    }

    @Test
    void finalists_always_areTheChoiceAndTheNextThatKeepsTheGoals() {
        var study = new MadeStudy(60)
                .with("QE@mobile", Traits.of(3).accuracy(0.7))
                .with("I@mobile", Traits.of(8))
                .with("Q@mobile", Traits.of(4))
                .record();
        assertThat(new Advisor(List.of(Goal.parse("drop<=1pp")), 0.05).finalists(study))
                .containsExactly("Q@mobile", "I@mobile");
    }

    private static Stream<Long> seeds() {
        return IntStream.range(0, 40).mapToObj(i -> 20_260_900L + i);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void advise_anyStudy_theAnswerAgreesWithItsOwnTable(long seed) {
        Random random = new Random(seed);
        var study = new MadeStudy(80);
        int count = 2 + random.nextInt(6);
        for (int i = 0; i < count; i++) {
            study.with(
                    "Q".repeat(i + 1) + "@mobile",
                    Traits.of(2 + 3 * random.nextDouble())
                            .noise(0.2 * random.nextDouble())
                            .accuracy(0.9 + 0.02 * random.nextDouble()));
        }
        Advice advice = study.advise("minimize p50", "drop<=1pp");
        Standing first = advice.standings().getFirst();
        switch (advice.decision()) {
            case Decision.Chosen(String strategy, List<String> equals) -> {
                assertThat(first.strategy().name()).isEqualTo(strategy);
                assertThat(advice.standings())
                        .filteredOn(standing -> standing.misses().isEmpty())
                        .noneMatch(standing -> standing.verdict().equals("faster"))
                        .filteredOn(standing -> standing.verdict().equals("equal"))
                        .extracting(standing -> standing.strategy().name())
                        .containsExactlyInAnyOrderElementsOf(equals);
            }
            case Decision.Undecided(String leading, List<String> open) -> {
                assertThat(first.strategy().name()).isEqualTo(leading);
                assertThat(open).isNotEmpty();
            }
            case Decision.Infeasible infeasible ->
                assertThat(advice.standings())
                        .noneMatch(standing -> standing.misses().isEmpty());
        }
        assertThat(first.misses().isEmpty()).isEqualTo(!(advice.decision() instanceof Decision.Infeasible));
        assertThat(advice.standings().stream().filter(Standing::onFront)).isNotEmpty();
    }
}
