package io.tierwise.operators;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierwise.data.Tensor;
import io.tierwise.onnx.Attribute;
import io.tierwise.onnx.DataType;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.Node;
import io.tierwise.onnx.Weight;
import io.tierwise.runtime.Optimization;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Every scheme on the structures real networks are made of.
class SchemesTest {

    private static final List<Map<String, Tensor>> IMAGES = Net.samples(3, 12, 1, 3, 16, 16);

    /// A network that leads through a structure.
    enum Structure {
        RESIDUAL,
        DEPTHWISE,
        GROUPED,
        DECODER,
        PADDED,
        TWO_OUTPUTS;

        Model model() {
            if (this == RESIDUAL) {
                return Net.residual(1);
            }
            Net net = new Net(31);
            String x = net.relu(net.conv(net.input("input", 1, 3, 16, 16), 3, 8, 3, 1));
            String y = switch (this) {
                case RESIDUAL -> throw new IllegalStateException();
                case DEPTHWISE -> net.relu(grouped(net, x, 8));
                case GROUPED -> grouped(net, x, 2);
                case DECODER ->
                    net.node(
                            "ConvTranspose",
                            List.of(x, net.weight(0.2f, 8, 8, 2, 2)),
                            Map.of("strides", Net.ints(2, 2)));
                case PADDED ->
                    net.node("Pad", x, net.longs(0, 0, 1, 1, 0, 0, 1, 1), net.floats(new float[] {-9}, new long[0]));
                case TWO_OUTPUTS -> net.conv(x, 8, 8, 1, 1);
            };
            if (this == TWO_OUTPUTS) {
                net.output(y);
            }
            net.output(net.head(net.relu(net.conv(y, 8, 8, 3, 1)), 8, 4));
            return net.model();
        }

        private static String grouped(Net net, String x, long groups) {
            String weight = net.weight(0.5f, 8, 8 / groups, 3, 3);
            return net.node(
                    "Conv",
                    List.of(x, weight, net.weight(0.1f, 8)),
                    Map.of("group", new Attribute.IntValue(groups), "pads", Net.ints(1, 1, 1, 1)));
        }
    }

    @TempDir
    Path folder;

    private Product quantize(Model model, Scheme scheme) {
        Context context = new Context(Calibration.of(IMAGES), Net.criteria(changed -> 0), folder);
        return Composer.apply(List.of(new Quantize(scheme)), model, context);
    }

    static Stream<Arguments> everySchemeAndStructure() {
        return IMPLEMENTED.stream()
                .flatMap(scheme -> Stream.of(Structure.values()).map(structure -> Arguments.of(scheme, structure)));
    }

    private static final List<Scheme> STATIC =
            List.of(Scheme.U8S8, Scheme.U8S8_PER_TENSOR, Scheme.S8S8, Scheme.U8U8, Scheme.U8S7);
    private static final List<Scheme> IMPLEMENTED = Stream.concat(
                    STATIC.stream(), Stream.of(Scheme.DYNAMIC, Scheme.FP16))
            .toList();

    @ParameterizedTest
    @MethodSource("everySchemeAndStructure")
    void quantize_anyStructure_saysNearlyTheSame(Scheme scheme, Structure structure) {
        if (List.of(Scheme.U8S8, Scheme.U8S8_PER_TENSOR, Scheme.S8S8).contains(scheme)) {
            ByteProducts.assumeExact();
        }
        Model model = structure.model();
        Product quantized = quantize(model, scheme);
        for (Optimization optimization : List.of(Optimization.NONE, Optimization.ALL)) {
            Verification verification = Verification.compare(model, quantized.parts(), IMAGES, optimization);
            assertThat(verification.outputs())
                    .as("%s at %s", scheme, optimization)
                    .allSatisfy(output -> assertThat(output.relative()).isLessThan(0.15));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Scheme.class,
            names = {"AUTO", "FLOAT"},
            mode = EnumSource.Mode.EXCLUDE)
    void quantize_modelWithProperties_keepsThemAndSaysHowItWasMade(Scheme scheme) {
        Model model = Net.residual(1).withMetadata(Map.of("author", "somebody", "tierwise.scheme", "none"));
        Map<String, String> properties =
                quantize(model, scheme).parts().getFirst().model().metadata();
        assertThat(properties).containsEntry("author", "somebody").containsEntry("tierwise.scheme", scheme.text());
    }

    /// Not so with signed activations: on some processors the runtime leaves those convolutions in
    /// floating point.
    @ParameterizedTest
    @EnumSource(names = {"U8S8", "U8S8_PER_TENSOR", "U8U8", "U8S7"})
    void quantize_residualNetwork_leavesOneWayInAndOneWayOut(Scheme scheme) {
        Product quantized = quantize(Net.residual(1), scheme);
        QuantizationAccount account =
                quantized.accounts().getFirst().quantization().orElseThrow();
        assertThat(account.floatNodes()).isEmpty();
        assertThat(account.leftoverQuantize()).isEqualTo(1);
        assertThat(account.leftoverDequantize()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"U8S8", "U8S8_PER_TENSOR", "S8S8", "U8U8", "U8S7"})
    void quantize_residualNetwork_writesTheTypesOfTheScheme(Scheme scheme) {
        Model model = quantize(Net.residual(1), scheme).parts().getFirst().model();
        Map<String, Weight> weights = model.graph().weights();
        ByteFormat format = ByteFormat.of(scheme);
        for (Node node : model.graph().nodes()) {
            if (node.is("QuantizeLinear")) {
                assertThat(weight(weights, node.inputs().get(2)).type())
                        .isEqualTo(format.activations().type());
            }
            if (node.is("DequantizeLinear") && weights.containsKey(node.inputs().getFirst())) {
                Weight stored = weight(weights, node.inputs().getFirst());
                assertThat(weight(weights, node.inputs().get(1)).shape()).hasSize(format.perChannel() ? 1 : 0);
                if (stored.type() != DataType.INT32) {
                    assertThat(stored.type()).isEqualTo(format.weights().type());
                    assertThat(LongStream.of(stored.longs()))
                            .allMatch(level -> level >= format.weights().least()
                                    && level <= format.weights().greatest());
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"U8S8", "U8S8_PER_TENSOR", "S8S8", "U8U8", "U8S7"})
    void exit_quantizedResidualNetwork_runsAndStaysNearTheFloatOne(Scheme scheme) {
        Model model = Net.residual(1);
        Context context = new Context(Calibration.of(IMAGES), Net.criteria(changed -> 0), folder);
        EarlyExit exit = new EarlyExit(EarlyExit.Rule.STUDY);
        Model early =
                Composer.apply(List.of(exit), model, context).parts().getFirst().model();
        Product both = Composer.apply(List.of(new Quantize(scheme), exit), model, context);
        for (Optimization optimization : List.of(Optimization.NONE, Optimization.ALL)) {
            assertThat(Verification.compare(early, both.parts(), IMAGES, optimization)
                            .outputs())
                    .as("%s at %s", scheme, optimization)
                    .allSatisfy(output -> assertThat(output.relative()).isLessThan(0.6));
        }
    }

    private static Weight weight(Map<String, Weight> weights, String name) {
        return Optional.ofNullable(weights.get(name)).orElseThrow();
    }
}
