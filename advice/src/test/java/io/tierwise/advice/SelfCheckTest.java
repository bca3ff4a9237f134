package io.tierwise.advice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tierwise.advice.MadeStudy.Traits;
import org.junit.jupiter.api.Test;

final class SelfCheckTest {
    @Test
    void of_sameTimes_seesNothingAndSaysHowLittleItWouldSee() {
        SelfCheck check = check(8, 8, 0.05);
        assertThat(check.rounds()).isEqualTo(40);
        assertThat(check.ratio()).isCloseTo(1, within(0.02));
        assertThat(check.falseAlarm()).isZero();
        assertThat(check.visible()).extracting(SelfCheck.Visible::rounds).containsExactly(6, 10, 20, 40);
        assertThat(check.visible())
                .extracting(SelfCheck.Visible::share)
                .isSortedAccordingTo((a, b) -> Double.compare(b, a));
        assertThat(check.visible().getLast().share()).isBetween(0.001, 0.05);
        assertThat(check.sentence()).contains("rightly: there is none").contains("after 40 rounds");
    }

    @Test
    void of_timesThatDiffer_isAFalseAlarmWithItsRound() {
        SelfCheck check = check(8, 9, 0.01);
        assertThat(check.falseAlarm()).isBetween(5, 12);
        assertThat(check.sentence()).contains("a difference was seen that is not there");
    }

    @Test
    void of_fewRounds_seeNothing() {
        var study = new MadeStudy(20).with("I@mobile", Traits.of(8)).with("I@mobile'", Traits.of(8));
        SelfCheck check = SelfCheck.of(study.record(), 0.05);
        assertThat(check.visible()).containsExactly(new SelfCheck.Visible(2, Double.POSITIVE_INFINITY));
        assertThat(check.sentence()).endsWith("So few rounds show no difference at all; six do.");
    }

    @Test
    void of_anotherStudy_isRefused() {
        var study = new MadeStudy(20).with("I@mobile", Traits.of(8)).with("Q@mobile", Traits.of(8));
        assertThatThrownBy(() -> SelfCheck.of(study.record(), 0.05)).hasMessageContaining("[I@mobile, Q@mobile]");
    }

    private static SelfCheck check(double first, double second, double noise) {
        var study = new MadeStudy(400)
                .with("I@mobile", Traits.of(first).noise(noise))
                .with("I@mobile'", Traits.of(second).noise(noise));
        return SelfCheck.of(study.record(), 0.05);
    }
}
