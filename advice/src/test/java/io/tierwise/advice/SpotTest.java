package io.tierwise.advice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tierwise.study.StudyRecord;
import io.tierwise.study.Sweep;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpotTest {
    private final Forecaster forecaster = Forecaster.of(
            MadeWorld.study(
                            0,
                            "I@mobile",
                            "I@edge",
                            "I@cloud",
                            "P(cut0)@mobile+edge",
                            "P(cut3)@mobile+edge",
                            "P(cut5)@mobile+edge",
                            "P(cut1)@edge+cloud",
                            "P(cut4)@mobile+cloud",
                            "P(cut2)@mobile+edge")
                    .record(),
            List.of());

    private Sweep sweep(String text) {
        return Sweep.parse(text, forecaster.topology());
    }

    @Test
    void of_aSweep_isWhereBothSidesTakeTheSameTime() {
        Outlook outlook = Outlook.of(forecaster, List.of(sweep("mobile.cpu=0.02..1")));

        List<Spot> spots = Spot.of(outlook, forecaster, 10);

        assertThat(spots)
                .hasSize(outlook.winners().getFirst().spans().size() - 1)
                .isNotEmpty();
        for (Spot spot : spots) {
            assertThat(spot.where()).startsWith("mobile.cpu ").endsWith(" CPU");
            assertThat(spot.sides()).hasSize(2);
            double ratio =
                    spot.sides().getFirst().nanos() / spot.sides().getLast().nanos();
            assertThat(ratio).as(spot.where()).isCloseTo(1, within(0.01));
        }
    }

    @Test
    void of_aMap_spreadsAsManyAsAskedOverItsLines() {
        Outlook outlook = Outlook.of(
                forecaster, List.of(sweep("mobile-edge.bandwidth=1..1000Mbit"), sweep("mobile.cpu=0.02..1")));

        assertThat(Spot.of(outlook, forecaster, 3))
                .hasSize(3)
                .allMatch(spot -> spot.where().contains("mobile.cpu"))
                .extracting(Spot::where)
                .doesNotHaveDuplicates();
    }

    @Test
    void of_aGrid_isTheFastestAndTheFastestElsewhereAtDifferentPoints() {
        Outlook outlook = Outlook.of(
                forecaster,
                List.of(sweep("mobile-edge.bandwidth=1,10,50Mbit"), sweep("edge-cloud.bandwidth=1,10,50Mbit")));
        LatencyGrid grid = outlook.grid().orElseThrow();

        List<Spot> spots = Spot.of(outlook, forecaster, 4);

        assertThat(spots).hasSize(4).extracting(Spot::where).doesNotHaveDuplicates();
        assertThat(spots).allSatisfy(spot -> {
            assertThat(spot.sides()).hasSize(2);
            assertThat(spot.sides().getFirst().nanos())
                    .isLessThanOrEqualTo(spot.sides().getLast().nanos());
            assertThat(forecaster.best(spot.topology()))
                    .hasValueSatisfying(
                            best -> assertThat(best).isEqualTo(spot.sides().getFirst()));
        });
        assertThat(Spot.of(outlook, forecaster, 100)).as("all there are").hasSize(9);
        assertThat(grid.fastest(2, 2))
                .isEqualTo(outlook.map().orElseThrow().best().get(2).get(2));
    }

    @Test
    void of_whereOneAlwaysWins_isNowhere() {
        Outlook outlook = Outlook.of(forecaster, List.of(sweep("mobile.memory=64..128Mi")));

        assertThat(Spot.of(outlook, forecaster, 5)).isEmpty();
    }

    @Test
    void check_forecasts_countThoseThatHoldWhatWasFound() {
        List<String> strategies = List.of("P(cut0)@mobile+cloud", "P(cut1)@mobile+cloud", "I@edge");
        Spot spot = new Spot("here", forecaster.topology(), forecaster.of(strategies, forecaster.topology()));
        StudyRecord measured =
                MadeWorld.study(0, strategies.toArray(String[]::new)).record();

        SpotCheck check = new SpotCheck(SpotCheck.of(spot, measured));

        assertThat(check.forecasts())
                .extracting(one -> one.forecast().strategy())
                .doesNotContain("I@edge")
                .hasSize(2);
        assertThat(check.within()).isEqualTo(2);
        assertThat(check.medianError()).isLessThan(0.03);
    }

    @Test
    void check_measuredMedians_standBesideTheirForecasts() {
        Spot spot = new Spot(
                "here", forecaster.topology(), forecaster.of(List.of("I@edge", "I@mobile"), forecaster.topology()));
        StudyRecord measured = MadeWorld.study(0, "I@mobile", "I@edge").record();

        SpotCheck check = new SpotCheck(SpotCheck.of(spot, measured));

        assertThat(check.checks()).hasSize(2).allMatch(one -> one.trials() == 40);
        assertThat(check.forecasts()).as("both ran here before").isEmpty();
        assertThat(check.within()).isZero();
    }
}
