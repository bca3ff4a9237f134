package io.tierwise.bench;

import io.tierwise.advice.Forecaster;
import io.tierwise.advice.LatencyGrid;
import io.tierwise.advice.Outlook;
import io.tierwise.advice.Spot;
import io.tierwise.advice.SpotCheck;
import io.tierwise.deployment.Strategy;
import io.tierwise.study.Goal;
import io.tierwise.study.Progress;
import io.tierwise.study.StudyPlan;
import io.tierwise.study.StudyRun;
import io.tierwise.study.Sweep;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The published study's network study, forecast: two links of six bandwidths each, and trials at some of the 36
/// pairs of them.
///
/// @param subject a network on three tiers
record NetworkStudy(ForecastSubject subject) {
    private static final String RATES = "1,10,50,100,150,200Mbit";
    private static final List<Goal> GOALS = List.of(Goal.parse("minimize p50"));
    private static final int SPOTS = 12;
    private static final int ROUNDS = 4;
    private static final double MOST_SECONDS = 1;
    private static final double NANOS = 1e9;

    List<Row> rows(Path folder) throws IOException {
        Forecaster forecaster = Forecaster.of(ForecastNetwork.begun(subject, folder), GOALS);
        List<Sweep> sweeps = List.of(
                Sweep.parse("edge-cloud.bandwidth=" + RATES, forecaster.topology()),
                Sweep.parse("mobile-edge.bandwidth=" + RATES, forecaster.topology()));
        long start = System.nanoTime();
        Outlook outlook = Outlook.of(forecaster, sweeps);
        double seconds = (System.nanoTime() - start) / NANOS;
        LatencyGrid grid = outlook.grid().orElseThrow();
        List<SpotCheck.Check> checks = new ArrayList<>();
        for (Spot spot : Spot.of(outlook, forecaster, SPOTS)) {
            System.err.println(subject.name() + " at " + spot.where());
            checks.addAll(measured(spot, folder.resolve("spot" + checks.size())));
        }
        SpotCheck spots = new SpotCheck(checks);
        return List.of(
                new Held(
                        subject.name() + ": " + outlook.cells() + " strategies in "
                                + grid.tiles().size() + " tiles at 36 pairs of bandwidths",
                        String.format(Locale.ROOT, "%.2f s", seconds),
                        "< 1 s",
                        seconds < MOST_SECONDS),
                new Held(
                        subject.name() + ": forecasts at " + SPOTS + " pairs of bandwidths",
                        String.format(
                                Locale.ROOT,
                                "off by %.1f %% (median); %d of %d in their 90 %% intervals",
                                100 * spots.medianError(),
                                spots.within(),
                                spots.forecasts().size()),
                        "told",
                        true));
    }

    private List<SpotCheck.Check> measured(Spot spot, Path folder) throws IOException {
        StudyPlan plan = subject.plan(subject.asked(), ROUNDS, folder);
        List<Strategy> sides = spot.sides().stream()
                .map(side -> Strategy.parse(side.strategy()))
                .toList();
        return SpotCheck.of(
                spot,
                new StudyRun(
                                plan.toTime(sides, spot.topology(), ROUNDS),
                                folder.resolve("results"),
                                Clock.systemUTC(),
                                Progress.silent())
                        .times());
    }
}
