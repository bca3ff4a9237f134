package io.tierwise.operators;

import io.tierwise.onnx.Graph;
import io.tierwise.onnx.GraphIndex;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.Node;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// Brings a model into the form quantization works on: opset 13, batch normalization folded into the
/// convolution before it, means over all positions written as GlobalAveragePool. The values of every
/// tensor that stays are the same up to rounding.
final class Preparation {

    private final Graph graph;
    private final Shapes shapes;
    private final Constants constants;
    private final GraphIndex index;
    private final GraphDraft draft;
    private final Map<String, Node> folds = new HashMap<>();
    private final Set<String> folded = new HashSet<>();

    private Preparation(Model model, Shapes shapes, WeightStore store) {
        this.graph = model.graph();
        this.shapes = shapes;
        this.constants = Constants.of(graph);
        this.index = GraphIndex.of(graph);
        this.draft = new GraphDraft(model, store);
    }

    /// Prepares a model whose shapes are known.
    static Model prepare(Model model, Shapes shapes, WeightStore store) {
        Preparation preparation = new Preparation(model, shapes, store);
        preparation.findFolds();
        long opset = model.opset();
        for (Node node : model.graph().nodes()) {
            preparation.add(node, opset);
        }
        return Models.raised(preparation.draft.finish(), Math.max(opset, OpsetRaise.TARGET));
    }

    private void add(Node node, long opset) {
        String key = QuantizationPlan.key(node);
        if (folded.contains(key)) {
            return;
        }
        if (folds.containsKey(key)) {
            fold(node, folds.get(key));
        } else if (node.operator().equals("ReduceMean") && meansOverPositions(node)) {
            globalAverage(node);
        } else {
            OpsetRaise.add(node, draft, shapes, opset);
        }
    }

    private void findFolds() {
        for (Node node : graph.nodes()) {
            if (node.operator().equals("Conv") && node.domain().isEmpty() && constantAfterFirst(node)) {
                index.onlyConsumer(QuantizationPlan.key(node))
                        .filter(n -> n.operator().equals("BatchNormalization"))
                        .filter(n -> n.outputs().size() == 1 && constantAfterFirst(n) && fit(node, n))
                        .ifPresent(n -> {
                            folds.put(QuantizationPlan.key(node), n);
                            folded.add(QuantizationPlan.key(n));
                        });
            }
        }
    }

    private boolean constantAfterFirst(Node node) {
        return node.inputs().stream().skip(1).allMatch(constants::isFloat);
    }

    /// Whether a normalization has one value of each kind for each channel that a convolution makes: the
    /// runtime opens models where it has not.
    private boolean fit(Node conv, Node norm) {
        if (conv.inputs().size() < 2 || norm.inputs().size() < 5) {
            return false;
        }
        long[] weights = constants.shape(conv.inputs().get(1));
        return weights.length > 0
                && Stream.concat(
                                norm.inputs().stream().skip(1),
                                conv.inputs().stream().skip(2))
                        .allMatch(values -> constants.elements(values) == weights[0]);
    }

    /// `y = (w x + b - mean) * gamma / sqrt(var + epsilon) + beta`, with the factor taken into `w` and `b`.
    private void fold(Node conv, Node norm) {
        float[] gamma = constants.floats(norm.inputs().get(1));
        float[] beta = constants.floats(norm.inputs().get(2));
        float[] mean = constants.floats(norm.inputs().get(3));
        float[] variance = constants.floats(norm.inputs().get(4));
        double epsilon = Attributes.decimal(norm, "epsilon", 1e-5f);
        float[] weights = constants.floats(conv.inputs().get(1));
        float[] bias = Inputs.at(conv, 2).map(constants::floats).orElseGet(() -> new float[gamma.length]);
        int inner = weights.length / gamma.length;
        for (int channel = 0; channel < gamma.length; channel++) {
            double factor = gamma[channel] / Math.sqrt(variance[channel] + epsilon);
            bias[channel] = (float) ((bias[channel] - mean[channel]) * factor + beta[channel]);
            for (int i = channel * inner; i < (channel + 1) * inner; i++) {
                weights[i] *= (float) factor;
            }
        }
        String stem = QuantizationPlan.key(norm);
        long[] shape = constants.shape(conv.inputs().get(1));
        String weight = draft.floats(stem + ".weight", weights, shape);
        String folded = draft.floats(stem + ".bias", bias, bias.length);
        draft.add(conv.rewired(List.of(conv.inputs().getFirst(), weight, folded), norm.outputs()));
    }

    private boolean meansOverPositions(Node node) {
        List<Long> axes =
                node.inputs().size() > 1 && constants.has(node.inputs().get(1))
                        ? constants.longs(node.inputs().get(1))
                        : Attributes.integers(node, "axes", List.of());
        int rank = shapes.rank(node.inputs().getFirst()).orElse(0);
        Set<Long> positions = new HashSet<>();
        axes.forEach(axis -> positions.add(axis < 0 ? axis + rank : axis));
        return rank == 4
                && positions.equals(Set.of(2L, 3L))
                && shapes.isFloat(node.inputs().getFirst());
    }

    private void globalAverage(Node node) {
        List<String> input = List.of(node.inputs().getFirst());
        boolean keep = Attributes.integer(node, "keepdims", 1) != 0;
        String output = QuantizationPlan.key(node);
        String pooled = keep ? output : draft.fresh(output + ".pooled");
        draft.add(Nodes.of("GlobalAveragePool", node.name(), input, List.of(pooled)));
        if (!keep) {
            draft.add(Nodes.of("Flatten", pooled + ".Flatten", List.of(pooled), List.of(output)));
        }
    }
}
