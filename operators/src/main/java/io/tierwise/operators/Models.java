package io.tierwise.operators;

import io.tierwise.data.Tensor;
import io.tierwise.onnx.DataType;
import io.tierwise.onnx.Dimension;
import io.tierwise.onnx.Graph;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.Node;
import io.tierwise.onnx.ValueInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes models from models.
final class Models {

    /// The first version of the format whose initializers need not be inputs as well.
    private static final long FREE_INITIALIZERS = 4;

    private Models() {}

    /// The model declared to be written in a version of the default operator set.
    static Model raised(Model model, long opset) {
        Map<String, Long> opsets = new LinkedHashMap<>(model.opsets());
        opsets.put("", opset);
        long version = Math.max(model.irVersion(), FREE_INITIALIZERS);
        return new Model(version, opsets, model.metadata(), model.producer(), model.graph(), model.rest());
    }

    /// The model on inputs of exactly a sample's extents, for the runtime to infer all others from:
    /// those that the file notes of tensors in between need not be right.
    static Model fixed(Model model, Map<String, Tensor> sample) {
        Graph graph = model.graph();
        List<ValueInfo> inputs = graph.inputs().stream()
                .map(input -> Optional.ofNullable(sample.get(input.name()))
                        .map(tensor -> fixed(input, tensor.shape()))
                        .orElse(input))
                .toList();
        return model.withGraph(new Graph(
                graph.name(),
                graph.nodes(),
                inputs,
                graph.outputs(),
                graph.initializers(),
                Map.of(),
                graph.sparse(),
                graph.rest()));
    }

    /// Dimensions that the model fixes stay: a sample of another extent is refused by the session.
    private static ValueInfo fixed(ValueInfo input, long[] extents) {
        if (input.type() == DataType.UNDEFINED
                || (input.ranked() && input.shape().size() != extents.length)) {
            return input;
        }
        List<Dimension> shape = new ArrayList<>();
        for (int axis = 0; axis < extents.length; axis++) {
            boolean given = input.ranked() && input.shape().get(axis) instanceof Dimension.Fixed;
            shape.add(given ? input.shape().get(axis) : new Dimension.Fixed(extents[axis]));
        }
        return new ValueInfo(input.name(), input.type(), shape);
    }

    /// The model with these nodes and outputs; the runtime finds the outputs' types itself. Where none are
    /// asked for it keeps its own: the runtime does not run a model that gives nothing.
    static Model withOutputs(Model model, List<Node> nodes, List<String> outputs) {
        Graph graph = model.graph();
        List<ValueInfo> infos = outputs.isEmpty()
                ? graph.outputs()
                : outputs.stream().map(ValueInfo::unknown).toList();
        return model.withGraph(new Graph(
                graph.name(),
                nodes,
                graph.inputs(),
                infos,
                graph.initializers(),
                graph.values(),
                graph.sparse(),
                graph.rest()));
    }
}
