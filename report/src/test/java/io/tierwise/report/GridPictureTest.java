package io.tierwise.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierwise.advice.Forecast;
import io.tierwise.advice.LatencyGrid;
import io.tierwise.study.Sweep;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GridPictureTest {
    private static final Sweep ACROSS =
            new Sweep("mobile-edge", Sweep.Property.BANDWIDTH, 5e5, 1e9, List.of(5e5, 2e6, 1e9));
    private static final Sweep DOWN = new Sweep("mobile", Sweep.Property.CPU, 0.5, 1, List.of(0.5, 1.0));

    private static Optional<Forecast> forecast(String strategy, double millis, Forecast.Basis basis) {
        return Optional.of(new Forecast(strategy, "I", millis * 1e6, OptionalDouble.empty(), basis, 0));
    }

    private static LatencyGrid.Tile tile(String operators, String tier, double millis) {
        Optional<Forecast> slow = forecast(operators + "@" + tier, millis, Forecast.Basis.FORECAST);
        Optional<Forecast> ran = forecast(operators + "@" + tier, 1.5 * millis, Forecast.Basis.EMULATED);
        return new LatencyGrid.Tile(
                operators, List.of(tier), List.of(List.of(slow, ran, slow), List.of(slow, slow, Optional.empty())));
    }

    private static GridPicture picture() {
        LatencyGrid.Tile never = new LatencyGrid.Tile("E", List.of("mobile"), List.of(nothing(), nothing()));
        return GridPicture.of(
                new LatencyGrid(ACROSS, DOWN, List.of(tile("I", "mobile", 4), tile("I", "edge", 40), never)));
    }

    private static List<Optional<Forecast>> nothing() {
        return Stream.generate(Optional::<Forecast>empty).limit(3).toList();
    }

    @Test
    void of_valuesInSeveralUnits_showsEachThatIsNotTheLasts() {
        GridPicture.Tile tile = picture().tiles().getFirst();

        assertThat(tile.across()).extracting(GridPicture.Label::text).containsExactly("500 kbit", "2 Mbit", "1 Gbit");
        assertThat(tile.down()).extracting(GridPicture.Label::text).containsExactly("0.5", "1 CPU");
    }

    @Test
    void of_squares_frameTheFastestUnderlineWhatRanAndLeaveOutWhatMisses() {
        GridPicture picture = picture();

        assertThat(picture.tiles()).hasSize(2);
        assertThat(picture.left()).contains("E").contains("never keep the goals");
        List<GridPicture.Square> fast = picture.tiles().getFirst().squares();
        List<GridPicture.Square> slow = picture.tiles().getLast().squares();
        assertThat(fast).extracting(GridPicture.Square::isFastest).containsExactly(true, true, true, true, true, false);
        assertThat(slow).extracting(GridPicture.Square::isFastest).containsOnly(false);
        assertThat(fast).extracting(GridPicture.Square::line).contains("underline", "none");
        assertThat(fast.get(1).line()).isEqualTo("underline");
        assertThat(fast.getLast().millis()).isEmpty();
        assertThat(fast.getFirst().fill()).isNotEqualTo(slow.getFirst().fill());
    }
}
