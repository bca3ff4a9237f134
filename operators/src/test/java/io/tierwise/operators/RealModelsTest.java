package io.tierwise.operators;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierwise.data.Tensor;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.ModelReader;
import io.tierwise.operators.RealModels.Samples;
import io.tierwise.runtime.Optimization;
import io.tierwise.zoo.Zoo;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Execution(ExecutionMode.CONCURRENT)
class RealModelsTest {

    private static final double ONE_POINT = 0.01;
    private static final long SEED = 1;
    private static final int SIDE = 64;

    @TempDir
    Path folder;

    private Context context(List<Map<String, Tensor>> calibration) {
        return new Context(Calibration.of(calibration), Net.criteria(model -> 0), folder);
    }

    private Product apply(String operators, Model model, List<Map<String, Tensor>> calibration) {
        return Composer.apply(Operators.parseSequence(operators), model, context(calibration));
    }

    private static Model shared(String name) {
        return ModelReader.read(RealModels.find("shared/data/models/" + name));
    }

    private static List<Integer> every(int step, int count) {
        return IntStream.range(0, count).mapToObj(i -> i * step).toList();
    }

    @Test
    void quantize_cifarResNet20_losesLessThanAPoint() {
        Samples samples = RealModels.cifar();
        Model model = shared("cifar10-resnet20-dyn.onnx");
        Product quantized = apply("Q(u8s8)", model, samples.inputs(3, 10, 100));
        List<Integer> scored =
                IntStream.range(0, 1000).filter(i -> i % 10 != 3).boxed().toList();
        double drop = samples.score(model, scored)
                - samples.score(quantized.parts().getFirst().model(), scored);
        assertThat(drop).isLessThan(ONE_POINT);
        assertThat(Leftovers.count(quantized.parts().getFirst().model(), folder))
                .isEqualTo(new Leftovers(1, 1));
    }

    @Test
    void quantize_demoClassifier_losesLessThanAPoint() {
        Model model = ModelReader.read(RealModels.find("demo/classifier.onnx"));
        Product quantized = apply(
                "Q(" + ByteProducts.scheme() + ")",
                model,
                RealModels.demoClassifier("calibration").inputs(0, 10, 100));
        Samples evaluation = RealModels.demoClassifier("evaluation");
        double drop = evaluation.score(model, every(1, 3000))
                - evaluation.score(quantized.parts().getFirst().model(), every(1, 3000));
        assertThat(drop).isLessThan(ONE_POINT);
        assertThat(Leftovers.count(quantized.parts().getFirst().model(), folder))
                .isEqualTo(new Leftovers(1, 1));
    }

    @Test
    void quantize_demoSegmentation_losesLessThanAPoint() {
        Model model = ModelReader.read(RealModels.find("demo/segmentation.onnx"));
        Product quantized = apply(
                "Q(" + ByteProducts.scheme() + ")",
                model,
                RealModels.demoSegmentation("calibration").inputs(0, 4, 25));
        Samples evaluation = RealModels.demoSegmentation("evaluation");
        double drop = evaluation.score(model, every(3, 100))
                - evaluation.score(quantized.parts().getFirst().model(), every(3, 100));
        assertThat(drop).isLessThan(ONE_POINT);
        assertThat(Leftovers.count(quantized.parts().getFirst().model(), folder))
                .isEqualTo(new Leftovers(1, 1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mobilenet_v1_0.25_128-dyn-fp32.onnx|resize=146,crop=128,scale=0.0078125,mean=1:1:1,std=1:1:1",
                "tf2_mobilenet_v2_1.0_224-dyn-fp32.onnx|resize=256,crop=224,scale=0.0078125,mean=1:1:1,std=1:1:1"
            })
    void quantize_mobileNet_fuses(String file, String preprocessing) {
        Samples samples = RealModels.imagenet(preprocessing);
        Model model = shared(file);
        Product quantized = apply("Q(u8s8)", model, samples.inputs(0, 1, 41));
        assertThat(Leftovers.count(quantized.parts().getFirst().model(), folder))
                .isEqualTo(new Leftovers(1, 1));
    }

    @Test
    void cut_demoNetworksWhereItCostsLeast_equalTheWhole() {
        Model classifier = ModelReader.read(RealModels.find("demo/classifier.onnx"));
        assertCutsHold(classifier, RealModels.demoClassifier("selection").inputs(0, 100, 3), "P");
        Model segmentation = ModelReader.read(RealModels.find("demo/segmentation.onnx"));
        assertCutsHold(segmentation, RealModels.demoSegmentation("selection").inputs(0, 30, 3), "P");
    }

    private void assertCutsHold(Model model, List<Map<String, Tensor>> inputs, String partition) {
        Product product = apply(partition, model, inputs);
        assertThat(Verification.compare(model, product.parts(), inputs, Optimization.NONE))
                .matches(Verification::exact);
        assertThat(Verification.compare(model, product.parts(), inputs, Optimization.ALL))
                .matches(Verification::holds);
    }

    @ParameterizedTest
    @EnumSource
    void cut_networkOfTheZoo_equalsTheWhole(Zoo network) {
        Model model = ModelReader.read(network.write(folder, SEED, SIDE));
        List<Map<String, Tensor>> inputs = Net.samples(SEED, 1, 1, 3, SIDE, SIDE);
        assertCutsHold(model, inputs, "P(study)");
        Model shorter = apply("E(study)", model, inputs).parts().getFirst().model();
        assertThat(ModelSize.of(shorter).parameters())
                .isLessThan(ModelSize.of(model).parameters());
        assertCutsHold(shorter, inputs, "P(study)");
    }

    @ParameterizedTest
    @EnumSource
    void quantize_networkOfTheZoo_fusesAndCuts(Zoo network) {
        Assumptions.assumeTrue(
                network == Zoo.MOBILENET_V2 || Boolean.getBoolean("tierwise.thorough"), "large networks when thorough");
        Model model = ModelReader.read(network.write(folder, SEED, SIDE));
        List<Map<String, Tensor>> inputs = Net.samples(SEED, 4, 1, 3, SIDE, SIDE);
        Product quantized = apply("Q(u8s8)E(study)", model, inputs);
        assertThat(quantized.accounts().getFirst().quantization().orElseThrow().quantizedNodes())
                .isGreaterThan(50);
        Model whole = quantized.parts().getFirst().model();
        List<Part> parts = apply("P(study)", whole, inputs).parts();
        assertThat(Verification.compare(whole, parts, inputs, Optimization.NONE))
                .matches(Verification::exact);
    }
}
