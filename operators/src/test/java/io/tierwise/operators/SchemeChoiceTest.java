package io.tierwise.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tierwise.data.Tensor;
import io.tierwise.onnx.Model;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The choice alone: schemes are marks on a model, and a table says how fast and how wrong each is.
class SchemeChoiceTest {
    private static final String MARK = "scheme";
    private static final Model MODEL = Net.residual(5);
    private static final List<Map<String, Tensor>> SAMPLES = Net.samples(6, 5, 1, 3, 16, 16);

    @TempDir
    Path folder;

    private final Map<Scheme, Double> nanos = new EnumMap<>(Map.of(
            Scheme.FLOAT, 100.0,
            Scheme.U8S8, 50.0,
            Scheme.S8S8, 70.0,
            Scheme.U8U8, 80.0,
            Scheme.U8S7, 52.0,
            Scheme.FP16, 120.0,
            Scheme.WEIGHTS, 100.0));
    private final Map<Scheme, Double> losses = new EnumMap<>(Scheme.class);
    private final List<Scheme> asked = new ArrayList<>();

    private static Scheme mark(Model model) {
        String mark = model.metadata().getOrDefault(MARK, Scheme.FLOAT.text());
        return List.of(Scheme.values()).stream()
                .filter(scheme -> scheme.text().equals(mark))
                .findFirst()
                .orElseThrow();
    }

    private static PartQuantization.Result marked(
            Quantize quantize, List<Part> parts, Set<Integer> which, Context context) {
        List<Part> made = new ArrayList<>(parts);
        for (int part : which) {
            Model model = parts.get(part).model();
            Map<String, String> metadata = Map.of(MARK, quantize.scheme().text());
            made.set(
                    part,
                    Part.whole(
                            new Model(model.irVersion(), model.opsets(), metadata, model.producer(), model.graph())));
        }
        ModelSize size = new ModelSize(1, 1, 1);
        return new PartQuantization.Result(made, Account.of(quantize, "marks the model", size, size));
    }

    private double nanosOf(Model model) {
        return nanos.getOrDefault(mark(model), Double.NaN);
    }

    private Pace pace() {
        return (model, inputs) -> nanosOf(model);
    }

    private Loss loss() {
        return model -> {
            asked.add(mark(model));
            return losses.getOrDefault(mark(model), 0.1);
        };
    }

    private SchemeChoice.Chosen choose(Criteria criteria) {
        var request = new SchemeChoice.Request(new Quantize(), List.of(Part.whole(MODEL)), Set.of(0));
        var context = new Context(Calibration.of(SAMPLES), criteria, folder);
        return SchemeChoice.choose(request, context, SchemeChoiceTest::marked);
    }

    private SchemeChoice.Chosen choose() {
        return choose(Criteria.none().withPace(pace()).withLoss(loss()));
    }

