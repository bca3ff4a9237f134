package io.tierwise.operators;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierwise.data.Tensor;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.ModelReader;
import io.tierwise.runtime.Optimization;
import io.tierwise.runtime.OptimizedModel;
import io.tierwise.runtime.SessionSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WeightsOnlyTest {

    private static final List<Map<String, Tensor>> IMAGES = Net.samples(3, 4, 1, 3, 16, 16);

    @TempDir
    Path folder;

    private Product quantize(Model model) {
        Context context = new Context(Calibration.of(IMAGES), Criteria.none(), folder);
        return Composer.apply(List.of(new Quantize(Scheme.WEIGHTS)), model, context);
    }

    @ParameterizedTest
    @EnumSource
    void quantize_anyStructure_saysNearlyTheSame(SchemesTest.Structure structure) {
        Model model = structure.model();
        Product quantized = quantize(model);
        for (Optimization optimization : List.of(Optimization.NONE, Optimization.ALL)) {
            assertThat(Verification.compare(model, quantized.parts(), IMAGES, optimization)
                            .outputs())
                    .allSatisfy(output -> assertThat(output.relative()).isLessThan(0.05));
        }
        assertThat(quantized.size().bytes()).isLessThan(ModelSize.of(model).bytes() / 2);
    }

    @Test
    void quantize_residualNetwork_isFloatAgainOnceOpened() {
        Model quantized = quantize(Net.residual(1)).parts().getFirst().model();
        Path file = folder.resolve("opened.onnx");
        OptimizedModel.save(Sessions.bytes(quantized), Sessions.settings(SessionSettings.fast(1)), file);
        Model opened = ModelReader.read(file);
        for (String operator : List.of("Cast", "Mul", "DequantizeLinear")) {
            assertThat(Nodes.count(opened, operator)).as(operator).isZero();
        }
    }
}
