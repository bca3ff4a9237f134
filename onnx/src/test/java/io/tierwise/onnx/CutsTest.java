package io.tierwise.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CutsTest {

    /// The definition, tensor by tensor: the outputs can be computed from the tensor and weights alone,
    /// and not without it; and it is neither an input nor an output.
    private static List<String> byDefinition(Model model) {
        GraphIndex index = GraphIndex.of(model.graph());
        List<String> cuts = new ArrayList<>();
        for (Node node : index.order()) {
            for (String tensor : node.outputs()) {
                if (index.isLive(tensor)
                        && !index.isOutput(tensor)
                        && reaches(index, Set.of(), tensor)
                        && !reachesInput(index, Set.of(tensor))) {
                    cuts.add(tensor);
                }
            }
        }
        return cuts;
    }

    private static boolean reaches(GraphIndex index, Set<String> stops, String tensor) {
        return walked(index, stops).contains(tensor);
    }

    private static boolean reachesInput(GraphIndex index, Set<String> stops) {
        Set<String> walked = walked(index, stops);
        return index.graph().givenInputs().stream().anyMatch(input -> walked.contains(input.name()));
    }

    private static Set<String> walked(GraphIndex index, Set<String> stops) {
        Set<String> seen = new HashSet<>();
        List<String> open = new ArrayList<>();
        index.graph().outputs().forEach(output -> open.add(output.name()));
        while (!open.isEmpty()) {
            String tensor = open.removeLast();
            if (!stops.contains(tensor) && seen.add(tensor)) {
                index.producer(tensor).ifPresent(node -> open.addAll(index.needs(node)));
            }
        }
        return seen;
    }

    @Test
    void singleTensor_randomGraphs_agreesWithTheDefinition() {
        int rounds = Boolean.getBoolean("tierwise.thorough") ? 20_000 : 500;
        int found = 0;
        for (int seed = 0; seed < rounds; seed++) {
            Model model = Networks.random(new Random(seed));
            List<String> cuts =
                    Cuts.singleTensor(model).stream().map(Cut::tensor).toList();
            assertThat(cuts).as("seed " + seed).containsExactlyElementsOf(byDefinition(model));
            found += cuts.size();
            for (Cut cut : Cuts.singleTensor(model)) {
                sliced(model, cut, "seed " + seed);
            }
        }
        assertThat(found).isGreaterThan(rounds / 2);
    }

    private static void sliced(Model model, Cut cut, String what) {
        List<String> inputs =
                model.graph().givenInputs().stream().map(ValueInfo::name).toList();
        List<String> outputs =
                model.graph().outputs().stream().map(ValueInfo::name).toList();
        Map<String, ValueInfo> known = Map.of(cut.tensor(), ValueInfo.of("any", DataType.FLOAT, -1));
        Model head = Slicer.slice(model, inputs, List.of(cut.tensor()));
        Model tail = Slicer.slice(model, List.of(cut.tensor()), outputs, known);
        long bytes = head.graph().weights().values().stream()
                .mapToLong(Weight::byteSize)
                .sum();
        assertThat(bytes).as(what + " cut at " + cut).isEqualTo(cut.headBytes());
        assertThat(tail.graph().inputs()).as(what).hasSize(1);
    }

    @Test
    void singleTensor_residualNetwork_cutsBetweenBlocksOnly() {
        Model model = Networks.residual();
        List<Cut> cuts = Cuts.singleTensor(model);
        List<String> inside = new ArrayList<>();
        for (ResidualBlock block : ResidualBlocks.find(model)) {
            block.nodes().stream()
                    .filter(node -> node.is("Conv"))
                    .forEach(node -> inside.add(node.outputs().getFirst()));
        }
        assertThat(cuts.stream().map(Cut::tensor)).isNotEmpty().doesNotContainAnyElementsOf(inside);
        assertThat(cuts.getLast().headParameters()).isEqualTo(4 * 27 + 4 * 144 + 288 + 32 + 3 * 576);
    }

    @Test
    void slice_tensorsThatDoNotSeparate_isRefused() {
        Model model = Networks.residual();
        String inside = ResidualBlocks.find(model)
                .getFirst()
                .nodes()
                .getFirst()
                .outputs()
                .getFirst();
        String output = model.graph().outputs().getFirst().name();
        Map<String, ValueInfo> known = Map.of(inside, ValueInfo.of(inside, DataType.FLOAT, 1, 4, 8, 8));
        assertThatThrownBy(() -> Slicer.slice(model, List.of(inside), List.of(output), known))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("input 'x'");
        assertThatThrownBy(() -> Slicer.slice(model, List.of("x"), List.of("nothing")))
                .hasMessageContaining("'nothing'");
    }
}
