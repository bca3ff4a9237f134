package io.tierwise.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tierwise.data.Tensor;
import io.tierwise.onnx.Attribute;
import io.tierwise.onnx.Model;
import io.tierwise.runtime.Optimization;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuantizerTest {

    private static final List<Map<String, Tensor>> IMAGES = Net.samples(3, 12, 1, 3, 16, 16);

    @TempDir
    Path folder;

    private Product quantize(Model model, List<Map<String, Tensor>> samples) {
        return Composer.apply(List.of(new Quantize(Scheme.U8S8)), model, context(samples));
    }

    private Context context(List<Map<String, Tensor>> samples) {
        return new Context(Calibration.of(samples), Net.criteria(model -> 0), folder);
    }

    private static QuantizationAccount account(Product product) {
        return product.accounts().getFirst().quantization().orElseThrow();
    }

    /// The largest difference on calibration samples, as a share of the largest answer.
    private static double difference(Model model, Product quantized, List<Map<String, Tensor>> samples) {
        double worst = 0;
        for (Optimization optimization : List.of(Optimization.NONE, Optimization.ALL)) {
            Verification verification = Verification.compare(model, quantized.parts(), samples, optimization);
            worst = Math.max(
                    worst,
                    verification.outputs().stream()
                            .mapToDouble(Verification.Difference::relative)
                            .max()
                            .orElseThrow());
        }
        return worst;
    }

    @Test
    void quantize_residualNetwork_leavesOneWayInAndOneWayOut() {
        Model model = Net.residual(1);
        Product quantized = quantize(model, IMAGES);
        assertThat(account(quantized).leftoverQuantize()).isEqualTo(1);
        assertThat(account(quantized).leftoverDequantize()).isEqualTo(1);
        assertThat(account(quantized).floatNodes()).isEmpty();
        assertThat(account(quantized).calibrationSamples()).isEqualTo(12);
        assertThat(quantized.size().bytes()).isLessThan(ModelSize.of(model).bytes() / 2);
        assertThat(quantized.size().parameters()).isEqualTo(ModelSize.of(model).parameters());
        assertThat(difference(model, quantized, IMAGES)).isLessThan(0.1);
    }

    @Test
    void quantize_weightsInConstantNodes_givesTheSameAsInitializers() {
        Product inits = quantize(Net.residualNet(1).model(), IMAGES);
        Product constants = quantize(Net.residualNet(1).modelOfConstants(), IMAGES);
        assertThat(Verification.compare(inits.parts().getFirst().model(), constants.parts(), IMAGES, Optimization.ALL)
                        .exact())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MaxPool",
                "AveragePool",
                "Transpose",
                "Slice",
                "Pad",
                "Concat",
                "Mul",
                "Sigmoid",
                "LeakyRelu",
                "Clip",
                "Relu",
                "Reshape",
                "Squeeze",
                "Gather",
                "DepthToSpace",
                "Resize",
                "Add"
            })
    void quantize_operatorBetweenConvolutions_fuses(String operator) {
        ByteProducts.assumeExact();
        Net net = new Net(5);
        String from = net.relu(net.conv(net.input("input", 1, 3, 16, 16), 3, 8, 3, 1));
        String between = between(net, operator, from);
        int channels =
                operator.equals("Concat") ? 16 : operator.equals("Gather") || operator.equals("DepthToSpace") ? 2 : 8;
        net.output(net.head(net.conv(between, channels, 8, 3, 1), 8, 4));
        Model model = net.model();
        Product quantized = quantize(model, IMAGES);
        assertThat(account(quantized).floatNodes()).isEmpty();
        assertThat(account(quantized).leftoverQuantize()).isEqualTo(1);
        assertThat(account(quantized).leftoverDequantize()).isEqualTo(1);
        assertThat(difference(model, quantized, IMAGES)).isLessThan(0.1);
    }

    private static String between(Net net, String operator, String from) {
        return switch (operator) {
            case "MaxPool", "AveragePool" ->
                net.node(operator, List.of(from), Map.of("kernel_shape", Net.ints(2, 2), "strides", Net.ints(2, 2)));
            case "Transpose" -> net.node(operator, List.of(from), Map.of("perm", Net.ints(0, 1, 3, 2)));
            case "Slice" -> net.node(operator, from, net.longs(2), net.longs(10), net.longs(3));
            case "Pad" -> net.node(operator, from, net.longs(0, 0, 1, 1, 0, 0, 1, 1));
            case "Concat" ->
                net.node(
                        operator, List.of(from, net.conv(from, 8, 8, 1, 1)), Map.of("axis", new Attribute.IntValue(1)));
            case "Mul" -> net.node(operator, from, net.node("Sigmoid", net.conv(from, 8, 8, 1, 1)));
            case "LeakyRelu" -> net.node(operator, net.conv(from, 8, 8, 1, 1));
            case "Clip" -> {
                String conv = net.conv(from, 8, 8, 1, 1);
                String clipped = net.node(
                        operator,
                        conv,
                        net.floats(new float[] {-0.5f}, new long[0]),
                        net.floats(new float[] {1}, new long[0]));
                yield net.add(conv, clipped);
            }
            case "Relu" -> {
                String conv = net.conv(from, 8, 8, 1, 1);
                yield net.add(conv, net.relu(conv));
            }
            case "Reshape" -> net.node(operator, from, net.longs(1, 8, 8, 32));
            case "Squeeze" -> net.node("Unsqueeze", net.node(operator, from, net.longs(0)), net.longs(0));
            case "Gather" ->
                net.node(operator, List.of(from, net.longs(1, 3)), Map.of("axis", new Attribute.IntValue(1)));
            case "DepthToSpace" -> net.node(operator, List.of(from), Map.of("blocksize", new Attribute.IntValue(2)));
            case "Resize" ->
                net.node(
                        operator,
                        List.of(from, "", net.floats(new float[] {1, 1, 2, 2}, 4)),
                        Map.of(
                                "mode", new Attribute.Text("nearest"),
                                "nearest_mode", new Attribute.Text("floor"),
                                "coordinate_transformation_mode", new Attribute.Text("asymmetric")));
            case "Add" -> net.add(from, net.weight(0.5f, 8, 1, 1));
            default -> net.node(operator, from);
        };
    }

    @Test
    void quantize_operatorWithoutByteForm_staysFloatAndIsNamed() {
        ByteProducts.assumeExact();
        Net net = new Net(6);
        String x = net.node("Tanh", net.conv(net.input("input", 1, 3, 16, 16), 3, 8, 3, 1));
        net.output(net.head(net.conv(x, 8, 8, 3, 1), 8, 4));
        Model model = net.model();
        Product quantized = quantize(model, IMAGES);
        assertThat(account(quantized).floatNodes())
                .extracting(FloatNode::operator)
                .containsExactly("Tanh");
        assertThat(difference(model, quantized, IMAGES)).isLessThan(0.1);
    }

    @Test
    void quantize_batchNormalization_isFolded() {
        Net net = new Net(7);
        String conv = net.conv(net.input("input", 1, 3, 16, 16), 3, 8, 3, 1);
        net.output(net.head(net.relu(normalized(net, conv)), 8, 4));
        Model model = net.model();
        Product quantized = quantize(model, IMAGES);
        assertThat(account(quantized).floatNodes()).isEmpty();
        assertThat(Nodes.count(quantized.parts().getFirst().model(), "BatchNormalization"))
                .isZero();
        assertThat(difference(model, quantized, IMAGES)).isLessThan(0.05);
    }

    @Test
    void quantize_batchNormalizationBehindNoConvolution_isAConvolutionOfEachChannel() {
        Net net = new Net(7);
        String pooled = net.node(
                "MaxPool",
                List.of(net.conv(net.input("input", 1, 3, 16, 16), 3, 8, 3, 1)),
                Map.of("kernel_shape", Net.ints(2, 2)));
        net.output(net.head(net.relu(normalized(net, pooled)), 8, 4));
        Model model = net.model();
        Product quantized = quantize(model, IMAGES);
        assertThat(account(quantized).floatNodes()).isEmpty();
        assertThat(account(quantized).leftoverQuantize()).isEqualTo(1);
        assertThat(difference(model, quantized, IMAGES)).isLessThan(0.05);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void quantize_batchNormalizationBehindTransposedConvolution_isFolded(int groups) {
        ByteProducts.assumeExact();
        Net net = new Net(7);
        String conv = net.conv(net.input("input", 1, 3, 16, 16), 3, 6, 3, 1);
        String wide = net.node(
                "ConvTranspose",
                List.of(conv, net.weight(0.3f, 6, 8 / groups, 2, 2)),
                Map.of("group", new Attribute.IntValue(groups), "strides", Net.ints(2, 2)));
        net.output(net.conv(normalized(net, wide), 8, 4, 3, 1));
        Model model = net.model();
        Product quantized = quantize(model, IMAGES);
        assertThat(account(quantized).floatNodes())
                .extracting(FloatNode::operator)
                .containsExactly("ConvTranspose");
        assertThat(difference(model, quantized, IMAGES)).isLessThan(0.05);
    }

    private static String normalized(Net net, String from) {
        String variance = net.floats(new float[] {1, 2, 0.5f, 1, 3, 1, 0.1f, 1}, 8);
        return net.node("BatchNormalization", from, net.weight(1, 8), net.weight(1, 8), net.weight(1, 8), variance);
    }

    @Test
    void quantize_meanOverPositions_becomesGlobalAveragePool() {
        for (long keep = 0; keep < 2; keep++) {
            Net net = new Net(8);
            String conv = net.conv(net.input("input", 1, 3, 16, 16), 3, 8, 3, 1);
            String mean = net.node(
                    "ReduceMean",
                    List.of(conv),
                    Map.of("axes", Net.ints(-2, -1), "keepdims", new Attribute.IntValue(keep)));
            net.output(net.gemm(keep == 1 ? net.node("Flatten", mean) : mean, 8, 4));
            Model model = net.model();
            Product quantized = quantize(model, IMAGES);
            assertThat(account(quantized).floatNodes()).isEmpty();
            assertThat(account(quantized).leftoverDequantize()).isEqualTo(1);
            assertThat(difference(model, quantized, IMAGES)).isLessThan(0.05);
        }
    }

    @Test
    void quantize_opset9_isRaisedAndMeansTheSame() {
        Net net = new Net(9);
        String x = net.conv(net.input("input", 1, 3, 16, 16), 3, 8, 3, 1);
        x = net.node(
                "Clip", List.of(x), Map.of("min", new Attribute.FloatValue(0), "max", new Attribute.FloatValue(6)));
        x = net.node(
                "Pad",
                List.of(x),
                Map.of("pads", Net.ints(0, 0, 1, 1, 0, 0, 1, 1), "mode", new Attribute.Text("constant")));
        x = net.node("Slice", List.of(x), Map.of("starts", Net.ints(1), "ends", Net.ints(9), "axes", Net.ints(2)));
        x = net.node(
                "Upsample",
                List.of(x, net.floats(new float[] {1, 1, 2, 2}, 4)),
                Map.of("mode", new Attribute.Text("nearest")));
        x = net.node("GlobalAveragePool", net.conv(x, 8, 8, 3, 1));
        x = net.node("Squeeze", List.of(x), Map.of("axes", Net.ints(2, 3)));
        net.output(net.node("Softmax", net.gemm(x, 8, 4)));
        Model model = net.model(9);
        Product quantized = quantize(model, IMAGES);
        assertThat(quantized.parts().getFirst().model().opset()).isEqualTo(13);
        assertThat(account(quantized).floatNodes())
                .extracting(FloatNode::operator)
                .containsExactly("Softmax");
        assertThat(difference(model, quantized, IMAGES)).isLessThan(0.1);
    }

    @Test
    void quantize_softmaxOverSeveralAxesOfOpset11_meansTheSame() {
        Net net = new Net(10);
        String x = net.conv(net.input("input", 1, 3, 16, 16), 3, 4, 3, 2);
        net.output(net.node("Softmax", List.of(x), Map.of("axis", new Attribute.IntValue(1))));
        Model model = net.model(11);
        assertThat(difference(model, quantize(model, IMAGES), IMAGES)).isLessThan(0.1);
    }

    @Test
    void quantize_gemmWithFactors_takesThemIntoTheWeights() {
        Net net = new Net(11);
        String flat = net.node("Flatten", net.input("input", 1, 3, 16, 16));
        net.output(net.node(
                "Gemm",
                List.of(flat, net.weight(0.05f, 768, 6), net.weight(1, 6)),
                Map.of("alpha", new Attribute.FloatValue(0.5f), "beta", new Attribute.FloatValue(2))));
        Model model = net.model();
        Product quantized = quantize(model, IMAGES);
        assertThat(account(quantized).quantizedNodes()).isEqualTo(1);
        assertThat(difference(model, quantized, IMAGES)).isLessThan(0.02);
    }

    @Test
    void quantize_sharedWeights_runs() {
        ByteProducts.assumeExact();
        Net net = new Net(12);
        String x = net.conv(net.input("input", 1, 3, 16, 16), 3, 8, 3, 1);
        String shared = net.weight(0.3f, 8, 8, 1, 1);
        net.output(net.head(net.node("Conv", net.node("Conv", x, shared), shared), 8, 4));
        Model model = net.model();
        assertThat(difference(model, quantize(model, IMAGES), IMAGES)).isLessThan(0.1);
    }

    @Test
    void quantize_channelOfZerosAndDeadActivation_runs() {
        ByteProducts.assumeExact();
        Net net = new Net(13);
        String x = net.input("input", 1, 3, 16, 16);
        String zeros = net.floats(new float[3 * 8], 8, 3, 1, 1);
        String dead = net.relu(net.node("Conv", x, zeros));
        net.output(net.head(net.add(net.conv(x, 3, 8, 3, 1), dead), 8, 4));
        Model model = net.model();
        assertThat(difference(model, quantize(model, IMAGES), IMAGES)).isLessThan(0.05);
    }

    @Test
    void quantize_weightsNotFinite_stayFloatWithTheReason() {
        Net net = new Net(14);
        String x = net.input("input", 1, 3, 16, 16);
        float[] values = new float[8 * 3];
        values[5] = Float.NaN;
        net.output(net.node("Conv", x, net.floats(values, 8, 3, 1, 1)));
        net.output(net.conv(x, 3, 8, 3, 1));
        Product quantized = quantize(net.model(), IMAGES);
        assertThat(account(quantized).floatNodes())
                .extracting(FloatNode::reason)
                .anyMatch(reason -> reason.contains("not finite"));
        assertThat(account(quantized).quantizedNodes()).isEqualTo(1);
    }

    @Test
    void quantize_infiniteActivation_staysFloatWithTheReason() {
        Net net = new Net(15);
        String x = net.conv(net.input("input", 1, 3, 16, 16), 3, 8, 3, 1);
        String huge = net.node("Mul", net.relu(x), net.floats(new float[] {Float.MAX_VALUE}, new long[0]));
        net.output(net.conv(net.node("Mul", huge, net.floats(new float[] {10}, new long[0])), 8, 4, 1, 1));
        Product quantized = quantize(net.model(), IMAGES);
        assertThat(account(quantized).floatNodes())
                .extracting(FloatNode::reason)
                .anyMatch(reason -> reason.contains("is not finite on calibration sample"));
    }

    @Test
    void quantize_samplesNotFinite_namesSampleAndInput() {
        float[] values = new float[3 * 16 * 16];
        values[7] = Float.NaN;
        List<Map<String, Tensor>> samples =
                List.of(IMAGES.getFirst(), Map.of("input", Tensor.ofFloats(values, 1, 3, 16, 16)));
        assertThatThrownBy(() -> quantize(Net.residual(1), samples))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("calibration sample 2")
                .hasMessageContaining("'input'");
    }

    @Test
    void quantize_noSamples_isRefused() {
        assertThatThrownBy(() -> quantize(Net.residual(1), List.of()))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("calibration samples");
    }

    @Test
    void quantize_quantizedModel_isRefused() {
        Model quantized = quantize(Net.residual(1), IMAGES).parts().getFirst().model();
        assertThatThrownBy(() -> quantize(quantized, IMAGES)).hasMessageContaining("quantized already");
    }
}
