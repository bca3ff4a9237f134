package io.tierwise.study;

import io.tierwise.data.Tensor;
import io.tierwise.onnx.GraphIndex;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.Node;
import io.tierwise.onnx.ResidualBlock;
import io.tierwise.onnx.ResidualBlocks;
import io.tierwise.operators.CutPlace;
import io.tierwise.operators.CutPlaces;
import io.tierwise.operators.ModelSize;
import io.tierwise.operators.Shapes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Draws a model as the chain of its legal cuts of one tensor, so that a reader recognises where it is cut and what
/// is skipped.
final class ModelPicture {
    private static final int MOST_WORDS = 4;

    private ModelPicture() {}

    /// @param sample every input of the model by name, at batch 1
    static ModelSummary of(Model model, Path file, Map<String, Tensor> sample) {
        CutPlaces cuts = CutPlaces.of(model, Shapes.learn(model, sample));
        GraphIndex graph = GraphIndex.of(model.graph());
        List<ResidualBlock> blocks = ResidualBlocks.find(model);
        List<ModelSummary.Step> steps = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        long parametersBefore = 0;
        for (CutPlace cut : cuts.only(CutPlace::isSingle).places()) {
            List<Node> nodes = nodesBehind(cut.name(), graph, seen);
            steps.add(new ModelSummary.Step(
                    cut.name(),
                    label(cut.name(), nodes, blocks),
                    nodes.size(),
                    cut.bytes(),
                    cut.headParameters() - parametersBefore));
            parametersBefore = cut.headParameters();
        }
        List<Node> last = model.graph().outputs().stream()
                .flatMap(output -> nodesBehind(output.name(), graph, seen).stream())
                .toList();
        steps.add(new ModelSummary.Step(
                "output", label("output", last, blocks), last.size(), 0, cuts.parameters() - parametersBefore));
        ModelSize size = ModelSize.of(model);
        return new ModelSummary(file.getFileName().toString(), size.parameters(), Math.toIntExact(size.nodes()), steps);
    }

    /// The nodes that a tensor needs and that nothing before needed.
    private static List<Node> nodesBehind(String tensor, GraphIndex graph, Set<String> seen) {
        List<Node> nodes = new ArrayList<>();
        List<String> open = new ArrayList<>(List.of(tensor));
        while (!open.isEmpty()) {
            String next = open.removeLast();
            Optional<Node> producer = seen.add(next) ? graph.producer(next) : Optional.empty();
            if (producer.isPresent() && graph.isLive(next)) {
                nodes.add(producer.get());
                seen.addAll(producer.get().outputs());
                open.addAll(graph.needs(producer.get()));
            }
        }
        return nodes;
    }

    private static String label(String tensor, List<Node> nodes, List<ResidualBlock> blocks) {
        for (int i = 0; i < blocks.size(); i++) {
            if (blocks.get(i).exit().equals(tensor)) {
                return "block " + (i + 1) + " (stage " + blocks.get(i).stage() + ")";
            }
        }
        List<String> words =
                nodes.reversed().stream().map(Node::operator).distinct().toList();
        return words.stream().limit(MOST_WORDS).collect(Collectors.joining(" "))
                + (words.size() > MOST_WORDS ? " ..." : "");
    }
}
