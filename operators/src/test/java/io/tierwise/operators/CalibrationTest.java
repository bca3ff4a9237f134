package io.tierwise.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tierwise.data.Tensor;
import io.tierwise.onnx.Model;
import io.tierwise.runtime.Optimization;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Ranges learnt by running a model, whatever its samples are like.
class CalibrationTest {

    private static final List<Map<String, Tensor>> IMAGES = Net.samples(3, 12, 1, 3, 16, 16);

    @TempDir
    Path folder;

    private Product quantize(Model model, Calibrator calibrator, List<Map<String, Tensor>> samples) {
        Quantize request = new Quantize(Scheme.U8S8, calibrator, Set.of());
        return Composer.apply(
                List.of(request), model, new Context(Calibration.of(samples), Net.criteria(m -> 0), folder));
    }

    private static Calibrator calibrator(String text) {
        return Calibrator.parse(text).orElseThrow();
    }

    private static QuantizationAccount account(Product product) {
        return product.accounts().getFirst().quantization().orElseThrow();
    }

    private static double difference(Model model, Product product, List<Map<String, Tensor>> samples) {
        return Verification.compare(model, product.parts(), samples, Optimization.ALL).outputs().stream()
                .mapToDouble(Verification.Difference::relative)
                .max()
                .orElseThrow();
    }

    /// Every run's inputs lie in the same tensor.
    private static Calibration overwriting(List<Map<String, Tensor>> samples) {
        return () -> {
            Tensor room = input(samples.getFirst()).copy();
            return samples.stream()
                    .map(sample -> {
                        room.bytes().put(input(sample).bytes());
                        return Map.of("input", room);
                    })
                    .iterator();
        };
    }

    private static Tensor input(Map<String, Tensor> sample) {
        return Optional.ofNullable(sample.get("input")).orElseThrow();
    }

    @Test
    void learning_fromTensorsThatAreOverwritten_givesTheSame() {
        Model model = Net.residual(1);
        Context context = new Context(overwriting(IMAGES), Net.criteria(m -> 0), folder);
        Product product = Composer.apply(List.of(new Quantize(Scheme.U8S8)), model, context);
        assertThat(account(product).ranges())
                .isEqualTo(account(quantize(model, new Calibrator.MinMax(), IMAGES))
                        .ranges());

        assertThat(OutputNoise.against(model, context.calibration(), 1).decibels(model))
                .as("noise of a model against itself, dB")
                .isEqualTo(200);

        List<Map<String, Tensor>> probed =
                ProbeTarget.of(List.of(Part.whole(model)), Set.of(0), context).inputs();
        assertThat(probed).isEqualTo(IMAGES.subList(0, probed.size())).hasSizeGreaterThan(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"minmax", "average", "percentile", "entropy", "mse"})
    void quantize_anyCalibrator_staysNearTheModel(String text) {
        Model model = Net.residual(1);
        Product product = quantize(model, calibrator(text), IMAGES);
        assertThat(account(product).floatNodes()).isEmpty();
        assertThat(difference(model, product, IMAGES)).isLessThan(0.25);
    }

