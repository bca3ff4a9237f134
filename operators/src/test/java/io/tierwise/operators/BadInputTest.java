package io.tierwise.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tierwise.data.Tensor;
import io.tierwise.onnx.Model;
import io.tierwise.operators.StepComparison.Deviation;
import io.tierwise.runtime.Optimization;
import io.tierwise.runtime.RunFailedException;
import io.tierwise.runtime.UnsupportedByRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Samples and weights that nobody should give: refused with a message and nothing left behind, or
/// quantized to what the oracle says all the same.
class BadInputTest {

    private static final long SEED = 21;
    private static final long[] SHAPE = {1, 3, 8, 8};

    @TempDir
    Path folder;

    private static Net twoLayers(float... weights) {
        Net net = new Net(SEED);
        String x = net.relu(net.conv(net.input("input", SHAPE), 3, 8, 3, 1));
        String w = weights.length == 0 ? net.weight(0.3f, 8, 8, 1, 1) : net.floats(weights, 8, 8, 1, 1);
        net.output(net.head(net.add(net.node("Conv", x, w, net.weight(0.1f, 8)), x), 8, 4));
        return net;
    }

    private Product quantize(Model model, List<Map<String, Tensor>> samples) {
        Context context = new Context(Calibration.of(samples), Criteria.none(), folder.resolve("work"));
        return Composer.apply(List.of(new Quantize(Scheme.U8S8)), model, context);
    }

    private void assertRight(Model model, List<Map<String, Tensor>> samples) {
        Model quantized = quantize(model, samples).parts().getFirst().model();
        assertThat(StepComparison.of(model, quantized, samples)).allMatch(Deviation::holds);
    }

    private static List<Map<String, Tensor>> constant(float value) {
        float[] values = new float[Values.size(Values.ints(SHAPE))];
        Arrays.fill(values, value);
        return List.of(Map.of("input", Tensor.ofFloats(values, SHAPE)));
    }

    @ParameterizedTest
    @ValueSource(floats = {0, 1, -3, 1e-30f, 1e-42f, 1e30f, -1e30f})
    void quantize_constantSamples_isWhatTheOracleSays(float value) {
        assertRight(twoLayers().model(), constant(value));
    }

