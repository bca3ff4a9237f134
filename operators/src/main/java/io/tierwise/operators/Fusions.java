package io.tierwise.operators;

import io.tierwise.onnx.GraphIndex;
import io.tierwise.onnx.Node;
import java.util.List;
import java.util.Set;

/// Which tensors lie inside nodes that the runtime fuses into one.
final class Fusions {

    /// Nodes that the runtime fuses into the node before them.
    private static final Set<String> ACTIVATIONS =
            Set.of("Relu", "Clip", "LeakyRelu", "Sigmoid", "Tanh", "HardSigmoid", "BatchNormalization");

    /// Nodes that the runtime fuses with a sum right behind them.
    private static final Set<String> SUMMED = Set.of("Conv", "MatMul");

    private final GraphIndex index;

    Fusions(GraphIndex index) {
        this.index = index;
    }

    /// Whether no node is torn from one it fuses with where these tensors cross.
    boolean survive(List<String> tensors) {
        return tensors.stream().noneMatch(this::isInside);
    }

    /// Cut here, a node would be torn from the activation or the sum, or from the QuantizeLinear or
    /// DequantizeLinear, that the runtime fuses it with.
    boolean isInside(String tensor) {
        return index.producer(tensor)
                .filter(maker -> maker.is("DequantizeLinear")
                        || index.consumers(tensor).stream().anyMatch(taker -> taker.is("QuantizeLinear"))
                        || index.onlyConsumer(tensor)
                                .filter(taker -> fuse(maker, taker))
                                .isPresent())
                .isPresent();
    }

    private static boolean fuse(Node maker, Node taker) {
        return ACTIVATIONS.contains(taker.operator()) || (taker.is("Add") && SUMMED.contains(maker.operator()));
    }
}
