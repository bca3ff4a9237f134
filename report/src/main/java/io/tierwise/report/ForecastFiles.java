package io.tierwise.report;

import io.tierwise.advice.Forecast;
import io.tierwise.advice.LatencyGrid;
import io.tierwise.advice.Outlook;
import io.tierwise.advice.WinnerMap;
import io.tierwise.advice.Winners;
import io.tierwise.study.Sweep;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Forecasts with every digit, for other programs: as plain values for JSON, and as a table.
public final class ForecastFiles {
    private static final double NANOS = 1e6;

    private ForecastFiles() {}

    /// The forecasts as maps, lists, text and numbers.
    ///
    /// @param shown most strategies listed
    public static Map<String, Object> json(Outlook outlook, int shown) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("cells", outlook.cells());
        map.put("measured", outlook.measured());
        outlook.factor().ifPresent(factor -> map.put("factor", factor));
        map.put(
                "ranked",
                outlook.ranked().stream().limit(shown).map(ForecastFiles::json).toList());
        map.put("sweeps", outlook.winners().stream().map(ForecastFiles::json).toList());
        outlook.grid().ifPresent(grid -> map.put("grid", json(grid)));
        map.put("limits", outlook.limits());
        return map;
    }

    private static Map<String, Object> json(LatencyGrid grid) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("across", grid.across().name());
        map.put("acrossValues", grid.across().listed());
        map.put("down", grid.down().name());
        map.put("downValues", grid.down().listed());
        List<Map<String, Object>> tiles = new ArrayList<>();
        for (LatencyGrid.Tile tile : grid.tiles()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("operators", tile.operators());
            one.put("tiers", tile.tiers());
            one.put(
                    "rows",
                    tile.fastest().stream()
                            .map(row -> row.stream()
                                    .map(best -> best.map(ForecastFiles::json).orElse(Map.of()))
                                    .toList())
                            .toList());
            tiles.add(one);
        }
        map.put("tiles", tiles);
        return map;
    }

    static Map<String, Object> json(Forecast forecast) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("strategy", forecast.strategy());
        map.put("p50Millis", forecast.nanos() / NANOS);
        if (forecast.factor().isPresent()) {
            map.put("lowMillis", forecast.lowNanos() / NANOS);
            map.put("highMillis", forecast.highNanos() / NANOS);
        }
        map.put("basis", forecast.basis().word());
        map.put("memoryBytes", Math.round(forecast.memoryBytes()));
        return map;
    }

    private static Map<String, Object> json(Winners winners) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("sweep", winners.sweep().name());
        List<Map<String, Object>> spans = new ArrayList<>();
        for (Winners.Span span : winners.spans()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("from", span.from());
            one.put("to", span.to());
            span.first().ifPresent(first -> one.put("first", json(first)));
            span.last().ifPresent(last -> one.put("last", json(last)));
            spans.add(one);
        }
        map.put("spans", spans);
        return map;
    }

    /// The fastest strategy at each value of what was swept: of each tile of the grid where there is one, of the map
    /// where there is one, else of each sweep's spans. Values are in bits per second, nanoseconds, cores and bytes.
    public static String csv(Outlook outlook) {
        List<String> head = List.of("x", "x_value", "y", "y_value", "strategy", "p50_ms", "low_ms", "high_ms", "basis");
        if (outlook.grid().isPresent()) {
            List<String> longer = new ArrayList<>(head);
            longer.addAll(List.of("operators", "tiers", "fastest"));
            Csv csv = new Csv().row(longer);
            rows(outlook.grid().get(), csv);
            return csv.text();
        }
        Csv csv = new Csv().row(head);
        outlook.map()
                .ifPresentOrElse(map -> rows(map, csv), () -> outlook.winners().forEach(w -> rows(w, csv)));
        return csv.text();
    }

    private static void rows(LatencyGrid grid, Csv csv) {
        for (LatencyGrid.Tile tile : grid.tiles()) {
            for (int row = 0; row < grid.down().listed().size(); row++) {
                for (int column = 0; column < grid.across().listed().size(); column++) {
                    Optional<Forecast> here = tile.at(row, column);
                    List<Object> fields = row(
                            grid.across(),
                            grid.across().listed().get(column),
                            grid.down().name(),
                            grid.down().listed().get(row),
                            here);
                    fields.add(tile.operators());
                    fields.add(String.join("+", tile.tiers()));
                    fields.add(here.isPresent() && here.equals(grid.fastest(row, column)));
                    csv.row(fields);
                }
            }
        }
    }

    private static void rows(WinnerMap map, Csv csv) {
        for (int row = 0; row < map.downValues().size(); row++) {
            for (int column = 0; column < map.acrossValues().size(); column++) {
                csv.row(row(
                        map.across(),
                        map.acrossValues().get(column),
                        map.down().name(),
                        map.downValues().get(row),
                        map.best().get(row).get(column)));
            }
        }
    }

    private static void rows(Winners winners, Csv csv) {
        for (Winners.Span span : winners.spans()) {
            csv.row(row(winners.sweep(), span.from(), "", Double.NaN, span.first()));
            csv.row(row(winners.sweep(), span.to(), "", Double.NaN, span.last()));
        }
    }

    private static List<Object> row(Sweep across, double x, String down, double y, Optional<Forecast> best) {
        List<Object> row = new ArrayList<>(List.of(across.name(), x, down, y));
        row.add(best.map(Forecast::strategy).orElse(""));
        row.add(best.map(forecast -> forecast.nanos() / NANOS).orElse(Double.NaN));
        row.add(best.map(forecast -> forecast.lowNanos() / NANOS).orElse(Double.NaN));
        row.add(best.map(forecast -> forecast.highNanos() / NANOS).orElse(Double.NaN));
        row.add(best.map(forecast -> forecast.basis().word()).orElse(""));
        return row;
    }
}
