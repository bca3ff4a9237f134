package io.tierwise.advice;

import io.tierwise.deployment.Topology;
import io.tierwise.study.Sweep;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A place to hold forecasts against trials: a point on a line where one strategy takes over from another, or of a
/// grid of listed values.
///
/// @param where what is otherwise than in the study: `mobile-edge.bandwidth 38 Mbit/s`
/// @param topology tiers and links there
/// @param sides two strategies as forecast there
public record Spot(String where, Topology topology, List<Forecast> sides) {

    private static final double PLASTIC = 1.324717957244746;
    private static final int TRIES = 20;

    public Spot {
        sides = List.copyOf(sides);
    }

    /// Points spread evenly over the grid of an outlook where it has one; else over all lines of it: those of its map,
    /// or those along each sweep.
    ///
    /// @param most how many
    public static List<Spot> of(Outlook outlook, Forecaster forecaster, int most) {
        return outlook.grid()
                .map(grid -> on(grid, forecaster.topology(), most))
                .orElseGet(() -> onLines(outlook, forecaster, most));
    }

    /// The fastest strategy and the fastest on other tiers, at points of a sequence that fills a square evenly: the
    /// additive recurrence of the plastic number (Roberts, *The Unreasonable Effectiveness of Quasirandom
    /// Sequences*, 2018).
    private static List<Spot> on(LatencyGrid grid, Topology topology, int most) {
        List<Double> across = grid.across().listed();
        List<Double> down = grid.down().listed();
        int count = Math.min(most, across.size() * down.size());
        Map<String, Spot> spots = new LinkedHashMap<>();
        for (int i = 1; spots.size() < count && i <= TRIES * across.size() * down.size(); i++) {
            int column = (int) (i / PLASTIC % 1 * across.size());
            int row = (int) (i / (PLASTIC * PLASTIC) % 1 * down.size());
            double x = across.get(column);
            double y = down.get(row);
            String where = at(grid.across(), x) + ", " + at(grid.down(), y);
            List<Forecast> sides =
                    grid.fastestOfEachPlacement(row, column).stream().limit(2).toList();
            if (!sides.isEmpty()) {
                spots.putIfAbsent(
                        where, new Spot(where, grid.across().at(grid.down().at(topology, y), x), sides));
            }
        }
        return List.copyOf(spots.values());
    }

    private static List<Spot> onLines(Outlook outlook, Forecaster forecaster, int most) {
        List<Line> lines = new ArrayList<>();
        outlook.map()
                .ifPresentOrElse(
                        map -> lines.addAll(lines(map, forecaster.topology())),
                        () -> outlook.winners()
                                .forEach(winners -> lines.addAll(lines(winners, forecaster.topology()))));
        List<Spot> spots = new ArrayList<>();
        int count = Math.min(most, lines.size());
        for (int i = 0; i < count; i++) {
            Line line = lines.get((int) ((i + 0.5) * lines.size() / count));
            spots.add(new Spot(line.where, line.topology, forecaster.of(line.strategies, line.topology)));
        }
        return spots;
    }

    /// Where a line runs through, and the strategies on its sides.
    private record Line(String where, Topology topology, List<String> strategies) {}

    private static List<Line> lines(Winners winners, Topology topology) {
        List<Line> lines = new ArrayList<>();
        for (int i = 1; i < winners.spans().size(); i++) {
            double edge = winners.spans().get(i).from();
            both(winners.spans().get(i - 1).last(), winners.spans().get(i).first())
                    .ifPresent(sides -> lines.add(
                            new Line(at(winners.sweep(), edge), winners.sweep().at(topology, edge), sides)));
        }
        return lines;
    }

    private static List<Line> lines(WinnerMap map, Topology topology) {
        List<Line> lines = new ArrayList<>();
        for (int row = 0; row < map.downValues().size(); row++) {
            double y = map.downValues().get(row);
            for (int column = 1; column < map.acrossValues().size(); column++) {
                double x = Math.sqrt(
                        map.acrossValues().get(column - 1) * map.acrossValues().get(column));
                both(map.best().get(row).get(column - 1), map.best().get(row).get(column))
                        .ifPresent(sides -> lines.add(new Line(
                                at(map.across(), x) + ", " + at(map.down(), y),
                                map.across().at(map.down().at(topology, y), x),
                                sides)));
            }
        }
        return lines;
    }

    private static String at(Sweep sweep, double value) {
        return sweep.name() + " " + sweep.property().show(value);
    }

    private static Optional<List<String>> both(Optional<Forecast> one, Optional<Forecast> other) {
        return one.flatMap(first -> other.filter(second -> !second.strategy().equals(first.strategy()))
                .map(second -> List.of(first.strategy(), second.strategy())));
    }
}
