package io.tierwise.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tierwise.data.Tensor;
import io.tierwise.onnx.Attribute;
import io.tierwise.onnx.Model;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefinementTest {

    private static final List<Map<String, Tensor>> IMAGES = offCentre(Net.samples(3, 12, 1, 3, 16, 16));

    @TempDir
    Path folder;

    /// Inputs whose mean is 2, so that errors of weights shift the mean of what they make.
    private static List<Map<String, Tensor>> offCentre(List<Map<String, Tensor>> samples) {
        List<Map<String, Tensor>> shifted = new ArrayList<>();
        for (Map<String, Tensor> sample : samples) {
            float[] values = sample.values().iterator().next().toFloats().clone();
            for (int i = 0; i < values.length; i++) {
                values[i] += 2;
            }
            shifted.add(Map.of("input", Tensor.ofFloats(values, 1, 3, 16, 16)));
        }
        return shifted;
    }

    private Product quantize(Model model, String operator, String... excluded) {
        var sparing = new Sparing(Set.of(excluded), OptionalDouble.empty());
        var context = new Context(Calibration.of(IMAGES), Net.criteria(m -> 0), folder).withSparing(sparing);
        return Composer.apply(Operators.parseSequence(operator), model, context);
    }

    private static QuantizationAccount account(Product product) {
        return product.accounts().getFirst().quantization().orElseThrow();
    }

    /// The mean over samples and elements of each output channel's error, squared and summed.
    private static double biasOf(Model model, Product quantized, int channels) {
        double[] shift = new double[channels];
        try (var exact = Sessions.open(model, io.tierwise.runtime.SessionSettings.exact());
                var rounded = Sessions.open(
                        quantized.parts().getFirst().model(), io.tierwise.runtime.SessionSettings.exact())) {
            for (Map<String, Tensor> image : IMAGES) {
                float[] wanted = exact.run(image).values().iterator().next().toFloats();
                float[] found = rounded.run(image).values().iterator().next().toFloats();
                int inner = wanted.length / channels;
                for (int i = 0; i < wanted.length; i++) {
                    shift[i / inner] += found[i] - wanted[i];
                }
            }
        }
        double sum = 0;
        for (double value : shift) {
            sum += value * value;
        }
        return sum;
    }

    /// Rounding errors of weights of one sign per channel: each value lies a third of a step above a step.
    private static String lopsided(Net net, long... shape) {
        int elements = 1;
        for (long extent : shape) {
            elements *= (int) extent;
        }
        float[] values = new float[elements];
        int each = elements / (int) shape[0];
        for (int i = 0; i < elements; i++) {
            values[i] = i % each == 0 ? 127 : 10 + (i / each % 2 == 0 ? 0.4f : -0.4f);
        }
        for (int i = 0; i < elements; i++) {
            values[i] /= 127;
        }
        return net.floats(values, shape);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 3})
    void correctBias_convolution_takesTheMeanErrorOff(long groups) {
        Net net = new Net(20);
        String x = net.input("input", 1, 3, 16, 16);
        String weight = lopsided(net, 6, 3 / groups, 3, 3);
        net.output(net.node("Conv", List.of(x, weight), Map.of("group", new Attribute.IntValue(groups))));
        Model model = net.model();
        double plain = biasOf(model, quantize(model, "Q(u8s8)"), 6);
        assertThat(biasOf(model, quantize(model, "Q(u8s8,correct-bias)"), 6)).isLessThan(plain / 20);
    }

    @Test
    void correctBias_gemmWithFactors_takesTheMeanErrorOff() {
        Net net = new Net(21);
        String flat = net.node("Flatten", net.input("input", 1, 3, 16, 16));
        net.output(net.node(
                "Gemm",
                List.of(flat, lopsided(net, 6, 768), net.weight(1, 6)),
                Map.of(
                        "alpha", new Attribute.FloatValue(0.1f),
                        "beta", new Attribute.FloatValue(2),
                        "transB", new Attribute.IntValue(1))));
        Model model = net.model();
        double plain = biasOf(model, quantize(model, "Q(u8s8)"), 6);
        assertThat(biasOf(model, quantize(model, "Q(u8s8,correct-bias)"), 6)).isLessThan(plain / 20);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void correctBias_matMul_correctsTheAddBehindOrAddsOne(boolean add) {
        Net net = new Net(22);
        String flat = net.node("Flatten", net.input("input", 1, 3, 16, 16));
        String weight = lopsided(net, 6, 768);
        String turned = net.node("MatMul", flat, transposed(net, weight));
        net.output(add ? net.add(turned, net.weight(1, 6)) : turned);
        Model model = net.model();
        Product corrected = quantize(model, "Q(u8s8,correct-bias)");
        assertThat(Nodes.count(corrected.parts().getFirst().model(), "Add")).isEqualTo(1);
        double plain = biasOf(model, quantize(model, "Q(u8s8)"), 6);
        assertThat(biasOf(model, corrected, 6)).isLessThan(plain / 2);
    }

    private static String transposed(Net net, String weight) {
        float[] from = Constants.of(net.model().graph()).floats(weight);
        float[] to = new float[from.length];
        for (int i = 0; i < to.length; i++) {
            to[i] = from[i % 6 * 768 + i / 6];
        }
        return net.floats(to, 768, 6);
    }

    @Test
    void refinements_residualNetwork_leaveOneWayInAndSayWhatTheyDid() {
        Model model = Net.residual(1);
        Product refined = quantize(model, "Q(u8s8,equalize,correct-bias)");
        assertThat(account(refined).leftoverQuantize()).isEqualTo(1);
        assertThat(account(refined).leftoverDequantize()).isEqualTo(1);
        assertThat(refined.accounts().getFirst().notes())
                .anyMatch(note -> note.contains("equalized the channels between 6 pairs"))
                .anyMatch(note -> note.contains("off the biases"));
        assertThat(folder).isDirectoryNotContaining("glob:**tried*");
    }

    @Test
    void exclude_byNodeOrByFirstOutput_staysFloat() {
        Model model = Net.residual(1);
        var convs = model.graph().nodes().stream()
                .filter(node -> node.operator().equals("Conv"))
                .toList();
        String byName = convs.get(1).name();
        String byOutput = convs.get(2).outputs().getFirst();
        Product product = quantize(model, "Q(u8s8)", byName, byOutput);
        assertThat(account(product).floatNodes())
                .filteredOn(node -> node.reason().contains("named"))
                .extracting(FloatNode::name)
                .containsExactly(byName, convs.get(2).name());
    }

    @Test
    void exclude_convolutionWithFoldedNormalization_staysFloatByAnyOfItsNames() {
        Net net = new Net(7);
        String conv = net.conv(net.input("input", 1, 3, 16, 16), 3, 8, 3, 1);
        String variance = net.floats(new float[] {1, 2, 0.5f, 1, 3, 1, 0.1f, 1}, 8);
        String norm =
                net.node("BatchNormalization", conv, net.weight(1, 8), net.weight(1, 8), net.weight(1, 8), variance);
        net.output(net.head(net.relu(norm), 8, 4));
        for (String name : List.of(conv, norm)) {
            assertThat(account(quantize(net.model(), "Q(u8s8)", name)).floatNodes())
                    .as(name)
                    .anyMatch(node -> node.reason().contains("named"));
        }
    }

    @Test
    void exclude_unknownName_saysTheNearest() {
        assertThatThrownBy(() -> quantize(Net.residual(1), "Q(u8s8)", "node3"))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("'node3'")
                .hasMessageContaining("did you mean 'node_3'?");
    }
}
