package io.tierwise.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class ScaleTest {
    @Test
    void over_narrowRange_isLinearFromZero() {
        Scale scale = Scale.over(4, 10);
        assertThat(scale.logarithmic()).isFalse();
        assertThat(scale.at(0)).isZero();
        assertThat(scale.at(scale.high() / 2)).isEqualTo(50, within(1e-9));
    }

    @Test
    void over_wideRange_equalRatiosAreEqualDistances() {
        Scale scale = Scale.over(1, 100);
        assertThat(scale.at(20) - scale.at(10)).isEqualTo(scale.at(4) - scale.at(2), within(1e-9));
        assertThat(scale.ticks()).extracting(Scale.Tick::label).containsExactly("1", "2", "5", "10", "20", "50", "100");
    }

    @Test
    void over_nothingButZero_isStillAnAxis() {
        assertThat(Scale.over(0, 0).at(0)).isZero();
    }
}
