package io.tierwise.advice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tierwise.deployment.Topology;
import io.tierwise.study.Goal;
import io.tierwise.study.StudyRecord;
import io.tierwise.study.Sweep;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ForecasterTest {
    private static final String[] MEASURED = {
        "I@mobile",
        "I@edge",
        "I@cloud",
        "Q(u8s8)@mobile",
        "Q(u8s8)@edge",
        "Q(u8s8)@cloud",
        "P(cut2)@mobile+edge",
        "P(cut3)@edge+cloud",
        "P(cut1)@mobile+cloud",
        "P(cut0,cut4)@mobile+edge+cloud",
        "Q(u8s8)P(cut1)@mobile+edge",
        "Q(u8s8)P(cut4)@edge+cloud"
    };

    /// Trials of a made study are spread by their samples, whose median is not 1.
    private static double pace(StudyRecord record) {
        Figures first = Figures.of(record).getFirst();
        return first.quantileNanos(0.5) / 1e6 / MadeWorld.millis(first.name(), topology());
    }

    private static Topology topology() {
        return MadeWorld.GROUNDWORK.topology("mobile");
    }

    private static Forecaster forecaster(String... goals) {
        return Forecaster.of(
                MadeWorld.study(0, MEASURED).record(),
                Stream.of(goals).map(Goal::parse).toList());
    }

    @Test
    void all_ofStrategiesThatWereNotMeasured_isNearTheLaw() {
        StudyRecord record = MadeWorld.study(0, MEASURED).record();
        List<Forecast> all = Forecaster.of(record, List.of()).all(topology());

        // Three tiers, three pairs with six cuts, one triple with fifteen pairs of cuts; a cut of floats in three
        // codecs, one of bytes in two.
        assertThat(all).hasSize(3 + 3 * (3 * 6 + 15) + 3 + 2 * (3 * 6 + 15));
        double pace = pace(record);
        for (Forecast forecast : all) {
            assertThat(forecast.nanos() / 1e6 / pace / MadeWorld.millis(forecast.strategy(), topology()))
                    .as(forecast.strategy())
                    .isCloseTo(1, within(0.03));
        }
        assertThat(all).filteredOn(f -> f.basis() == Forecast.Basis.MEASURED).hasSize(MEASURED.length);
        assertThat(all).extracting(Forecast::nanos).isSorted();
    }

    @Test
    void best_underAnyRatesAndShares_isTheFirstOfAll() {
        long seed = 20_261_127;
        Random random = new Random(seed);
        Forecaster forecaster = forecaster();
        for (int round = 0; round < 300; round++) {
            Topology there = topology();
            for (String sweep : List.of(
                    "mobile-edge.bandwidth=0.01..10000Mbit",
                    "edge-cloud.bandwidth=0.01..10000Mbit",
                    "mobile.cpu=0.001..1",
                    "edge.cpu=0.001..1",
                    "cloud.cpu=0.001..1")) {
                Sweep one = Sweep.parse(sweep, there);
                there = one.at(there, one.values(1000).get(random.nextInt(1000)));
            }
            assertThat(forecaster.best(there).orElseThrow().nanos())
                    .as("seed %d, round %d", seed, round)
                    .isEqualTo(forecaster.all(there).getFirst().nanos());
        }
    }

    @Test
    void best_overASlowLink_isPackedAndAsAccurateAsAsked() {
        Topology slow =
                Sweep.parse("mobile-edge.bandwidth=0.1..1Mbit", topology()).at(topology(), 1e5);

        assertThat(forecaster("drop<=0.1pp").all(slow))
                .filteredOn(forecast -> forecast.strategy().endsWith("@mobile+edge"))
                .first()
                .satisfies(best -> assertThat(best.strategy()).matches("P\\(cut\\d,fp32-zstd\\)@mobile\\+edge"));
        assertThat(forecaster().all(slow))
                .filteredOn(forecast -> forecast.strategy().endsWith("@mobile+edge")
                        && forecast.operators().equals("I"))
                .first()
                .satisfies(best -> assertThat(best.strategy()).matches("P\\(cut\\d,u8\\)@mobile\\+edge"));
    }

    @Test
    void all_underOtherRates_movesWithThem() {
        StudyRecord record = MadeWorld.study(0, MEASURED).record();
        Topology slow =
                Sweep.parse("mobile-edge.bandwidth=1..2Mbit", topology()).at(topology(), 1e6);
        Topology slower = Sweep.parse("mobile.cpu=0.01..1", slow).at(slow, 0.05);

        List<Forecast> all = Forecaster.of(record, List.of()).all(slower);

        double pace = pace(record);
        assertThat(all)
                .allSatisfy(
                        forecast -> assertThat(forecast.nanos() / 1e6 / MadeWorld.millis(forecast.strategy(), slower))
                                .isBetween(0.93 * Math.min(1, pace), 1.07 * Math.max(1, pace)));
        assertThat(all)
                .filteredOn(forecast -> forecast.strategy().equals("I@cloud"))
                .first()
                .extracting(Forecast::basis)
                .isEqualTo(Forecast.Basis.FORECAST);
    }

    @Test
    void factor_ofNoisyTrials_growsWithThem() {
        double quiet = forecaster().factor().orElseThrow();
        double noisy = Forecaster.of(MadeWorld.study(0.5, MEASURED).record(), List.of())
                .factor()
                .orElseThrow();

        assertThat(quiet).isBetween(1.0, 1.2);
        assertThat(noisy).isGreaterThan(quiet + 0.02);
    }

    @Test
    void factor_ofFewStrategies_isNotKnown() {
        Forecaster few = Forecaster.of(
                MadeWorld.study(0, "I@mobile", "I@edge", "P(cut2)@mobile+edge").record(), List.of());

        assertThat(few.factor()).isEmpty();
        assertThat(few.all(topology()).getLast().highNanos()).isInfinite();
    }

    @Test
    void all_underGoals_leavesOutWhatMissesThem() {
        assertThat(forecaster("drop<=0.1pp").all(topology()))
                .extracting(Forecast::operators)
                .containsOnly("I");
        assertThat(forecaster("keep-raw-on: mobile").all(topology()))
                .allMatch(forecast -> forecast.strategy().matches(".*@mobile.*"));
        assertThat(forecaster("p50<=12ms").all(topology())).isNotEmpty().allMatch(forecast -> forecast.nanos() <= 12e6);
        assertThat(forecaster("p50<=0.1ms").best(topology())).isEmpty();
        assertThat(forecaster("p95<=12ms").limits()).singleElement().asString().contains("'p95 <= 12ms' is not judged");
    }

    @Test
    void all_onTiersWithoutTheMemory_leavesThemOut() {
        Sweep sweep = Sweep.parse("mobile.memory=1..64Mi", topology());

        assertThat(forecaster().all(sweep.at(topology(), 8 << 20)))
                .anyMatch(forecast -> forecast.strategy().contains("mobile"));
        assertThat(forecaster().all(sweep.at(topology(), 2 << 20)))
                .isNotEmpty()
                .noneMatch(forecast -> forecast.strategy().contains("mobile"));
    }

    /// What the page computes, in Java.
    private static double together(
            LiveForecast live, LiveForecast.LiveCell cell, List<Double> cpus, List<Double> rates, List<Double> delays) {
        double wire = 0;
        for (LiveForecast.LiveWay way : cell.ways()) {
            double slowest = 0;
            for (int link : way.links()) {
                wire += delays.get(link) / 2;
                slowest = Math.max(slowest, 8e9 / rates.get(link));
            }
            wire += slowest * way.bytes();
        }
        double nanos = cell.constantNanos() + cell.movedNanos() + live.sourceNanos() / cpus.get(live.source());
        for (int part = 0; part < cell.tiers().size(); part++) {
            nanos += cell.workNanos().get(part) / cpus.get(cell.tiers().get(part));
        }
        return Math.max(nanos + wire, wire);
    }

    @Test
    void live_putTogetherUnderOtherRates_isTheForecast() {
        isPutTogether(forecaster());
    }

    @Test
    void live_inputsPreparedWhereTheFirstPartRuns_isTheForecast() {
        Forecaster forecaster = encoded();

        assertThat(forecaster.live(50).sourceNanos()).isZero();
        isPutTogether(forecaster);
    }

    private static Forecaster encoded() {
        return Forecaster.of(MadeWorld.study(MadeWorld.encoded(), 0, MEASURED).record(), List.of());
    }

    @Test
    void all_inputsPreparedWhereTheFirstPartRuns_followsThatTier() {
        Topology slowSource = Sweep.parse("mobile.cpu=0.01..1", topology()).at(topology(), 0.02);
        Topology slowCloud = Sweep.parse("cloud.cpu=0.01..1", topology()).at(topology(), 0.5);
        Forecaster forecaster = encoded();

        double now = nanos(forecaster, topology());

        assertThat(nanos(forecaster, slowSource)).isEqualTo(now, within(1.0));
        double run = 0.05 + 1.2 * 4;
        assertThat((nanos(forecaster, slowCloud) - now) / 1e6).isCloseTo(run + 0.4, within(0.05 * run));
    }

    private static double nanos(Forecaster forecaster, Topology there) {
        return forecaster.all(there).stream()
                .filter(forecast -> forecast.strategy().equals("I@cloud"))
                .findFirst()
                .orElseThrow()
                .nanos();
    }

    private static void isPutTogether(Forecaster forecaster) {
        LiveForecast live = forecaster.live(50);
        Topology there = Sweep.parse("edge.cpu=0.1..1", topology()).at(topology(), 0.2);
        there = Sweep.parse("mobile-edge.bandwidth=1..9Mbit", there).at(there, 5e6);
        there = Sweep.parse("edge-cloud.rtt=1..9ms", there).at(there, 7e6);

        assertThat(live.cells()).hasSizeGreaterThan(MEASURED.length).hasSizeLessThanOrEqualTo(50);
        assertThat(live.left()).isEqualTo(forecaster.size() - live.cells().size());
        List<Forecast> all = forecaster.all(there);
        for (LiveForecast.LiveCell cell : live.cells()) {
            double expected = all.stream()
                    .filter(forecast -> forecast.strategy().equals(cell.strategy()))
                    .findFirst()
                    .orElseThrow()
                    .nanos();
            assertThat(together(live, cell, List.of(0.25, 0.2, 1.0), List.of(5e6, 20e6), List.of(4e6, 7e6)))
                    .as(cell.strategy())
                    .isCloseTo(expected, within(1e-6 * expected));
        }
    }

    @Test
    void along_bandwidth_findsWhereOneTakesOver() {
        Forecaster forecaster = forecaster("drop<=0.1pp");
        Sweep sweep = Sweep.parse("mobile-edge.bandwidth=0.1..1000Mbit", topology());

        Winners winners = Winners.along(sweep, forecaster, topology());

        assertThat(winners.spans()).hasSizeGreaterThan(1);
        assertThat(winners.spans().getFirst().strategy()).contains("I@mobile");
        assertThat(winners.spans().getLast().strategy()).isNotEqualTo(Optional.of("I@mobile"));
        double edge = winners.spans().getFirst().to();
        assertThat(winners.spans().get(1).from()).isEqualTo(edge);
        double before = forecaster
                .best(sweep.at(topology(), edge * 0.999))
                .orElseThrow()
                .nanos();
        double after = forecaster
                .best(sweep.at(topology(), edge * 1.001))
                .orElseThrow()
                .nanos();
        assertThat(before / after).as("times on both sides of the edge").isCloseTo(1, within(0.01));
    }

    @Test
    void over_twoProperties_agreesWithEachPoint() {
        Forecaster forecaster = forecaster();
        Sweep across = Sweep.parse("mobile-edge.bandwidth=1..100Mbit", topology());
        Sweep down = Sweep.parse("mobile.cpu=0.02..1", topology());

        Outlook outlook = Outlook.of(forecaster, List.of(across, down));

        WinnerMap map = outlook.map().orElseThrow();
        for (int row = 0; row < map.downValues().size(); row++) {
            Topology here = across.at(
                    down.at(topology(), map.downValues().get(row)),
                    map.acrossValues().get(3));
            assertThat(map.best().get(row).get(3)).isEqualTo(forecaster.best(here));
        }
        assertThat(outlook.winners()).hasSize(2);
    }

    @Test
    void of_studyWithoutGroundwork_isRefused() {
        assertThatThrownBy(() -> Forecaster.of(
                        new MadeStudy(10)
                                .with("I@mobile", MadeStudy.Traits.of(1))
                                .record(),
                        List.of()))
                .isInstanceOf(ForecastException.class)
                .hasMessageContaining("run it again");
        assertThatThrownBy(() -> Forecaster.of(MadeWorld.study(0, "I@mobile").record(), List.of()))
                .isInstanceOf(ForecastException.class)
                .hasMessageContaining("at least 2 measured strategies");
    }
}
