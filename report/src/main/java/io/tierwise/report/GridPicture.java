package io.tierwise.report;

import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import io.tierwise.advice.Forecast;
import io.tierwise.advice.LatencyGrid;
import io.tierwise.study.Sweep;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A grid of forecasts drawn: a row of tiles for each model, a column for each choice of tiers, and in each tile a
/// square for each pair of values, the darker the slower.
///
/// @param title what the picture shows
/// @param note how to read it
/// @param left which models are left out; empty for none
/// @param width of the whole, in pixels
/// @param height of the whole, in pixels
/// @param columns names of the choices of tiers
/// @param rows names of the models
/// @param side of a square, in pixels
public record GridPicture(
        String title,
        String note,
        String left,
        int width,
        int height,
        List<Label> columns,
        List<Label> rows,
        List<Tile> tiles,
        int side) {
    private static final double NANOS = 1e6;
    private static final int SIDE = 30;
    private static final int LEFT = 150;
    private static final int TOP = 108;
    private static final int GAP = 58;
    private static final int LINE = 14;

    /// Colours from fast to slow: the scheme Blues of ColorBrewer 2.0, without its palest.
    private static final List<String> SHADES =
            List.of("#deebf7", "#c6dbef", "#9ecae1", "#6baed6", "#4292c6", "#2171b5", "#08519c", "#08306b");

    private static final int FIRST_DARK = 4;

    /// A word and where it stands.
    record Label(String text, int x, int y) {}

    /// The squares of a model on a choice of tiers, with the values along both of its sides.
    record Tile(List<Square> squares, List<Label> across, List<Label> down) {}

    /// A pair of values.
    ///
    /// @param ink colour of the text
    /// @param line under the text, as a style sheet says it
    /// @param words what is told of it beside
    record Square(int x, int y, String fill, String ink, String line, boolean isFastest, String millis, String words) {
        /// The middle of its text.
        int textX() {
            return x + SIDE / 2;
        }

        /// The line its text stands on.
        int textY() {
            return y + SIDE / 2 + 3;
        }
    }

    /// The picture as an SVG document that needs nothing else.
    // the engine itself passes null where no interceptor is wanted
    @SuppressWarnings("NullAway")
    public static String svg(LatencyGrid grid) {
        StringOutput output = new StringOutput(200_000);
        JtegridGenerated.render(new OwaspHtmlTemplateOutput(output), null, of(grid));
        return output.toString();
    }

    static GridPicture of(LatencyGrid grid) {
        List<String> all = grid.tiles().stream()
                .map(LatencyGrid.Tile::operators)
                .distinct()
                .toList();
        List<String> models = all.stream()
                .filter(model ->
                        grid.tiles().stream().anyMatch(tile -> tile.operators().equals(model) && keepsGoals(tile)))
                .toList();
        List<List<String>> placements =
                grid.tiles().stream().map(LatencyGrid.Tile::tiers).distinct().toList();
        int tileWidth = SIDE * grid.across().listed().size() + GAP;
        int tileHeight = SIDE * grid.down().listed().size() + GAP;
        DoubleSummaryStatistics nanos = grid.tiles().stream()
                .flatMap(tile -> tile.fastest().stream())
                .flatMap(List::stream)
                .flatMap(Optional::stream)
                .mapToDouble(Forecast::nanos)
                .summaryStatistics();
        List<Tile> tiles = grid.tiles().stream()
                .filter(tile -> models.contains(tile.operators()))
                .map(tile -> tile(
                        tile,
                        grid,
                        LEFT + placements.indexOf(tile.tiers()) * tileWidth,
                        TOP + models.indexOf(tile.operators()) * tileHeight,
                        nanos))
                .toList();
        List<Label> columns = placements.stream()
                .map(tiers -> new Label(
                        String.join(" + ", tiers), LEFT + placements.indexOf(tiers) * tileWidth, TOP - 2 * LINE))
                .toList();
        List<Label> rows = models.stream()
                .map(model -> new Label(model, LINE, TOP + models.indexOf(model) * tileHeight + SIDE))
                .toList();
        return new GridPicture(
                "Fastest cut and codec of each model on each choice of tiers",
                "Numbers are medians in milliseconds. Right: " + grid.across().name() + "; up: "
                        + grid.down().name()
                        + ". Framed: the fastest there. Underlined: it ran on these very tiers and "
                        + "links; all others are forecast. Empty: nothing keeps the goals.",
                models.size() == all.size()
                        ? ""
                        : "Left out, for they never keep the goals: "
                                + all.stream()
                                        .filter(model -> !models.contains(model))
                                        .collect(Collectors.joining(", "))
                                + ".",
                LEFT + placements.size() * tileWidth,
                TOP + models.size() * tileHeight,
                columns,
                rows,
                tiles,
                SIDE);
    }

    private static boolean keepsGoals(LatencyGrid.Tile tile) {
        return tile.fastest().stream().flatMap(List::stream).anyMatch(Optional::isPresent);
    }

    private static Tile tile(
            LatencyGrid.Tile tile, LatencyGrid grid, int left, int top, DoubleSummaryStatistics nanos) {
        List<Double> across = grid.across().listed();
        List<Double> down = grid.down().listed();
        List<Square> squares = new ArrayList<>();
        for (int row = 0; row < down.size(); row++) {
            for (int column = 0; column < across.size(); column++) {
                int x = left + column * SIDE;
                int y = top + (down.size() - 1 - row) * SIDE;
                boolean isFastest = tile.at(row, column).equals(grid.fastest(row, column));
                squares.add(tile.at(row, column)
                        .map(forecast -> square(forecast, x, y, isFastest, nanos))
                        .orElseGet(() ->
                                new Square(x, y, "#ffffff", "#000000", "none", false, "", "nothing keeps the goals")));
            }
        }
        List<Label> below = new ArrayList<>();
        for (int column = 0; column < across.size(); column++) {
            below.add(new Label(
                    shown(grid.across(), across.get(column)),
                    left + column * SIDE + SIDE / 2,
                    top + down.size() * SIDE + LINE));
        }
        List<Label> beside = new ArrayList<>();
        for (int row = 0; row < down.size(); row++) {
            beside.add(new Label(
                    shown(grid.down(), down.get(row)), left - 3, top + (down.size() - 1 - row) * SIDE + SIDE / 2 + 3));
        }
        return new Tile(squares, below, beside);
    }

    private static Square square(Forecast forecast, int x, int y, boolean isFastest, DoubleSummaryStatistics nanos) {
        double spread = Math.log(nanos.getMax() / nanos.getMin());
        double share = spread > 0 ? Math.log(forecast.nanos() / nanos.getMin()) / spread : 0;
        int shade = (int) Math.min(share * SHADES.size(), SHADES.size() - 1);
        String millis = Digits.bare(forecast.nanos() / NANOS);
        return new Square(
                x,
                y,
                SHADES.get(shade),
                shade >= FIRST_DARK ? "#ffffff" : "#000000",
                forecast.basis() == Forecast.Basis.FORECAST ? "none" : "underline",
                isFastest,
                millis,
                forecast.strategy() + ": " + millis + " ms, " + forecast.basis().word());
    }

    /// A value without its unit where that is the last value's, which has it.
    private static String shown(Sweep sweep, double value) {
        String text = sweep.property().show(value).replace("bit/s", "bit");
        String unit = sweep.property().show(sweep.to()).replace("bit/s", "bit").replaceFirst("^[0-9.]+", "");
        return value != sweep.to() && text.endsWith(unit) ? text.replaceFirst(" .*", "") : text;
    }
}
