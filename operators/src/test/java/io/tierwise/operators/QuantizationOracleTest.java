package io.tierwise.operators;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierwise.data.Tensor;
import io.tierwise.onnx.Model;
import io.tierwise.operators.StepComparison.Deviation;
import io.tierwise.runtime.Optimization;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Random networks: the oracle computes the float network as the runtime does, and every tensor of the
/// quantized one is what the oracle says.
@Execution(ExecutionMode.CONCURRENT)
class QuantizationOracleTest {

    private static final int FEW = 12;
    private static final int MANY = 400;

    @TempDir
    Path folder;

    static LongStream seeds() {
        return LongStream.range(1000, 1000 + (Boolean.getBoolean("tierwise.thorough") ? MANY : FEW));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void of_floatNetwork_isWhatTheRuntimeComputes(long seed) {
        InterpreterTest.assertComputes("random graph", RandomGraph.of(seed), seed);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void quantize_randomGraph_everyTensorIsWithinAStepOfTheOracle(long seed) {
        Model model = RandomGraph.of(seed);
        List<Map<String, Tensor>> calibration = Samples.of(model, seed, 4);
        Model quantized = quantize(model, calibration);
        List<Map<String, Tensor>> samples = new ArrayList<>(calibration.subList(0, 1));
        // Wider than calibration saw, so that grids are left at both ends.
        samples.addAll(Samples.of(model, seed + 1, 1, 2));
        List<Deviation> deviations = StepComparison.of(model, quantized, samples);
        assertThat(deviations).as("seed %d", seed).isNotEmpty().allMatch(Deviation::holds);
        for (Optimization optimization : Optimization.values()) {
            try (PartChain chain = PartChain.open(List.of(Part.whole(quantized)), optimization)) {
                assertThat(chain.run(samples.getFirst()))
                        .as("seed %d at %s", seed, optimization)
                        .isNotEmpty();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void quantize_randomGraph_gridsFollowFromTheSamples(long seed) {
        Model model = RandomGraph.of(seed);
        List<Map<String, Tensor>> calibration = Samples.of(model, seed, 3);
        assertThat(WrittenGrids.wrong(model, quantize(model, calibration), calibration))
                .as("seed %d", seed)
                .isEmpty();
    }

    private Model quantize(Model model, List<Map<String, Tensor>> calibration) {
        Context context = new Context(Calibration.of(calibration), Criteria.none(), folder);
        return Composer.apply(List.of(new Quantize(Scheme.U8S8)), model, context)
                .parts()
                .getFirst()
                .model();
    }
}
