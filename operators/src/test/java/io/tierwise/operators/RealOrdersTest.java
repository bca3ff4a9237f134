package io.tierwise.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tierwise.data.Prediction;
import io.tierwise.data.Task;
import io.tierwise.data.Tensor;
import io.tierwise.onnx.Cut;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.ModelReader;
import io.tierwise.operators.RealModels.Samples;
import io.tierwise.runtime.Optimization;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Trained networks through every order of operators: the demo's always, others where they lie beside
/// the sources. Nothing is drawn at random: samples are taken at fixed places.
@Execution(ExecutionMode.CONCURRENT)
class RealOrdersTest {

    private static final double ONE_POINT = 0.01;

    /// A network and the samples it was trained for.
    enum Network {
        CLASSIFIER("demo/classifier.onnx", () -> RealModels.demoClassifier("selection")),
        SEGMENTATION("demo/segmentation.onnx", () -> RealModels.demoSegmentation("selection")),
        RESNET_20("shared/data/models/cifar10-resnet20-dyn.onnx", RealModels::cifar),
        RESNET_20_BATCH_1("shared/data/models/cifar10-resnet20-b1.onnx", RealModels::cifar),
        RESNET_32("shared/data/models/cifar10-resnet32-dyn.onnx", RealModels::cifar),
        MOBILENET_V1(
                "shared/data/models/mobilenet_v1_0.25_128-dyn-fp32.onnx",
                () -> RealModels.imagenet("resize=146,crop=128,scale=0.0078125,mean=1:1:1,std=1:1:1")),
        MOBILENET_V2(
                "shared/data/models/tf2_mobilenet_v2_1.0_224-dyn-fp32.onnx",
                () -> RealModels.imagenet("resize=256,crop=224,scale=0.0078125,mean=1:1:1,std=1:1:1")),
        DEEPLAB(
                "shared/data/models/deeplabv3_mnv2_dm05_pascal-fp32.onnx",
                () -> RealModels.imagenet("resize=513,crop=513,scale=0.0078125,mean=1:1:1,std=1:1:1")
                        .as(new Task.Segmentation(-1)));

        private final String file;

        @SuppressWarnings("ImmutableEnumChecker") // what opens samples keeps nothing
        private final Supplier<Samples> samples;

        Network(String file, Supplier<Samples> samples) {
            this.file = file;
            this.samples = samples;
        }

        Model model() {
            return ModelReader.read(RealModels.find(file));
        }
    }

    @TempDir
    Path folder;

    private Product apply(String operators, Model model, List<Map<String, Tensor>> calibration) {
        Context context = new Context(Calibration.of(calibration), Criteria.none(), folder);
        return Composer.apply(Operators.parseSequence(operators), model, context);
    }

    static Stream<Arguments> everyNetworkAndOrder() {
        return Stream.of(Network.values()).flatMap(n -> Orders.ALL.stream().map(order -> Arguments.of(n, order)));
    }

    @ParameterizedTest
    @MethodSource("everyNetworkAndOrder")
    void apply_anyOrder_meansWhatItsStepsMean(Network network, String order) {
        Model model = network.model();
        List<Map<String, Tensor>> inputs = network.samples.get().inputs(0, 4, network == Network.DEEPLAB ? 2 : 8);
        List<Map<String, Tensor>> compared = inputs.subList(0, 2);
        if (network == Network.MOBILENET_V1 && order.contains("E")) {
            assertThatThrownBy(() -> apply(order, model, inputs)).hasMessageContaining("no residual block");
            return;
        }
        Product product = apply(order, model, inputs);
        assertThat(product.accounts().getLast().after()).isEqualTo(product.size());
        if (order.endsWith("P(study)")) {
            String before = order.replace("P(study)", "");
            Model whole = before.isEmpty()
                    ? model
                    : apply(before, model, inputs).parts().getFirst().model();
            assertThat(Verification.compare(whole, product.parts(), compared, Optimization.NONE))
                    .matches(Verification::exact);
            Verification optimized = Verification.compare(whole, product.parts(), compared, Optimization.ALL);
            if (order.contains("Q")) {
                assertThat(optimized.outputs().getFirst().relative()).isLessThan(0.1);
            } else {
                assertThat(optimized).matches(Verification::holds);
            }
        }
        try (PartChain chain = PartChain.open(product.parts(), Optimization.ALL)) {
            assertThat(chain.run(compared.getFirst()))
                    .containsKeys(product.parts().getLast().outputs().toArray(String[]::new));
        }
    }

