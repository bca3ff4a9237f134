package io.tierwise.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierwise.advice.Standing.Percentile;
import org.junit.jupiter.api.Test;

final class DigitsTest {
    @Test
    void millis_anySize_showsThreeSignificantDigits() {
        assertThat(Digits.millis(0.04123)).isEqualTo("0.0412 ms");
        assertThat(Digits.millis(5.3149)).isEqualTo("5.31 ms");
        assertThat(Digits.millis(53.149)).isEqualTo("53.1 ms");
        assertThat(Digits.millis(12345.6)).isEqualTo("12,346 ms");
        assertThat(Digits.bare(0)).isEqualTo("0.0");
        assertThat(Digits.millis(Double.NaN)).isEqualTo("-");
    }

    @Test
    void points_tinyLoss_isNotMinusZero() {
        assertThat(Digits.points(-0.0001)).isEqualTo("0.0 pp");
        assertThat(Digits.points(-0.004)).isEqualTo("-0.4 pp");
    }

    @Test
    void bytes_growingSize_changesUnit() {
        assertThat(Digits.bytes(-1)).isEqualTo("-");
        assertThat(Digits.bytes(3136)).isEqualTo("3,136 B");
        assertThat(Digits.bytes(25_088)).isEqualTo("24.5 KiB");
        assertThat(Digits.bytes(3_211_264)).isEqualTo("3.06 MiB");
    }

    @Test
    void support_tooFewTrials_saysHowManyItNeeds() {
        assertThat(Digits.support(new Percentile(9, Double.NaN, Double.NaN, 368)))
                .isEqualTo("needs n >= 368");
        assertThat(Digits.support(new Percentile(5.3, 5.12, 5.534, 0))).isEqualTo("5.12 to 5.53");
    }

    @Test
    void shortCount_largeCounts_keepThreeDigits() {
        assertThat(Digits.shortCount(272_474)).isEqualTo("272 k");
        assertThat(Digits.shortCount(25_600_000)).isEqualTo("25.6 M");
        assertThat(Digits.probability(0.0123)).isEqualTo("p = 0.012");
    }
}
