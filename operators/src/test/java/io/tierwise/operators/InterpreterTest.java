package io.tierwise.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tierwise.data.Tensor;
import io.tierwise.onnx.Model;
import io.tierwise.operators.OperatorCases.Case;
import io.tierwise.runtime.ModelSession;
import io.tierwise.runtime.SessionSettings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The oracle itself, held against the runtime without optimizations.
class InterpreterTest {

    private static final long SEED = 41;

    static List<Case> cases() {
        return OperatorCases.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void of_oneOperator_isWhatTheRuntimeComputes(Case one) {
        assertComputes(one.name(), one.model(), SEED);
    }

    @Test
    void of_wholeNetwork_isWhatTheRuntimeComputes() {
        assertComputes("residual network", Net.residual(1), SEED);
    }

    /// Within what float32 rounds: single operators add up at most a few hundred products.
    static void assertComputes(String what, Model model, long seed) {
        for (Map<String, Tensor> sample : Samples.of(model, seed, 2)) {
            Interpreter interpreter = Interpreter.of(model, sample);
            try (ModelSession session = Sessions.open(model, SessionSettings.exact())) {
                session.run(sample).forEach((name, tensor) -> {
                    Values expected = Values.of(tensor);
                    Values found = interpreter.of(name);
                    assertThat(found.shape()).as("%s, seed %d", what, seed).isEqualTo(expected.shape());
                    double tolerance = 1e-5 * Math.max(1, expected.peak());
                    for (int i = 0; i < expected.size(); i++) {
                        assertThat(found.flat(i))
                                .as("%s, seed %d, element %d", what, seed, i)
                                .isCloseTo(expected.flat(i), within(tolerance));
                    }
                });
            }
        }
    }

    @Test
    void erf_knownPoints_areThoseOfTables() {
        assertThat(ErrorFunction.erf(0.5)).isCloseTo(0.5204998778130465, within(1e-15));
        assertThat(ErrorFunction.erf(-2)).isCloseTo(-0.9953222650189527, within(1e-15));
        assertThat(ErrorFunction.erf(3.5)).isCloseTo(0.9999992569016276, within(1e-15));
    }
}