    @ParameterizedTest
    @ValueSource(floats = {0, 1e-42f, 1e-38f, 1e-20f, 1e20f})
    void quantize_absurdWeights_isWhatTheOracleSays(float value) {
        float[] weights = new float[64];
        Arrays.fill(weights, value);
        // Channels that are all zero, and zero but for one, beside the absurd ones.
        Arrays.fill(weights, 8, 16, 0);
        Arrays.fill(weights, 16, 23, 0);
        assertRight(twoLayers(weights).model(), Net.samples(SEED, 3, SHAPE));
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void quantize_weightsNotFinite_staysFloatAndRuns(float value) {
        float[] weights = new float[64];
        weights[9] = value;
        Product product = quantize(twoLayers(weights).model(), Net.samples(SEED, 2, SHAPE));
        assertThat(product.accounts().getFirst().lines()).anyMatch(line -> line.contains("not finite"));
    }

    private void assertRefused(Model model, List<Map<String, Tensor>> samples, Class<?> type, String... said) {
        assertThatThrownBy(() -> quantize(model, samples)).isInstanceOf(type).hasMessageContainingAll(said);
        assertThat(left()).isEmpty();
    }

    private List<Path> left() {
        Path work = folder.resolve("work");
        if (!Files.exists(work)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(work)) {
            return files.toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void quantize_noSamples_isRefused() {
        assertRefused(twoLayers().model(), List.of(), OperatorException.class, "calibration samples");
    }

    @Test
    void quantize_samplesOfAnotherShape_areRefused() {
        assertRefused(
                twoLayers().model(),
                Net.samples(SEED, 1, 1, 3, 8, 9),
                OperatorException.class,
                "'input'",
                "[1, 3, 8, 9]",
                "[1, 3, 8, 8]");
    }

    @Test
    void quantize_secondSampleOfAnotherShape_isRefused() {
        List<Map<String, Tensor>> samples = new ArrayList<>(Net.samples(SEED, 1, SHAPE));
        samples.addAll(Net.samples(SEED, 1, 1, 3, 8, 9));
        assertRefused(twoLayers().model(), samples, OperatorException.class, "calibration sample 2", "[1, 3, 8, 9]");
    }

    @Test
    void quantize_samplesOfAnotherType_areRefused() {
        List<Map<String, Tensor>> samples = List.of(Map.of("input", Tensor.ofLongs(new long[192], SHAPE)));
        assertRefused(twoLayers().model(), samples, OperatorException.class, "INT64", "FLOAT");
    }

    @Test
    void quantize_samplesUnderOtherNames_areRefused() {
        Tensor image = Tensor.ofFloats(new float[192], SHAPE);
        assertRefused(
                twoLayers().model(), List.of(Map.of("image", image)), OperatorException.class, "'input' is missing");
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void quantize_samplesNotFinite_areRefused(float value) {
        assertRefused(
                twoLayers().model(), constant(value), OperatorException.class, "sample 1", "'input'", "preprocessing");
    }

    @Test
    void quantize_quantizedModel_isRefused() throws IOException {
        List<Map<String, Tensor>> samples = Net.samples(SEED, 2, SHAPE);
        Model quantized =
                quantize(twoLayers().model(), samples).parts().getFirst().model();
        for (Path file : left()) {
            Files.delete(file);
        }
        assertRefused(quantized, samples, OperatorException.class, "quantized already");
    }

    @Test
    void quantize_nothingToQuantize_isNotedAndTheSame() {
        Net net = new Net(SEED);
        net.output(net.node("Tanh", net.input("input", SHAPE)));
        Model model = net.model();
        List<Map<String, Tensor>> samples = Net.samples(SEED, 2, SHAPE);
        Product product = quantize(model, samples);
        assertThat(product.accounts().getFirst().lines())
                .anyMatch(line -> line.contains("nothing in the model could be quantized"));
        assertThat(Verification.compare(model, product.parts(), samples, Optimization.NONE))
                .matches(Verification::exact);
    }

    /// The runtime opens it, and its statistics are then not there to fold.
    @Test
    void quantize_normalizationOfNoChannels_isRefusedByTheRun() {
        Net net = new Net(SEED);
        String x = net.conv(net.input("input", SHAPE), 3, 8, 3, 1);
        String none = net.floats(new float[0], 0);
        net.output(net.node("BatchNormalization", x, none, none, none, none));
        assertThatThrownBy(() -> quantize(net.model(), Net.samples(SEED, 1, SHAPE)))
                .isInstanceOf(RunFailedException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 16})
    void quantize_convolutionOfOtherBiasesThanOutputs_isRefused(int biases) {
        Net net = new Net(SEED);
        String x = net.conv(net.input("input", SHAPE), 3, 8, 1, 1);
        net.output(net.head(net.node("Conv", x, net.weight(0.3f, 8, 8, 1, 1), net.weight(0.1f, biases)), 8, 4));
        assertThatThrownBy(() -> quantize(net.model(), Net.samples(SEED, 1, SHAPE)))
                .hasMessageMatching("(?s).*(has " + biases + " biases|[Bb]ias).*")
                .isInstanceOfAny(OperatorException.class, RunFailedException.class);
    }

    @Test
    void quantize_windowLargerThanItsInput_isRefused() {
        Net net = new Net(SEED);
        String x = net.input("input", SHAPE);
        net.output(net.relu(net.node(
                "Conv",
                List.of(x, net.weight(0.3f, 8, 3, 3, 3)),
                Map.of("dilations", Net.ints(2, 38), "pads", Net.ints(2, 2, 2, 2)))));
        assertThatThrownBy(() -> quantize(net.model(), Net.samples(SEED, 1, SHAPE)))
                .isInstanceOf(UnsupportedByRuntimeException.class)
                .hasMessageContaining("-64");
    }
}