    /// A cut may change a rounding and with it the class of a pixel on the border; of a thousand pixels
    /// one at most, wherever the cut is.
    @ParameterizedTest
    @EnumSource(names = {"SEGMENTATION", "DEEPLAB"})
    void cut_anywhereInSegmentation_keepsTheClassMap(Network network) {
        Samples samples = network.samples.get();
        Model model = network.model();
        List<Integer> scenes = network == Network.DEEPLAB ? List.of(0) : List.of(0, 7, 31);
        Shapes shapes = Shapes.learn(model, samples.inputs(0, 1, 1).getFirst());
        List<CutPlace> places = CutPlaces.of(model, shapes).places();
        assertThat(places).hasSizeGreaterThan(20);
        List<Prediction> whole = samples.predictions(List.of(Part.whole(model)), scenes);
        int step = network == Network.DEEPLAB ? 1 + places.size() / 4 : 1;
        for (int at = 0; at < places.size(); at += step) {
            CutPlace place = places.get(at);
            List<Prediction> parts = samples.predictions(CutParts.of(model, shapes, List.of(place.cut())), scenes);
            for (int scene = 0; scene < scenes.size(); scene++) {
                assertThat(parts.get(scene).agreement(whole.get(scene)))
                        .as("scene %d, cut at %s", scenes.get(scene), place.name())
                        .isGreaterThanOrEqualTo(Verification.EQUAL_SHARE);
            }
        }
    }

    /// Every cut of every network when thorough; else every one of the small networks, and every so
    /// many of the others.
    @ParameterizedTest
    @EnumSource
    void cut_anywhere_equalsTheWhole(Network network) {
        boolean thorough = Boolean.getBoolean("tierwise.thorough");
        Model model = network.model();
        List<Map<String, Tensor>> inputs = network.samples.get().inputs(0, 11, network == Network.DEEPLAB ? 1 : 2);
        Shapes shapes = Shapes.learn(model, inputs.getFirst());
        CutPlaces all = CutPlaces.of(model, shapes);
        List<CutPlace> places = all.places();
        assertThat(all.capped()).isFalse();
        if (network != Network.MOBILENET_V1) {
            assertThat(places.stream().filter(place -> !place.isSingle())).hasSizeGreaterThan(10);
        }
        int most = thorough ? Integer.MAX_VALUE : network == Network.DEEPLAB ? 12 : 250;
        int step = 1 + places.size() / most;
        System.out.printf(
                Locale.ROOT,
                "%s: %d cuts, %d of one tensor; 1 in %d proved%n",
                network,
                places.size(),
                all.singles(),
                step);
        try (WholeAndParts proof = new WholeAndParts(model, shapes, inputs)) {
            for (int at = 0; at < places.size(); at += step) {
                Cut cut = places.get(at).cut();
                if (network == Network.DEEPLAB || network == Network.SEGMENTATION) {
                    proof.assertExact(List.of(cut), network.name());
                } else {
                    proof.assertEqual(List.of(cut), network.name());
                }
            }
        }
    }

    /// Parts of an 8-bit model may differ from its whole by a rounding step that later layers amplify:
    /// so what is promised is measured on the parts, against the float model.
    @ParameterizedTest
    @CsvSource({
        "classifier,Q(u8s8)P(study)",
        "classifier,P(study)Q(u8s8)",
        "segmentation,Q(u8s8)P(study)",
        "segmentation,P(study)Q(u8s8)"
    })
    void cut_quantizedDemo_partsLoseLessThanAPoint(String demo, String order) {
        boolean classifier = demo.equals("classifier");
        Model model = ModelReader.read(RealModels.find("demo/" + demo + ".onnx"));
        Samples calibration =
                classifier ? RealModels.demoClassifier("calibration") : RealModels.demoSegmentation("calibration");
        Samples evaluation =
                classifier ? RealModels.demoClassifier("evaluation") : RealModels.demoSegmentation("evaluation");
        List<Map<String, Tensor>> inputs = calibration.inputs(0, 4, classifier ? 100 : 25);
        List<Integer> scored = IntStream.range(0, classifier ? 3000 : 100)
                .map(i -> classifier ? i : 3 * i)
                .boxed()
                .toList();
        List<Part> parts = apply(order.replace("u8s8", ByteProducts.scheme()), model, inputs)
                .parts();
        List<Part> whole =
                apply("Q(" + ByteProducts.scheme() + ")", model, inputs).parts();
        assertThat(parts).hasSize(2);
        Verification difference =
                Verification.compare(whole.getFirst().model(), parts, evaluation.inputs(0, 10, 10), Optimization.ALL);
        double accuracy = evaluation.score(parts, scored);
        double drop = evaluation.score(model, scored) - accuracy;
        System.out.printf(
                Locale.ROOT,
                "%s %s: parts differ from the 8-bit whole by %.2g of its peak; accuracy of the parts %.4f, drop %.4f%n",
                demo,
                order,
                difference.outputs().getFirst().relative(),
                accuracy,
                drop);
        assertThat(difference.outputs().getFirst().relative()).isLessThan(0.2);
        assertThat(drop).isLessThan(ONE_POINT);
    }
}
