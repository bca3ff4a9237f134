package io.tierwise.operators;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierwise.data.Tensor;
import io.tierwise.onnx.Attribute;
import io.tierwise.onnx.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Asking a network for something about every tensor must not keep every tensor alive: a segmentation
/// network's take gigabytes together.
class PeakMemoryTest {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path RESET = Path.of("/proc/self/clear_refs");
    private static final int LAYERS = 40;
    private static final long SIDE = 2048;
    private static final long TENSOR_BYTES = SIDE * SIDE * Float.BYTES;

    private static final List<Map<String, Tensor>> SAMPLES = Net.samples(1, 1, 1, 1, SIDE, SIDE);

    /// A chain of layers of 16 MB each, of which only two are needed at a time. What stands before them
    /// keeps their extents from being inferred.
    private static Model chain() {
        Net net = new Net(1);
        String x = net.node(
                "MaxPool",
                List.of(net.input("input", 1, 1, SIDE, SIDE)),
                Map.of("kernel_shape", Net.ints(1, 1), "ceil_mode", new Attribute.IntValue(1)));
        for (int i = 0; i < LAYERS; i++) {
            x = net.node(i % 2 == 0 ? "Sigmoid" : "Tanh", x);
        }
        net.output(net.node("GlobalAveragePool", x));
        return net.model();
    }

    private static long peak() throws IOException {
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    @BeforeEach
    void resetPeak() {
        try {
            Files.writeString(RESET, "5");
        } catch (IOException e) {
            Assumptions.abort("peak memory cannot be reset here: " + e);
        }
    }

    @Test
    void learn_extentsThatMustBeRunFor_keepsFewTensorsAlive() throws IOException {
        long before = peak();
        Shapes shapes = Shapes.learn(chain(), SAMPLES.getFirst());
        assertThat(shapes.extents()).hasSize(LAYERS + 3);
        assertThat(peak() - before).isLessThan(LAYERS / 2 * TENSOR_BYTES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"minmax", "entropy"})
    void measure_rangesOfEveryTensor_keepsFewTensorsAlive(String text) throws IOException {
        Model model = chain();
        Map<String, Long> tensors = new HashMap<>();
        Shapes.learn(model, SAMPLES.getFirst())
                .extents()
                .forEach((tensor, extents) ->
                        tensors.put(tensor, extents.stream().reduce(1L, Math::multiplyExact)));
        Calibrator calibrator = Calibrator.parse(text).orElseThrow();
        resetPeak();
        long before = peak();
        CalibratedRanges ranges = CalibratedRanges.measure(model, tensors, calibrator, Calibration.of(SAMPLES), 1);
        assertThat(ranges.ranges()).hasSize(LAYERS + 3);
        assertThat(peak() - before).isLessThan(LAYERS / 2 * TENSOR_BYTES);
    }
}
