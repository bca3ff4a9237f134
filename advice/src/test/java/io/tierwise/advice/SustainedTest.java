package io.tierwise.advice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tierwise.advice.MadeStudy.Traits;
import io.tierwise.stats.Verdict;
import org.junit.jupiter.api.Test;

final class SustainedTest {
    private static final int TEN_MINUTES = 120;

    @Test
    void advise_paceHeld_saysSo() {
        Advice advice = made(8).advise("minimize p50");
        Sustained sustained = advice.sustained().orElseThrow();
        assertThat(sustained.verdict()).isEqualTo(Verdict.EQUIVALENT);
        assertThat(sustained.seconds()).isEqualTo(600);
        assertThat(sustained.trials()).isEqualTo(2400);
        assertThat(advice.sentence()).contains("Running for about 600 s without a rest, I@mobile held its pace");
    }

    @Test
    void advise_fades_isBurstOnlyAndComparesFirstWithLastMinute() {
        Advice advice = made(12).advise("minimize p50");
        Sustained sustained = advice.sustained().orElseThrow();
        assertThat(sustained.verdict()).isEqualTo(Verdict.SLOWER);
        assertThat(sustained.lastMillis() / sustained.firstMillis()).isCloseTo(1.44, within(0.05));
        assertThat(sustained.low()).isLessThan(sustained.ratio()).isGreaterThan(1.3);
        assertThat(advice.sentence()).contains("Burst only: ");
    }

    @Test
    void advise_fewStretches_claimNothing() {
        assertThat(new MadeStudy(60)
                        .with("I@mobile", Traits.of(8))
                        .sustained("I@mobile", 5, Traits.of(8), 12)
                        .advise("minimize p50")
                        .sustained())
                .isEmpty();
    }

    private static MadeStudy made(double last) {
        return new MadeStudy(60).with("I@mobile", Traits.of(8)).sustained("I@mobile", TEN_MINUTES, Traits.of(8), last);
    }
}
