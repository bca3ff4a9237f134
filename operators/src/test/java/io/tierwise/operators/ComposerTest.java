package io.tierwise.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tierwise.data.Tensor;
import io.tierwise.onnx.DataType;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.Weight;
import io.tierwise.runtime.Optimization;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ComposerTest {

    private static final List<Map<String, Tensor>> IMAGES = Net.samples(4, 6, 1, 3, 16, 16);
    private static final Model MODEL = Net.residual(2);

    @TempDir
    Path folder;

    private Context context() {
        return new Context(Calibration.of(IMAGES), Net.criteria(this::loss), folder);
    }

    /// How often the answer differs from the untouched model's.
    private double loss(Model changed) {
        Verification verification = Verification.compare(MODEL, List.of(Part.whole(changed)), IMAGES, Optimization.ALL);
        return verification.outputs().getFirst().relative();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "I",
                "Q",
                "E",
                "E(study)",
                "P",
                "P(study)",
                "QE",
                "EQ",
                "QP",
                "PQ",
                "EP",
                "QEP",
                "EQP",
                "EPQ",
                "QE(study)P(study)",
                "E(study)P(study)Q"
            })
    void apply_composition_runsAndIsAccountedFor(String text) {
        List<Operator> operators = Operators.parseSequence(text);
        Product product = Composer.apply(operators, MODEL, context());
        boolean cut = text.contains("P");
        assertThat(product.parts()).hasSize(cut ? 2 : 1);
        assertThat(product.accounts()).hasSize(operators.size());
        assertThat(product.resolved()).hasSameSizeAs(operators);
        try (PartChain chain = PartChain.open(product.parts(), Optimization.ALL)) {
            float[] answer =
                    List.copyOf(chain.run(IMAGES.getFirst()).values()).getLast().toFloats();
            assertThat(answer).hasSize(10).doesNotContain(Float.NaN);
        }
    }

    @ParameterizedTest
    @CsvSource({"P,2", "P(study),2", "P,3", "P(study),3", "QP,2", "QP(study),3", "EP,3", "QEP,2"})
    void apply_partition_equalsTheWholeBitForBit(String text, int parts) {
        List<Operator> operators = Operators.parseSequence(text);
        Product cut = Composer.apply(Composer.Request.of(operators, parts), Uncut.of(MODEL), context());
        List<Operator> before = operators.subList(0, operators.size() - 1);
        Model whole = before.isEmpty()
                ? MODEL
                : Composer.apply(before, MODEL, context()).parts().getFirst().model();
        assertThat(cut.parts()).hasSize(parts);
        assertThat(Verification.compare(whole, cut.parts(), IMAGES, Optimization.NONE))
                .matches(Verification::exact);
        if (!text.contains("Q")) {
            assertThat(Verification.compare(whole, cut.parts(), IMAGES, Optimization.ALL))
                    .matches(Verification::holds);
        }
    }

    @Test
    void apply_partitionOfQuantized_carriesBytesAndStillFuses() {
        Product product = Composer.apply(Operators.parseSequence("QP(study)"), MODEL, context());
        String crossing = product.parts().getFirst().outputs().getFirst();
        assertThat(crossing).endsWith(".u8");
        assertThat(Leftovers.count(product.parts().get(0).model(), folder)).isEqualTo(new Leftovers(1, 0));
        assertThat(Leftovers.count(product.parts().get(1).model(), folder)).isEqualTo(new Leftovers(0, 1));
    }

    @Test
    void apply_partitionNamedByFloatTensorOfQuantized_cutsAtItsBytes() {
        Product study = Composer.apply(Operators.parseSequence("P(study)"), MODEL, context());
        String tensor = study.accounts().getFirst().cuts().getFirst().name();
        Product product = Composer.apply(List.of(new Quantize(), Partition.at(tensor)), MODEL, context());
        assertThat(product.resolved().getLast()).isEqualTo(Partition.at(tensor + ".u8"));
        assertThat(product.accounts().getLast().cuts().getFirst().bytes())
                .isEqualTo(study.accounts().getFirst().cuts().getFirst().bytes() / 4);
    }

    @Test
    void apply_onePartQuantized_leavesTheOtherAlone() {
        Composer.Request request =
                new Composer.Request(Operators.parseSequence("P(study)"), List.of(List.of(new Quantize()), List.of()));
        Product product = Composer.apply(request, Uncut.of(MODEL), context());
        assertThat(Nodes.count(product.parts().get(0).model(), "QuantizeLinear"))
                .isPositive();
        assertThat(Nodes.count(product.parts().get(1).model(), "QuantizeLinear"))
                .isZero();
        Verification verification = Verification.compare(MODEL, product.parts(), IMAGES, Optimization.ALL);
        assertThat(verification.outputs().getFirst().relative()).isBetween(1e-6, 0.1);
    }

    @Test
    void apply_quantizedBehindACodec_learnsRangesOfWhatArrives() {
        Product study = Composer.apply(Operators.parseSequence("P(study)"), MODEL, context());
        String tensor = study.accounts().getFirst().cuts().getFirst().name();
        List<Weight> plain = scalesBehind("P(" + tensor + ")Q(u8s8)");
        assertThat(scalesBehind("P(" + tensor + ",fp32-lz4)Q(u8s8)")).isEqualTo(plain);
        assertThat(scalesBehind("P(" + tensor + ",u8)Q(u8s8)"))
                .hasSameSizeAs(plain)
                .isNotEqualTo(plain);
    }

    private List<Weight> scalesBehind(String operators) {
        Product product = Composer.apply(Operators.parseSequence(operators), MODEL, context());
        return product.parts().getLast().model().graph().initializers().values().stream()
                .filter(weight ->
                        weight.type() == DataType.FLOAT && weight.shape().isEmpty())
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "QQ|2|applies Q twice",
                "QI|1|stands alone",
                "PE|2|write E before P",
                "P(a,b)|2|names 2 tensors",
                "Q|2|add P",
                "P|1|needs 2 to 3 places"
            })
    void request_nonsense_isRefused(String text, int parts, String message) {
        assertThatThrownBy(() -> Composer.Request.of(Operators.parseSequence(text), parts))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining(message);
    }

    @Test
    void request_partOperatorsThatMakeNoSense_areRefused() {
        List<Operator> cut = Operators.parseSequence("QP");
        assertThatThrownBy(() -> new Composer.Request(cut, List.of(List.of(new Quantize()), List.of())))
                .hasMessageContaining("quantized already");
        assertThatThrownBy(() -> new Composer.Request(cut, List.of(List.of(new EarlyExit()), List.of())))
                .hasMessageContaining("before the '@'");
    }

    @Test
    void apply_cutWhereTwoTensorsCross_namesLegalCuts() {
        String inside = MODEL.graph().nodes().get(3).outputs().getFirst();
        assertThatThrownBy(() -> Composer.apply(List.of(Partition.at(inside)), MODEL, context()))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining(inside)
                .hasMessageContaining("the nearest legal cuts are");
    }

    @Test
    void apply_cutsInWrongOrder_isRefused() {
        Shapes shapes = Shapes.learn(MODEL, IMAGES.getFirst());
        List<CutPlace> places = CutPlaces.of(MODEL, shapes).places();
        Partition backwards =
                Partition.at(places.getLast().name(), places.getFirst().name());
        assertThatThrownBy(() -> Composer.apply(List.of(backwards), MODEL, context()))
                .hasMessageContaining("comes before");
    }

    @Test
    void apply_choiceWithoutGrounds_saysWhatToGive() {
        Context bare = new Context(Calibration.of(IMAGES), Criteria.none(), folder);
        assertThatThrownBy(() -> Composer.apply(Operators.parseSequence("E"), MODEL, bare))
                .hasMessageContaining("E(study)");
        assertThatThrownBy(() -> Composer.apply(Operators.parseSequence("P"), MODEL, bare))
                .hasMessageContaining("P(study)");
        assertThatThrownBy(() -> Composer.apply(Operators.parseSequence("Q"), MODEL, bare))
                .hasMessageContaining("Q(u8s8)");
        assertThat(Composer.apply(Operators.parseSequence("Q(u8s8)E(study)P(study)"), MODEL, bare)
                        .parts())
                .hasSize(2);
    }

    @Test
    void account_asMap_holdsWhatChanged() {
        Product product = Composer.apply(Operators.parseSequence("QE(study)P"), MODEL, context());
        assertThat(product.accounts().get(0).toMap())
                .containsKeys("operator", "change", "before", "after", "quantization");
        assertThat((List<?>) product.accounts().get(1).toMap().get("skippedBlocks"))
                .hasSize(2);
        assertThat((List<?>) product.accounts().get(2).toMap().get("cuts")).hasSize(1);
        assertThat(product.accounts().get(2).lines().getFirst())
                .startsWith("P(")
                .contains("cuts the model at");
    }
}
