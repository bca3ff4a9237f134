package io.tierwise.operators;

import io.tierwise.onnx.Graph;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.Node;
import io.tierwise.onnx.ValueInfo;
import io.tierwise.onnx.Weight;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a model holds: how many numbers, how many bytes, which tensors go in and out.
final class Weights {

    private static final Set<String> GRIDDED = Set.of("QuantizeLinear", "DequantizeLinear");

    private Weights() {}

    static List<String> inputs(Model model) {
        return model.graph().givenInputs().stream().map(ValueInfo::name).toList();
    }

    static List<String> outputs(Model model) {
        return model.graph().outputs().stream().map(ValueInfo::name).toList();
    }

    static ModelSize size(Model model) {
        Graph graph = model.graph();
        Set<String> grids = grids(graph);
        long nodes = 0;
        long parameters = 0;
        long bytes = 0;
        for (Weight weight : graph.initializers().values()) {
            parameters += grids.contains(weight.name()) ? 0 : parameters(weight);
            bytes += weight.byteSize();
        }
        for (Node node : graph.nodes()) {
            Optional<Weight> constant = node.constant();
            if (constant.isPresent() && !grids.contains(node.outputs().getFirst())) {
                parameters += parameters(constant.get());
            }
            bytes += constant.map(weight -> weight.byteSize()).orElse(0L);
            for (Weight inner : node.innerWeights()) {
                parameters += parameters(inner);
                bytes += inner.byteSize();
            }
            nodes += node.operator().equals("Constant") ? 0 : 1;
        }
        return new ModelSize(nodes, parameters, bytes);
    }

    /// Scales and zero points.
    static Set<String> grids(Graph graph) {
        Set<String> grids = new HashSet<>();
        for (Node node : graph.nodes()) {
            if (GRIDDED.contains(node.operator())) {
                grids.addAll(node.inputs().subList(1, node.inputs().size()));
            }
        }
        return grids;
    }

    /// Bounds and factors are not weights: they are scalars.
    static long parameters(Weight weight) {
        return weight.shape().isEmpty() ? 0 : weight.parameters();
    }
}
