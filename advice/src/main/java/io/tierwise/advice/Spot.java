package io.tierwise.advice;

import io.tierwise.deployment.Topology;
import io.tierwise.study.Sweep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A point on a line where one strategy takes over from another: the place to hold forecasts against trials.
///
/// @param where what is otherwise than in the study: `mobile-edge.bandwidth 38 Mbit/s`
/// @param topology tiers and links there
/// @param sides the two strategies as forecast there
public record Spot(String where, Topology topology, List<Forecast> sides) {

    public Spot {
        sides = List.copyOf(sides);
    }

    /// Points spread evenly over all lines of an outlook: those of its map where it has one, else those along each
    /// sweep.
    ///
    /// @param most how many
    public static List<Spot> near(Outlook outlook, Forecaster forecaster, int most) {
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
