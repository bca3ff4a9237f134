package io.tierwise.operators;

import io.tierwise.onnx.Graph;
import io.tierwise.onnx.Model;
import java.nio.file.Path;

/// QuantizeLinear and DequantizeLinear nodes that the runtime keeps at full optimization: the ways into
/// bytes and back that are really walked. One of each is the best there is.
///
/// @param quantize QuantizeLinear and DynamicQuantizeLinear nodes left
/// @param dequantize DequantizeLinear nodes left
public record Leftovers(int quantize, int dequantize) {

    /// Counts in the graph the runtime makes of a model on this machine.
    ///
    /// @param workFolder where the graph is kept while it is counted
    public static Leftovers count(Model model, Path workFolder) {
        Graph optimized = OptimizedGraph.of(model, workFolder);
        return new Leftovers(
                count(optimized, "QuantizeLinear") + count(optimized, "DynamicQuantizeLinear"),
                count(optimized, "DequantizeLinear"));
    }

    private static int count(Graph graph, String operator) {
        return (int) graph.nodes().stream()
                .filter(node -> node.operator().equals(operator))
                .count();
    }

    Leftovers plus(Leftovers other) {
        return new Leftovers(quantize + other.quantize, dequantize + other.dequantize);
    }
}
