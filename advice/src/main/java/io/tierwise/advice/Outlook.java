package io.tierwise.advice;

import io.tierwise.deployment.Topology;
import io.tierwise.study.Sweep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// What a study forecasts: every cell on its own tiers and links, and who wins along what was swept.
///
/// @param cells how many strategies were forecast
/// @param measured how many of them were measured
/// @param factor to the ends of the 90 % intervals, in the middle of all; empty where too little was measured
/// @param ranked those that keep the goals on the study's own tiers and links, fastest first
/// @param winners along each swept property, everything else as in the study
/// @param map over the first two swept properties at once, where two or more were swept
/// @param grid what everything takes over those two, where the values of both were listed
/// @param limits what the forecasts do not say
public record Outlook(
        int cells,
        int measured,
        OptionalDouble factor,
        List<Forecast> ranked,
        List<Winners> winners,
        Optional<WinnerMap> map,
        Optional<LatencyGrid> grid,
        List<String> limits) {
    private static final int MAP_COLUMNS = 31;
    private static final int MAP_ROWS = 15;

    public Outlook {
        ranked = List.copyOf(ranked);
        winners = List.copyOf(winners);
        limits = List.copyOf(limits);
    }

    /// Forecasts everything that was asked.
    public static Outlook of(Forecaster forecaster, List<Sweep> sweeps) {
        Topology topology = forecaster.topology();
        List<Winners> winners = new ArrayList<>();
        sweeps.forEach(sweep -> winners.add(Winners.along(sweep, forecaster, topology)));
        boolean isGrid =
                sweeps.size() > 1 && sweeps.get(0).isListed() && sweeps.get(1).isListed();
        Optional<LatencyGrid> grid = isGrid
                ? Optional.of(LatencyGrid.over(sweeps.get(0), sweeps.get(1), forecaster, topology))
                : Optional.empty();
        Optional<WinnerMap> map = sweeps.size() < 2
                ? Optional.empty()
                : Optional.of(grid.map(LatencyGrid::winners)
                        .orElseGet(() -> WinnerMap.over(
                                sweeps.get(0),
                                sweeps.get(0).values(MAP_COLUMNS),
                                sweeps.get(1),
                                sweeps.get(1).values(MAP_ROWS),
                                forecaster,
                                topology)));
        return new Outlook(
                forecaster.size(),
                forecaster.measured(),
                forecaster.factor(),
                forecaster.all(topology),
                winners,
                map,
                grid,
                forecaster.limits());
    }
}
