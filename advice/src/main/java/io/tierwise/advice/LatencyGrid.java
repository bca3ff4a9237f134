package io.tierwise.advice;

import io.tierwise.deployment.Topology;
import io.tierwise.study.Sweep;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// What every model takes on every choice of tiers, at every pair of the values of two properties: a network study,
/// where the properties are the bandwidths of two links.
///
/// @param across the first property; its values are the columns of each tile
/// @param down the second; its values are the rows
/// @param tiles models in the order of the study; of each, one tier before two, and outward
public record LatencyGrid(Sweep across, Sweep down, List<Tile> tiles) {

    public LatencyGrid {
        tiles = List.copyOf(tiles);
    }

    /// One model on one choice of tiers.
    ///
    /// @param operators what is done to the model before it is cut
    /// @param tiers of its parts
    /// @param fastest row by row, of all cuts and codecs; empty where none keeps the goals
    public record Tile(String operators, List<String> tiers, List<List<Optional<Forecast>>> fastest) {
        public Tile {
            tiers = List.copyOf(tiers);
            fastest = fastest.stream().map(List::copyOf).toList();
        }

        /// Its fastest strategy in a row and a column.
        public Optional<Forecast> at(int row, int column) {
            return fastest.get(row).get(column);
        }
    }

    /// Forecasts every cell at every pair of values.
    ///
    /// @param topology everything else
    static LatencyGrid over(Sweep across, Sweep down, Forecaster forecaster, Topology topology) {
        List<List<Map<Forecaster.Kind, Forecast>>> points = new ArrayList<>();
        for (double value : down.listed()) {
            Topology row = down.at(topology, value);
            points.add(across.listed().stream()
                    .map(other -> forecaster.bestOfEach(across.at(row, other)))
                    .toList());
        }
        List<Tile> tiles = forecaster.kinds().stream()
                .map(kind -> new Tile(
                        kind.operators(),
                        kind.tiers(),
                        points.stream()
                                .map(row -> row.stream()
                                        .map(point -> Optional.ofNullable(point.get(kind)))
                                        .toList())
                                .toList()))
                .toList();
        return new LatencyGrid(across, down, tiles);
    }

    /// The fastest of all tiles; empty where nothing keeps the goals.
    public Optional<Forecast> fastest(int row, int column) {
        return fastestOfEachPlacement(row, column).stream().findFirst();
    }

    /// The fastest of all tiles at every pair of values.
    WinnerMap winners() {
        List<List<Optional<Forecast>>> rows = IntStream.range(0, down.listed().size())
                .mapToObj(row -> IntStream.range(0, across.listed().size())
                        .mapToObj(column -> fastest(row, column))
                        .toList())
                .toList();
        return new WinnerMap(across, down, across.listed(), down.listed(), rows);
    }

    /// The fastest strategy of each choice of tiers, fastest first.
    List<Forecast> fastestOfEachPlacement(int row, int column) {
        Map<List<String>, Forecast> fastest = new LinkedHashMap<>();
        for (Tile tile : tiles) {
            tile.at(row, column)
                    .ifPresent(
                            forecast -> fastest.merge(tile.tiers(), forecast, (a, b) -> b.nanos() < a.nanos() ? b : a));
        }
        return fastest.values().stream()
                .sorted(Comparator.comparingDouble(Forecast::nanos))
                .toList();
    }
}
