package io.tierwise.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class GridTest {

    @Test
    void covering_positiveRange_startsAtZero() {
        assertThat(Grid.covering(new Range(1, 5.1f))).isEqualTo(new Grid(5.1f / 255, 0));
    }

    @Test
    void covering_rangeAroundZero_keepsZeroExact() {
        Grid grid = Grid.covering(new Range(-1, 3));
        assertThat((grid.quantize(0) - grid.zeroPoint()) * grid.scale()).isZero();
        assertThat(grid.quantize(3)).isBetween(254, 255);
        assertThat(grid.quantize(100)).isEqualTo(255);
        assertThat(grid.quantize(-100)).isZero();
    }

    @Test
    void covering_nothingButZero_hasScaleOne() {
        assertThat(Grid.covering(new Range(0, 0))).isEqualTo(new Grid(1, 0));
        assertThat(Grid.covering(new Range(0, Float.MIN_VALUE))).isEqualTo(new Grid(1, 0));
    }

    @Test
    void range_notFinite_isRefused() {
        assertThatThrownBy(() -> new Range(0, Float.POSITIVE_INFINITY)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Range(0, Float.NaN)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void covering_signedLevels_isSymmetricUnlessNothingIsNegative() {
        assertThat(Grid.covering(new Range(-2, 1.27f), Levels.SIGNED)).isEqualTo(new Grid(2f / 127, 0, Levels.SIGNED));
        assertThat(Grid.covering(new Range(0, 2.55f), Levels.SIGNED))
                .isEqualTo(new Grid(2.55f / 255, -128, Levels.SIGNED));
    }
}
