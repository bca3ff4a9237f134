package io.tierwise.operators;

import io.tierwise.data.ElementType;
import io.tierwise.onnx.Graph;
import io.tierwise.onnx.GraphIndex;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.Node;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Brings a model into the form quantization works on: opset 13, batch normalization folded into the
/// convolution before it or, where there is none, written as a convolution of each channel with one
/// number, means over all positions written as GlobalAveragePool. The values of every tensor that stays
/// are the same up to rounding.
final class Preparation {

    private static final int IMAGE_RANK = 4;

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
        } else if (node.is("ReduceMean") && meansOverPositions(node)) {
            globalAverage(node);
        } else if (normalizesAlone(node)) {
            convolve(node);
        } else {
            OpsetRaise.add(node, draft, shapes, opset);
        }
    }

    private void findFolds() {
        for (Node node : graph.nodes()) {
            if ((node.is("Conv") || node.is("ConvTranspose")) && constantAfterFirst(node)) {
                index.onlyConsumer(QuantizationPlan.key(node))
                        .filter(n -> fit(node, n))
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

    private boolean fit(Node conv, Node norm) {
        if (Inputs.absent(conv, 1)) {
            return false;
        }
        long[] weights = constants.shape(conv.inputs().get(1));
        if (weights.length < 2) {
            return false;
        }
        long made = conv.is("Conv") ? weights[0] : weights[1] * Attributes.integer(conv, "group", 1);
        boolean ownBias =
                Inputs.at(conv, 2).map(bias -> constants.elements(bias) == made).orElse(true);
        return ownBias && Normalization.isOne(norm, made, constants);
    }

    private void fold(Node conv, Node norm) {
        Normalization normalization = Normalization.of(norm, constants);
        String weight = conv.inputs().get(1);
        float[] weights = constants.floats(weight);
        normalization.scale(conv, weights, constants.shape(weight));
        float[] bias = Inputs.at(conv, 2).map(constants::floats).orElseGet(() -> new float[normalization.channels()]);
        draft.add(conv.rewired(
                convolutionInputs(conv, norm, weights, normalization.bias(bias), constants.shape(weight)),
                norm.outputs()));
    }

    private List<String> convolutionInputs(Node first, Node norm, float[] weights, float[] bias, long... shape) {
        String stem = QuantizationPlan.key(norm);
        return List.of(
                first.inputs().getFirst(),
                draft.floats(stem + ".weight", weights, shape),
                draft.floats(stem + ".bias", bias, bias.length));
    }

    private boolean normalizesAlone(Node node) {
        return !node.inputs().isEmpty()
                && shapes.of(node.inputs().getFirst())
                        .filter(input -> input.type() == ElementType.FLOAT
                                && input.shape().size() == IMAGE_RANK)
                        .filter(input -> Normalization.isOne(node, input.shape().get(1), constants))
                        .isPresent();
    }

    private void convolve(Node norm) {
        Normalization normalization = Normalization.of(norm, constants);
        int channels = normalization.channels();
        List<String> inputs = convolutionInputs(
                norm, norm, normalization.weights(), normalization.bias(new float[channels]), channels, 1, 1, 1);
        draft.add(Nodes.with(Nodes.of("Conv", norm.name(), inputs, norm.outputs()), "group", channels));
    }

    private boolean meansOverPositions(Node node) {
        List<Long> axes =
                node.inputs().size() > 1 && constants.has(node.inputs().get(1))
                        ? constants.longs(node.inputs().get(1))
                        : Attributes.integers(node, "axes", List.of());
        int rank = shapes.rank(node.inputs().getFirst()).orElse(0);
        Set<Long> positions = new HashSet<>();
        axes.forEach(axis -> positions.add(axis < 0 ? axis + rank : axis));
        return rank == IMAGE_RANK
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
