package io.tierwise.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tierwise.data.Tensor;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.Node;
import io.tierwise.onnx.Weight;
import io.tierwise.operators.Composer;
import io.tierwise.operators.Context;
import io.tierwise.operators.CutCost;
import io.tierwise.operators.ExitGates;
import io.tierwise.operators.OperatorException;
import io.tierwise.operators.Operators;
import io.tierwise.operators.Part;
import io.tierwise.operators.PartChain;
import io.tierwise.operators.Product;
import io.tierwise.operators.Uncut;
import io.tierwise.operators.UnkeptPromiseException;
import io.tierwise.runtime.Optimization;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The demo's classifier quantized first, and as it is where that is in doubt.
class QuantizedFirstTest {
    private static final String POOLED = "/pool/GlobalAveragePool_output_0";

    private static final Map<String, Weight> WEIGHTS = DemoExits.MODEL.graph().initializers();

    @TempDir
    private Path folder;

    /// The network as it is takes 2 ns.
    private Context context(double quantizedNanos) {
        Context context = new DemoExits(folder).context(DemoExits.PLAN, 20, 300, 500);
        return context.withCriteria(context.criteria()
                .withPace((model, inputs) -> model.graph().initializers().equals(WEIGHTS) ? 2 : quantizedNanos)
                .withCutCost(CutCost.uniform(1e6)));
    }

    private static boolean isQuantized(Model model) {
        return model.graph().nodes().stream().map(Node::operator).anyMatch("QuantizeLinear"::equals);
    }

    private Product made(String operators, int places) {
        return Composer.apply(
                Composer.Request.of(Operators.parseSequence(operators), places), Uncut.of(DemoExits.MODEL), context(1));
    }

    private static Tensor answer(PartChain chain, Map<String, Tensor> input) {
        return chain.runUntilSure(input).answer();
    }

    @Test
    void apply_gateClosedOrOpen_isTheNetworkAsItIsOrQuantized() {
        Product product = made("E(int8,2%,u8s7)", 1);
        Product quantized = Composer.apply(Operators.parseSequence("Q(u8s7)"), DemoExits.MODEL, context(1));

        assertThat(product.parts()).hasSize(2);
        assertThat(product.parts()).extracting(Part::inputs).containsOnly(List.of("input"));
        try (PartChain whole = PartChain.open(List.of(Part.whole(DemoExits.MODEL)), Optimization.NONE);
                PartChain eight = PartChain.open(quantized.parts(), Optimization.NONE);
                PartChain closed = PartChain.open(product.parts(), Optimization.NONE);
                PartChain open = PartChain.open(DemoExits.withThresholds(product, 0), Optimization.NONE)) {
            for (Map<String, Tensor> input : DemoExits.inputs(20)) {
                assertThat(answer(closed, input)).isEqualTo(answer(whole, input));
                assertThat(answer(open, input)).isEqualTo(answer(eight, input));
            }
        }
    }

    @Test
    void open_enoughSamples_countsBothNetworksOfThoseInDoubt() {
        Product product = made("E(int8,2%,u8s7)", 1);
        ExitGates.Opened opened = ExitGates.open(product, context(1)).orElseThrow();

        assertThat(opened.kept().p()).isLessThanOrEqualTo(0.05);
        double rate = opened.kept().outcome().exitRates().getFirst();
        assertThat(rate).isGreaterThan(0.5);
        assertThat(opened.kept().outcome().meanNanos()).isCloseTo(0.5 + (1 - rate), within(1e-9));
        assertThat(opened.curve().getFirst().meanNanos()).isCloseTo(1.5, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "E(int8,2%,u8s7)P; 2; P(input)",
                "E(int8,2%,u8s7)P(input); 2; P(input)",
                "E(int8,2%,u8s7)P(input," + POOLED + ",u8); 3; P(input," + POOLED + ",u8)"
            })
    void apply_cut_leavesTheQuantizedNetworkInTheFirstPlace(String operators, int places, String resolved) {
        Product product = made(operators, places);

        assertThat(product.resolved().getLast()).hasToString(resolved);
        assertThat(product.places()).hasSize(places).first().isEqualTo(0);
        assertThat(isQuantized(product.parts().getFirst().model())).isTrue();
        assertThat(product.parts().subList(1, places)).allSatisfy(part -> {
            assertThat(isQuantized(part.model())).isFalse();
            assertThat(part.gate()).isEmpty();
        });
    }

    @Test
    void apply_threePlaces_sharesTheNetworkAsItIsBehindTheFirst() {
        Product product = made("E(int8,2%,u8s7)P", 3);

        assertThat(product.places()).containsExactly(0, 1, 2);
        assertThat(product.parts().get(1).inputs()).containsExactly("input");
        assertThat(product.parts().get(2).outputs()).containsExactly("logits");
    }

    @Test
    void apply_noFasterInEightBits_gainsNothing() {
        assertThatThrownBy(() -> Composer.apply(Operators.parseSequence("E(int8,2%)"), DemoExits.MODEL, context(5)))
                .isInstanceOf(UnkeptPromiseException.class)
                .hasMessageContaining("no faster in eight bits");
    }

    @ParameterizedTest
    @ValueSource(strings = {"QE(int8)", "E(int8)Q", "E(int8)P(study)", "E(int8)P(" + POOLED + ")"})
    void apply_whatMakesNoSense_isRefused(String operators) {
        assertThatThrownBy(() -> made(operators.replace("int8", "int8,2%,u8s7"), operators.contains("P") ? 2 : 1))
                .isInstanceOf(OperatorException.class);
    }
}
