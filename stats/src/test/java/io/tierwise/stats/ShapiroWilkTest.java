package io.tierwise.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShapiroWilkTest {
    private static final double[] TWELVE = {3.1, 2.7, 9.9, 4.4, 4.4, 1.2, 8.05, 7.7, 6.1, 5.0, 5.5, 0.1};
    private static final double[] SIX = {1.2, 5.0, 2.9, 3.1, 17, 4};

    private static double[] made(int count, IntToDoubleFunction value) {
        double[] values = new double[count];
        Arrays.setAll(values, value);
        return values;
    }

    /// scipy 1.17.1: `shapiro(x)`.
    @ParameterizedTest
    @CsvSource({
        "3, 0.9963201471941123, 0.8840733414386",
        "4, 0.9648752566338267, 0.8095375330369412",
        "5, 0.7437428244489813, 0.02601898392049991",
        "6, 0.7073326490976111, 0.007378599175475697"
    })
    void test_tinySamples_equalScipy(int count, double w, double p) {
        check(Arrays.copyOf(SIX, count), w, p);
    }

    /// scipy 1.17.1: `shapiro(x)`.
    @ParameterizedTest
    @CsvSource({
        "10, 0.9739415748081957, 0.9247920540268951",
        "11, 0.9818435966110587, 0.9755372198129802",
        "12, 0.9859943830713113, 0.9976721054420683"
    })
    void test_aroundTheChangeOfApproximation_equalsScipy(int count, double w, double p) {
        check(Arrays.copyOf(TWELVE, count), w, p);
    }

    /// scipy 1.17.1: `shapiro(x)`.
    @Test
    void test_largeSamples_equalScipy() {
        check(made(200, i -> Math.exp(Math.sin(i * 1.7))), 0.8645171446333447, 2.306400640478976e-12);
        check(made(5000, i -> Math.sin(i * 1.7) + Math.cos(i * 0.31)), 0.981464215064605, 4.5055405005719585e-25);
    }

    private static void check(double[] values, double w, double p) {
        var found = ShapiroWilk.test(values);
        assertThat(found.w()).isCloseTo(w, within(1e-7));
        assertThat(found.p()).isCloseTo(p, within(1e-5 * p));
    }

    @Test
    void test_shiftedScaledOrMirrored_isTheSame() {
        var plain = ShapiroWilk.test(TWELVE);
        var moved =
                ShapiroWilk.test(Arrays.stream(TWELVE).map(v -> 1e9 - 3e6 * v).toArray());

        assertThat(moved.w()).isCloseTo(plain.w(), within(1e-10));
        assertThat(moved.p()).isCloseTo(plain.p(), within(1e-8));
    }

    @Test
    void test_badInput_isNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ShapiroWilk.test(new double[] {2, 2, 2}))
                .withMessageContaining("values must differ; all are 2.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ShapiroWilk.test(new double[5001]))
                .withMessageContaining("5001");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ShapiroWilk.test(new double[] {1, 2}))
                .withMessageContaining("at least 3");
    }
}