    @ParameterizedTest
    @ValueSource(strings = {"percentile", "entropy", "mse"})
    void quantize_clippingCalibrator_staysWithinTheExtremes(String text) {
        Model model = Net.residual(2);
        Map<String, Range> widest =
                account(quantize(model, calibrator("minmax"), IMAGES)).ranges().ranges();
        Map<String, Range> chosen =
                account(quantize(model, calibrator(text), IMAGES)).ranges().ranges();
        assertThat(chosen.keySet()).containsExactlyElementsOf(widest.keySet());
        chosen.forEach((tensor, range) ->
                assertThat(range.with(widest.getOrDefault(tensor, range))).isEqualTo(widest.get(tensor)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"minmax", "entropy"})
    void quantize_nanActivation_staysFloatWithTheReason(String text) {
        Net net = new Net(15);
        String x = net.conv(net.input("input", 1, 3, 16, 16), 3, 8, 3, 1);
        net.output(net.conv(net.node("Sqrt", x), 8, 4, 1, 1));
        Product product = quantize(net.model(), calibrator(text), IMAGES);
        assertThat(account(product).floatNodes())
                .extracting(FloatNode::reason)
                .anyMatch(reason -> reason.contains("'sqrt_4' is not finite on calibration sample 1"));
        assertThat(account(product).ranges().unfit()).containsKey("sqrt_4");
    }

    @Test
    void quantize_laterSampleOfAnotherSize_namesSampleInputAndSizes() {
        List<Map<String, Tensor>> samples = new ArrayList<>(IMAGES);
        samples.set(4, Net.samples(1, 1, 1, 3, 8, 8).getFirst());
        assertThatThrownBy(() -> quantize(Net.residual(1), calibrator("entropy"), samples))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("calibration sample 5 does not fit")
                .hasMessageContaining("'input' is FLOAT[1, 3, 8, 8], expected FLOAT[1, 3, 16, 16]");
    }

    @Test
    void quantize_firstSampleOfAnotherType_namesSampleInputAndTypes() {
        Tensor bytes = Tensor.ofLongs(new long[3 * 16 * 16], 1, 3, 16, 16);
        assertThatThrownBy(() -> quantize(Net.residual(1), calibrator("mse"), List.of(Map.of("input", bytes))))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("calibration sample 1 does not fit")
                .hasMessageContaining("INT64");
    }

    @ParameterizedTest
    @ValueSource(strings = {"minmax", "percentile", "entropy", "mse"})
    void quantize_samplesOfManySizes_learnsFromAll(String text) {
        Net net = new Net(4);
        net.output(net.head(net.relu(net.conv(net.input("input", -1, 3, -1, -1), 3, 8, 3, 1)), 8, 4));
        List<Map<String, Tensor>> samples = new ArrayList<>();
        for (int side : new int[] {16, 24, 8, 16}) {
            samples.addAll(Net.samples(side, 2, 1, 3, side, side));
        }
        Product product = quantize(net.model(), calibrator(text), samples);
        assertThat(account(product).calibrationSamples()).isEqualTo(8);
        assertThat(account(product).floatNodes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"minmax", "average", "percentile", "entropy", "mse"})
    void quantize_zeroOrConstantSamples_runs(String text) {
        Model model = Net.residual(3);
        for (float value : new float[] {0, 0.5f}) {
            float[] values = new float[3 * 16 * 16];
            Arrays.fill(values, value);
            List<Map<String, Tensor>> samples = List.of(Map.of("input", Tensor.ofFloats(values, 1, 3, 16, 16)));
            assertThat(difference(model, quantize(model, calibrator(text), samples), samples))
                    .as(text + " of " + value)
                    .isLessThan(0.25);
        }
    }

    @Test
    void measure_valuesOfALargeTensor_areThinnedAndExtremesExact() {
        Net net = new Net(1);
        String input = net.input("input", 1, 64, 800, 800);
        net.output(net.relu(input));
        Model model = net.model();
        List<Map<String, Tensor>> samples = Net.samples(5, 1, 1, 64, 800, 800);
        Map<String, Long> elements = new HashMap<>();
        elements.put("input", 64L * 800 * 800);
        ObservedModel observed = ObservedModel.of(model, elements, true);
        assertThat(observed.room().get("tierwise.values.input"))
                .satisfies(values -> assertThat(values.elements()).isLessThanOrEqualTo(ObservedModel.MOST_VALUES));
        Calibration calibration = Calibration.of(samples);
        Range all = range(CalibratedRanges.measure(model, elements, calibrator("minmax"), calibration, 1));
        Range most = range(CalibratedRanges.measure(model, elements, calibrator("percentile=100"), calibration, 1));
        Range tail = range(CalibratedRanges.measure(model, elements, calibrator("percentile=99"), calibration, 1));
        assertThat(most).isEqualTo(all);
        // The normal distribution's quantile: scipy.stats.norm.ppf(0.995)
        assertThat(tail.high()).isCloseTo(2.5758293f, within(0.01f));
    }

    private static Range range(CalibratedRanges found) {
        return found.ranges().values().iterator().next();
    }

    private static CalibratedRanges without(CalibratedRanges ranges, String tensor) {
        Map<String, Range> fewer = new LinkedHashMap<>(ranges.ranges());
        fewer.remove(tensor);
        return new CalibratedRanges(fewer, ranges.unfit(), ranges.samples());
    }

    @Test
    void quantize_givenRanges_makesTheSameModel() {
        Model model = Net.residual(1);
        Product learnt = quantize(model, calibrator("mse"), IMAGES);
        Calibrator given = new Calibrator.Given("ranges.json", account(learnt).ranges());
        Product again = quantize(model, given, IMAGES.subList(0, 1));
        assertThat(account(again).calibrationSamples()).isEqualTo(12);
        assertThat(again.accounts().getFirst().lines()).first().asString().contains("as given, from 12");
        assertThat(Verification.compare(learnt.parts().getFirst().model(), again.parts(), IMAGES, Optimization.ALL)
                        .exact())
                .isTrue();
    }

    @Test
    void quantize_givenRangesThatLackATensor_namesIt() {
        CalibratedRanges ranges =
                account(quantize(Net.residual(1), calibrator("minmax"), IMAGES)).ranges();
        Calibrator given = new Calibrator.Given("ranges.json", without(ranges, "input"));
        assertThatThrownBy(() -> quantize(Net.residual(1), given, IMAGES))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("ranges.json has no range of tensor 'input'");
    }

    @Test
    void quantize_givenRangesOfUnknownTensor_namesTheNearest() {
        CalibratedRanges ranges =
                account(quantize(Net.residual(1), calibrator("minmax"), IMAGES)).ranges();
        Map<String, Range> more = new LinkedHashMap<>(ranges.ranges());
        more.put("inputt", new Range(0, 1));
        Calibrator given = new Calibrator.Given("ranges.json", new CalibratedRanges(more, Map.of(), 12));
        assertThatThrownBy(() -> quantize(Net.residual(1), given, IMAGES))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("'inputt'")
                .hasMessageContaining("did you mean 'input'?");
    }

    @Test
    void parse_rangesOfAFile_saysWhereThatIsPossible() {
        assertThatThrownBy(() -> Operators.parse("Q(u8s8,ranges=a.json)"))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("--ranges FILE");
    }
}
