package io.tierwise.operators;

import io.tierwise.onnx.Graph;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.Node;
import io.tierwise.onnx.ValueInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

    /// The model with these nodes and outputs; the runtime finds the outputs' types itself.
    static Model withOutputs(Model model, List<Node> nodes, List<String> outputs) {
        Graph graph = model.graph();
        List<ValueInfo> infos = outputs.stream().map(ValueInfo::unknown).toList();
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
