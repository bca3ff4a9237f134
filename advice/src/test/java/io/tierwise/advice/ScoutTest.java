package io.tierwise.advice;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierwise.deployment.Topology;
import io.tierwise.study.Addition;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScoutTest {
    /// In the made world I@edge is the fastest that does not quantize; it is not among these.
    private static final List<String> ASKED = List.of(
            "I@mobile",
            "I@cloud",
            "P(cut0)@mobile+edge",
            "P(cut1)@mobile+cloud",
            "P(cut0)@edge+cloud",
            "P(cut0,cut1)@mobile+edge+cloud",
            "P(cut3)@mobile+edge",
            "P(cut5)@mobile+edge",
            "P(cut2)@edge+cloud");

    private static MadeStudy.Traits traits(String strategy) {
        Topology topology = MadeWorld.GROUNDWORK.topology("mobile");
        return MadeStudy.Traits.of(MadeWorld.millis(strategy, topology))
                .noise(0.02)
                .accuracy(strategy.startsWith("Q") ? 0.9 : 0.92);
    }

    private static Track track(long seed, int explore) {
        Track track = new Track(seed).rounds(30).explore(explore, MadeWorld.GROUNDWORK, ScoutTest::traits);
        ASKED.forEach(name -> track.with(name, traits(name)));
        return track;
    }

    private static double best() {
        return Forecaster.of(MadeWorld.study(0, ASKED.toArray(String[]::new)).record(), List.of())
                .all(MadeWorld.GROUNDWORK.topology("mobile"))
                .stream()
                .filter(forecast -> forecast.operators().equals("I"))
                .mapToDouble(forecast -> traits(forecast.strategy()).millis())
                .min()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void race_whereTheBestWasNotAskedFor_findsOneThatIsNearlyAsGood(long seed) {
        Track track = track(seed, 12).race("drop <= 1pp");

        assertThat(track.additions).isNotEmpty().hasSizeLessThanOrEqualTo(12);
        String first =
                track.advise("drop <= 1pp").standings().getFirst().strategy().name();
        assertThat(traits(first).millis()).as(first + ", seed " + seed).isLessThanOrEqualTo(1.05 * best());
    }

    @Test
    void race_whereNothingMayBeAdded_addsNothing() {
        assertThat(track(1, 0).race("drop <= 1pp").additions).isEmpty();
    }

    @Test
    void race_forSomethingElseThanTime_addsNothing() {
        assertThat(track(1, 12).race("minimize bytes").additions).isEmpty();
    }

    @Test
    void race_underGoals_addsOnlyWhatKeepsThem() {
        assertThat(track(1, 12).race("drop <= 1pp").additions)
                .extracting(Addition::strategy)
                .noneMatch(name -> name.startsWith("Q"));
    }

    @Test
    void additions_joinBehindFinishedRounds_andSayWhy() {
        Track track = track(1, 12).race("drop <= 1pp");

        assertThat(track.additions).allSatisfy(addition -> {
            assertThat(track.blocks)
                    .filteredOn(block -> block.strategy().equals(addition.strategy()))
                    .isNotEmpty()
                    .allMatch(block -> block.round() >= addition.round());
            assertThat(addition.round()).isPositive();
            assertThat(addition.reason()).startsWith("Forecast ").contains(" ms");
        });
    }

    @Test
    void race_thatWasInterrupted_goesOnAsItWould() {
        Track whole = track(3, 6).race("drop <= 1pp");
        Track broken = track(3, 6);

        broken.race(14, "drop <= 1pp").race("drop <= 1pp");

        assertThat(broken.blocks).isEqualTo(whole.blocks);
        assertThat(broken.additions).isEqualTo(whole.additions);
    }
}
