package io.tierwise.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PairedDropTest {
    /// scipy 1.17.1: `binomtest(9, 12).proportion_ci("exact")`.
    @Test
    void of_counts_isTheExactIntervalOfTheDiscordant() {
        var found = PairedDrop.of(400, 9, 3, 0.95);

        assertThat(found.drop()).isEqualTo(0.015);
        assertThat(found.interval().low()).isCloseTo(-0.004311507712685985, within(1e-9));
        assertThat(found.interval().high()).isCloseTo(0.026708361328320454, within(1e-9));
        assertThat(found.p()).isCloseTo(0.14599609375, within(1e-12));
    }

    @Test
    void of_everyAnswerAlike_losesNothingForSure() {
        var found = PairedDrop.of(50, 0, 0, 0.95);

        assertThat(found.drop()).isZero();
        assertThat(found.interval()).isEqualTo(new Interval(0, 0, 0.95));
        assertThat(found.p()).isEqualTo(1);
    }

    @Test
    void of_exchanged_negatesTheDrop() {
        var found = PairedDrop.of(100, 7, 2, 0.95);
        var exchanged = PairedDrop.of(100, 2, 7, 0.95);

        assertThat(exchanged.drop()).isEqualTo(-found.drop());
        assertThat(exchanged.interval().low()).isCloseTo(-found.interval().high(), within(1e-12));
    }

    @Test
    void of_moreDiscordantThanSamples_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PairedDrop.of(3, 2, 2, 0.95))
                .withMessageContaining("4 of 3");
    }
}
