package io.tierwise.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tierwise.data.Tensor;
import io.tierwise.onnx.Attribute;
import io.tierwise.onnx.DataType;
import io.tierwise.onnx.Graph;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.Node;
import io.tierwise.onnx.ValueInfo;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NamedCutsTest {

    private static final Map<String, Tensor> SAMPLE =
            Net.samples(1, 1, 1, 8, 4, 4).getFirst();

    private static Node relu(String from, String to) {
        return new Node(to, "Relu", "", List.of(from), List.of(to), Map.of());
    }

    private static Node add(String a, String b, String to) {
        return new Node(to, "Add", "", List.of(a, b), List.of(to), Map.of());
    }

    private static Model model(Node... nodes) {
        Graph graph = new Graph(
                "named",
                List.of(nodes),
                List.of(ValueInfo.of("input", DataType.FLOAT, 1, 8, 4, 4)),
                List.of(ValueInfo.unknown("end")),
                Map.of(),
                Map.of());
        return new Model(8, Map.of("", 13L), Map.of(), "", graph);
    }

    /// A stem, a residual block of two nodes, a tail.
    private static Model residual() {
        return model(
                relu("input", "stem"),
                relu("stem", "first"),
                relu("first", "second"),
                add("second", "stem", "sum"),
                relu("sum", "late"),
                relu("late", "end"));
    }

    private static List<CutPlace> places(Model model, String... texts) {
        return new NamedCuts(model, Shapes.learn(model, SAMPLE)).inOrder(List.of(texts));
    }

    private static void assertRefused(Model model, List<String> texts, String... words) {
        assertThatThrownBy(() -> places(model, texts.toArray(String[]::new)))
                .isInstanceOf(OperatorException.class)
                .hasMessageContainingAll(words);
    }

    @Test
    void inOrder_severalTensors_areReadInAnyOrderAndNamedInTheModels() {
        List<CutPlace> places = places(residual(), "first+stem", "late");
        assertThat(places).extracting(CutPlace::name).containsExactly("stem+first", "late");
        assertThat(places.getFirst().bytes()).isEqualTo(2 * 8 * 4 * 4 * 4);
        assertThat(places(residual(), " first + stem ")).hasSize(1);
    }

    @Test
    void inOrder_nameThatHoldsThePlus_isFound() {
        Model model = model(
                relu("input", "a+b"), relu("a+b", "a"), relu("a", "b"), add("b", "a+b", "sum"), relu("sum", "end"));
        assertThat(places(model, "a+b").getFirst().tensors()).containsExactly("a+b");
        assertThat(places(model, "a+a+b").getFirst().tensors()).containsExactly("a+b", "a");
    }

    @Test
    void inOrder_otherTensorPassesBy_namesItAndTheNearestLegalCuts() {
        assertRefused(
                residual(), List.of("first"), "cannot be cut at 'first'", "'stem' passes it by", "stem+first", "sum");
    }

    @Test
    void inOrder_needlessTensor_isNamed() {
        assertRefused(residual(), List.of("late+sum"), "'sum' is not needed behind", "nearest legal cuts are late");
    }

    @Test
    void inOrder_unknownName_namesTheNearest() {
        assertRefused(residual(), List.of("frist+stem"), "no tensor has the name 'frist'", "did you mean 'first'?");
    }

    @Test
    void inOrder_codecMistyped_namesTheNearest() {
        assertRefused(residual(), List.of("stem", "fp61"), "'fp61', and no codec; did you mean 'fp16'?");
    }

    @Test
    void inOrder_inputOfTheModel_hasNothingBefore() {
        assertRefused(residual(), List.of("input"), "nothing lies before it");
    }

    @Test
    void inOrder_fiveTensors_areTooMany() {
        assertRefused(residual(), List.of("stem+first+second+sum+late"), "5 tensors are more than the 4");
    }

    @Test
    void inOrder_wrongOrder_saysWhichComesFirst() {
        assertRefused(residual(), List.of("late", "stem+second"), "'stem+second' comes before 'late'");
    }

    @Test
    void inOrder_sideBySide_isRefused() {
        Model model = model(
                relu("input", "x"),
                relu("x", "left"),
                relu("x", "right"),
                add("left", "right", "sum"),
                relu("sum", "end"));
        assertRefused(model, List.of("x+left", "x+right"), "do not lie one behind the other");
    }

    @Test
    void inOrder_modelWithoutACut_saysSo() {
        Model model = model(add("input", "input", "end"));
        assertRefused(model, List.of("end"), "'end'", "no single tensor divides this model");
    }

    @Test
    void inOrder_constant_isTheSameInEveryRun() {
        Net net = new Net(3);
        String weight = net.weight(1, 1, 8, 4, 4);
        String x = net.relu(net.input("input", 1, 8, 4, 4));
        net.output(net.relu(net.add(x, weight)));
        assertRefused(net.model(), List.of(weight), "is the same in every run");
    }

    /// Sequences are nothing that links carry.
    @Test
    void inOrder_sequence_cannotBeCarried() {
        Net net = new Net(4);
        String x = net.relu(net.input("input", 1, 8, 4, 4));
        String sequence = net.node("SequenceConstruct", x, net.relu(x));
        net.output(net.node("ConcatFromSequence", List.of(sequence), Map.of("axis", new Attribute.IntValue(1))));
        assertRefused(net.model(), List.of(sequence), "no tensor of numbers");
    }
}
