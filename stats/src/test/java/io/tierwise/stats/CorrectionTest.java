package io.tierwise.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CorrectionTest {
    private static final double[] P = {0.01, 0.04, 0.03, 0.005, 0.2, 0.04};

    /// By the definitions of `p.adjust` in R.
    @Test
    void adjust_bonferroniAndHolm_followTheirDefinitions() {
        assertThat(Correction.BONFERRONI.adjust(P))
                .containsExactly(new double[] {0.06, 0.24, 0.18, 0.03, 1, 0.24}, within(1e-15));
        assertThat(Correction.HOLM.adjust(P))
                .containsExactly(new double[] {0.05, 0.12, 0.12, 0.03, 0.2, 0.12}, within(1e-15));
        assertThat(Correction.NONE.adjust(P)).containsExactly(P);
    }

    /// scipy 1.17.1: `false_discovery_control(p, method = "bh")`.
    @Test
    void adjust_benjaminiHochberg_equalsScipy() {
        assertThat(Correction.BENJAMINI_HOCHBERG.adjust(P))
                .containsExactly(new double[] {0.03, 0.048, 0.048, 0.03, 0.2, 0.048}, within(1e-15));
    }

    @ParameterizedTest
    @EnumSource
    void adjust_anyFamily_keepsOrderAndNeverFallsBelowRaw(Correction correction) {
        long seed = 2;
        var random = new SplittableRandom(seed);
        for (int n = 0; n < 30; n++) {
            double[] p = random.doubles(n).map(u -> Math.rint(u * 20) / 20).toArray();
            double[] adjusted = correction.adjust(p);
            double[] strictest = Correction.BONFERRONI.adjust(p);
            for (int i = 0; i < n; i++) {
                assertThat(adjusted[i]).as("seed %d, n %d", seed, n).isBetween(p[i], 1.0);
                assertThat(adjusted[i]).isLessThanOrEqualTo(strictest[i] + 1e-15);
                for (int j = 0; j < n; j++) {
                    assertThat(p[i] <= p[j]).isEqualTo(p[i] == p[j] || p[i] < p[j]);
                    if (p[i] <= p[j]) {
                        assertThat(adjusted[i]).isLessThanOrEqualTo(adjusted[j]);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void parse_word_isFoundAgain(Correction correction) {
        assertThat(Correction.parse(correction.word())).isEqualTo(correction);
    }

    @Test
    void parse_unknownWord_listsTheKnown() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Correction.parse("sidak"))
                .withMessageContaining("'sidak' is no correction; there are none, bonferroni, holm, bh");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Correction.HOLM.adjust(0.1, 1.5))
                .withMessageContaining("p[1] must lie in [0, 1]: 1.5");
    }
}