    private static SchemeTrial trial(SchemeChoice.Chosen chosen, Scheme scheme) {
        return chosen.probe().trials().stream()
                .filter(trial -> trial.scheme() == scheme)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void choose_u8s8Fastest_isTakenAndEveryCandidateIsNamed() {
        SchemeChoice.Chosen chosen = choose();
        assertThat(chosen.quantize()).isEqualTo(new Quantize(Scheme.U8S8));
        assertThat(mark(chosen.result().orElseThrow().parts().getFirst().model()))
                .isEqualTo(Scheme.U8S8);
        assertThat(chosen.probe().trials())
                .extracting(SchemeTrial::scheme)
                .containsExactlyInAnyOrder(
                        Scheme.FLOAT, Scheme.U8S8, Scheme.S8S8, Scheme.U8U8, Scheme.U8S7, Scheme.FP16, Scheme.WEIGHTS);
        assertThat(chosen.probe().trials()).filteredOn(SchemeTrial::taken).hasSize(1);
        assertThat(chosen.probe().stretch()).isEqualTo("the whole model");
        assertThat(chosen.probe().share()).isEqualTo(1);
        assertThat(String.join("\n", chosen.probe().lines()))
                .contains("u8s8 was chosen", "100 % of its time", "s8s8: 0.000 ms", "dynamic was not tried");
    }

    @Test
    void choose_s8s8Fastest_isTaken() {
        nanos.put(Scheme.S8S8, 40.0);
        assertThat(choose().quantize().scheme()).isEqualTo(Scheme.S8S8);
    }

    @Test
    void choose_anotherLessThanFivePercentFaster_u8s8IsPreferred() {
        nanos.put(Scheme.U8U8, 48.0);
        SchemeChoice.Chosen chosen = choose();
        assertThat(chosen.quantize().scheme()).isEqualTo(Scheme.U8S8);
        assertThat(trial(chosen, Scheme.U8U8).verdict()).contains("preferred");
    }

    @Test
    void choose_anotherFivePercentFaster_isTaken() {
        nanos.put(Scheme.U8U8, 47.4);
        assertThat(choose().quantize().scheme()).isEqualTo(Scheme.U8U8);
    }

    @Test
    void choose_sevenBitsFasterOnTheSameKernels_u8s8IsPreferred() {
        nanos.put(Scheme.U8S7, 40.0);
        assertThat(choose().quantize().scheme()).isEqualTo(Scheme.U8S8);
    }

    @Test
    void choose_fastestLosesTooMuch_nextIsTaken() {
        losses.put(Scheme.U8S8, 0.1101);
        losses.put(Scheme.U8S7, 0.1099);
        SchemeChoice.Chosen chosen = choose();
        assertThat(chosen.quantize().scheme()).isEqualTo(Scheme.U8S7);
        assertThat(trial(chosen, Scheme.U8S8).loss()).hasValue(0.1101);
        assertThat(trial(chosen, Scheme.U8S8).verdict()).contains("loses more", "0.1100");
        assertThat(asked).containsExactly(Scheme.FLOAT, Scheme.U8S8, Scheme.U8S7);
    }

    @Test
    void choose_wideTolerance_isTheOneThatCounts() {
        losses.put(Scheme.U8S8, 0.15);
        Criteria criteria = Criteria.none().withPace(pace()).withLoss(loss()).withTolerance(Tolerance.points(0.06));
        assertThat(choose(criteria).quantize().scheme()).isEqualTo(Scheme.U8S8);
    }

    @Test
    void choose_noneFasterThanFloat_quantizesWeightsAlone() {
        for (Scheme scheme : List.of(Scheme.U8S8, Scheme.S8S8, Scheme.U8U8, Scheme.U8S7)) {
            nanos.put(scheme, 97.0);
        }
        SchemeChoice.Chosen chosen = choose();
        assertThat(chosen.quantize().scheme()).isEqualTo(Scheme.WEIGHTS);
        assertThat(trial(chosen, Scheme.U8S8).verdict()).contains("not faster");
    }

    @Test
    void choose_everythingSlowerThanFloat_leavesTheModel() {
        nanos.replaceAll((scheme, time) -> scheme == Scheme.FLOAT ? time : 130.0);
        SchemeChoice.Chosen chosen = choose();
        assertThat(chosen.quantize().scheme()).isEqualTo(Scheme.FLOAT);
        assertThat(chosen.result()).isEmpty();
        assertThat(trial(chosen, Scheme.FLOAT).taken()).isTrue();
        assertThat(trial(chosen, Scheme.WEIGHTS).verdict()).contains("slower than the model as it is");
    }

    @Test
    void choose_candidateThatDoesNotRun_isPassedOverWithItsReason() {
        Pace refusing = (model, inputs) -> {
            if (mark(model) == Scheme.U8S8) {
                throw new OperatorException("the tier is too small for it");
            }
            return nanosOf(model);
        };
        SchemeChoice.Chosen chosen = choose(Criteria.none().withPace(refusing).withLoss(loss()));
        assertThat(chosen.quantize().scheme()).isEqualTo(Scheme.U8S7);
        assertThat(trial(chosen, Scheme.U8S8).verdict()).contains("does not run", "too small for it");
    }

    @Test
    void choose_samplesThatNoSchemeCanUse_isTheirFault() {
        float[] values = new float[3 * 16 * 16];
        values[7] = Float.NaN;
        for (int bad : List.of(1, 4)) {
            List<Map<String, Tensor>> samples = new ArrayList<>(SAMPLES);
            samples.set(bad, Map.of("input", Tensor.ofFloats(values, 1, 3, 16, 16)));
            var context = new Context(Calibration.of(samples), Net.criteria(model -> 0), folder);
            assertThatThrownBy(() -> Composer.apply(List.of(new Quantize()), MODEL, context))
                    .isInstanceOf(OperatorException.class)
                    .hasMessageContaining("NaN");
        }
    }

    @Test
    void choose_noSelectionSamples_saysThatAccuracyDidNotCount() {
        SchemeChoice.Chosen chosen = choose(Criteria.none().withPace(pace()));
        assertThat(chosen.quantize().scheme()).isEqualTo(Scheme.U8S8);
        assertThat(chosen.probe().notes()).anyMatch(note -> note.contains("accuracy did not count"));
    }

    @Test
    void choose_noisyPace_goesByTheMedian() {
        int[] calls = {0};
        Pace noisy = (model, inputs) -> nanosOf(model) * (calls[0]++ < 6 ? 10 : 1);
        assertThat(choose(Criteria.none().withPace(noisy)).quantize().scheme()).isEqualTo(Scheme.U8S8);
    }

    @Test
    void choose_modelQuantizedBefore_isRefused() {
        var context = new Context(Calibration.of(SAMPLES), Net.criteria(model -> 0), folder);
        Model quantized = Composer.apply(List.of(new Quantize(Scheme.U8S8)), MODEL, context)
                .parts()
                .getFirst()
                .model();
        assertThatThrownBy(() -> Composer.apply(List.of(new Quantize()), quantized, context))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("quantized already");
    }

    @Test
    void choose_matrixProductsDominate_triesDynamic() {
        Net net = new Net(9);
        String x = net.node("Flatten", net.input("input", 1, 3, 16, 16));
        net.output(net.gemm(net.gemm(net.gemm(x, 768, 768), 768, 768), 768, 10));
        nanos.put(Scheme.DYNAMIC, 30.0);
        var request = new SchemeChoice.Request(new Quantize(), List.of(Part.whole(net.model())), Set.of(0));
        var context = new Context(
                Calibration.of(SAMPLES), Criteria.none().withPace(pace()).withLoss(loss()), folder);
        assertThat(SchemeChoice.choose(request, context, SchemeChoiceTest::marked)
                        .quantize()
                        .scheme())
                .isEqualTo(Scheme.DYNAMIC);
    }

    @Test
    void choose_rejectedCandidates_leaveNoFiles() {
        Pace slow = (model, inputs) -> Nodes.count(model, "DequantizeLinear") + Nodes.count(model, "Cast") > 0 ? 2 : 1;
        Context context = new Context(
                Calibration.of(SAMPLES), Criteria.none().withPace(slow).withLoss(model -> 0), folder);
        Product product = Composer.apply(List.of(new Quantize()), MODEL, context);
        assertThat(product.resolved()).containsExactly(new Quantize(Scheme.FLOAT));
        assertThat(product.accounts().getFirst().quantization()).contains(QuantizationAccount.untouched());
        assertThat(product.parts().getFirst().model().graph().weights())
                .isEqualTo(MODEL.graph().weights());
        assertThat(folder).isEmptyDirectory();
    }
}
