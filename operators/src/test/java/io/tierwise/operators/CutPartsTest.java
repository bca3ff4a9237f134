package io.tierwise.operators;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierwise.data.Tensor;
import io.tierwise.onnx.Attribute;
import io.tierwise.onnx.Cut;
import io.tierwise.onnx.CutVerdict;
import io.tierwise.onnx.Cuts;
import io.tierwise.onnx.Model;
import io.tierwise.runtime.Optimization;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CutPartsTest {

    private static final int FEW = 30;
    private static final int MANY = 300;

    /// ONNX Runtime 1.29.0 cannot open the whole of this one with all optimizations: its fusion of
    /// reshapes looks for a tensor that it removed.
    private static final long REFUSED_BY_RUNTIME = 254;

    static LongStream seeds() {
        return LongStream.range(0, Boolean.getBoolean("tierwise.thorough") ? MANY : FEW)
                .filter(seed -> seed != REFUSED_BY_RUNTIME);
    }

    /// Each cut alone, and with another behind it: the same bits as the whole.
    @ParameterizedTest
    @MethodSource("seeds")
    void of_anyCutsOfABranchingNetwork_equalTheWhole(long seed) {
        Model model = BranchingNet.of(seed);
        List<Map<String, Tensor>> samples = BranchingNet.samples(model, seed);
        Shapes shapes = Shapes.learn(model, samples.getFirst());
        List<Cut> cuts =
                CutPlaces.of(model, shapes).places().stream().map(CutPlace::cut).toList();
        assertThat(cuts).as("seed %d", seed).isNotEmpty();
        Random random = new Random(seed);
        try (WholeAndParts proof = new WholeAndParts(model, shapes, samples)) {
            for (Cut cut : cuts) {
                proof.assertEqual(List.of(cut), "seed " + seed);
                List<Cut> later = cuts.stream().filter(cut::isBefore).toList();
                if (!later.isEmpty()) {
                    proof.assertExact(List.of(cut, later.get(random.nextInt(later.size()))), "seed " + seed);
                }
            }
        }
    }

    private static List<Part> parts(Model model, Map<String, Tensor> sample, String... named) {
        Shapes shapes = Shapes.learn(model, sample);
        List<Cut> cuts = new NamedCuts(model, shapes)
                .inOrder(List.of(named)).stream().map(CutPlace::cut).toList();
        return CutParts.of(model, shapes, cuts);
    }

    private static void assertExact(Model model, List<Part> parts, Map<String, Tensor> sample) {
        assertThat(Verification.compare(model, parts, List.of(sample), Optimization.NONE))
                .matches(Verification::exact);
    }

    @Test
    void of_tensorThatCrossesTwoCuts_passesThePartBetween() {
        Net net = new Net(7);
        String x = net.relu(net.conv(net.input("input", 1, 3, 8, 8), 3, 8, 3, 1));
        String a = net.relu(net.conv(x, 8, 8, 3, 1));
        String b = net.relu(net.conv(a, 8, 8, 3, 1));
        net.output(net.head(net.add(b, x), 8, 4));
        Map<String, Tensor> sample = Net.samples(7, 1, 1, 3, 8, 8).getFirst();
        List<Part> parts = parts(net.model(), sample, x + "+" + a, b + "+" + x);
        assertThat(parts.get(0).outputs()).containsExactly(x, a);
        assertThat(parts.get(1).inputs()).containsExactly(a);
        assertThat(parts.get(1).outputs()).containsExactly(b);
        assertThat(parts.get(2).inputs()).containsExactlyInAnyOrder(x, b);
        assertExact(net.model(), parts, sample);
    }

    @Test
    void of_inputNeededBehindTheCut_isTakenThereAndNotGivenByTheHead() {
        Net net = new Net(8);
        String input = net.input("input", 1, 8, 8, 8);
        String a = net.relu(net.conv(input, 8, 8, 3, 1));
        net.output(net.head(net.add(a, input), 8, 4));
        Map<String, Tensor> sample = Net.samples(8, 1, 1, 8, 8, 8).getFirst();
        List<Part> parts = parts(net.model(), sample, a + "+input");
        assertThat(parts.get(0).outputs()).containsExactly(a);
        assertThat(parts.get(1).inputs()).containsExactlyInAnyOrder("input", a);
        assertExact(net.model(), parts, sample);
    }

    @Test
    void of_outputMadeBeforeTheCut_isGivenByTheHead() {
        Net net = new Net(9);
        String x = net.relu(net.conv(net.input("input", 1, 3, 8, 8), 3, 8, 3, 1));
        String early = net.head(x, 8, 4);
        String later = net.relu(net.conv(x, 8, 8, 3, 1));
        net.output(net.head(later, 8, 4));
        net.output(early);
        net.output(x);
        Map<String, Tensor> sample = Net.samples(9, 1, 1, 3, 8, 8).getFirst();
        List<Part> parts = parts(net.model(), sample, later);
        assertThat(parts.get(0).outputs()).containsExactly(later, early, x);
        assertThat(parts.get(1).outputs()).hasSize(1);
        assertExact(net.model(), parts, sample);
    }

    @Test
    void of_sizeUsedBehindTheCut_crossesAsAFewIntegersOrIsWorkedOutAgain() {
        Net net = new Net(10);
        String input = net.input("input", 1, 3, 8, 8);
        String size = net.node(
                "Concat",
                List.of(
                        net.node("Gather", net.node("Shape", input), net.longs(0)),
                        net.longs(8),
                        net.node("Gather", net.node("Shape", input), net.longs(2, 3))),
                Map.of("axis", new Attribute.IntValue(0)));
        String small = net.relu(net.conv(input, 3, 8, 3, 2));
        String end = net.node("Resize", List.of(small, "", "", size), Map.of("mode", new Attribute.Text("nearest")));
        net.output(end);
        Model model = net.model();
        Map<String, Tensor> sample = Net.samples(10, 1, 1, 3, 8, 8).getFirst();
        List<Part> integers = parts(model, sample, small + "+" + size);
        assertThat(integers.get(1).inputs()).containsExactlyInAnyOrder(small, size);
        assertExact(model, integers, sample);
        List<Part> again = parts(model, sample, small + "+input");
        assertThat(again.get(1).inputs()).containsExactlyInAnyOrder(small, "input");
        assertExact(model, again, sample);
        CutPlaces places = CutPlaces.of(model, Shapes.learn(model, sample));
        assertThat(places.places())
                .as("the four integers beat the input")
                .anySatisfy(place -> assertThat(place.bytes()).isEqualTo(8 * 4 * 4 * 4 + 4 * 8));
    }

    /// What crosses second must follow from what crosses first.
    @Test
    void isBefore_secondCutCarriesASizeThatTheFirstLeftBehind_isNot() {
        Net net = new Net(11);
        String input = net.input("input", 1, 8, 4, 4);
        String shape = net.node("Shape", input);
        String size = net.node("Gather", shape, net.longs(0, 1, 2, 3));
        String a = net.relu(net.conv(input, 8, 8, 3, 1));
        String b = net.relu(net.conv(a, 8, 8, 3, 1));
        net.output(net.node("Reshape", b, size));
        Model model = net.model();
        Cuts cuts = Cuts.of(
                model,
                CutPlaces.sizes(
                        Shapes.learn(model, Net.samples(1, 1, 1, 8, 4, 4).getFirst())));
        Cut first = ((CutVerdict.Legal) cuts.at(List.of(a, size))).cut();
        assertThat(first.isBefore(((CutVerdict.Legal) cuts.at(List.of(b, shape))).cut()))
                .isFalse();
        assertThat(first.isBefore(((CutVerdict.Legal) cuts.at(List.of(b, size))).cut()))
                .isTrue();
    }
}
