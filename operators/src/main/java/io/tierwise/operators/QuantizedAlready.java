package io.tierwise.operators;

import io.tierwise.onnx.Model;
import io.tierwise.onnx.Node;
import java.util.Set;

/// Recognises models that were quantized before.
final class QuantizedAlready {

    private static final Set<String> NAMED =
            Set.of("QuantizeLinear", "DequantizeLinear", "DynamicQuantizeLinear", "MatMulNBits", "QGemm", "QAttention");

    private QuantizedAlready() {}

    /// @throws OperatorException naming the first node that computes on quantized values
    static void refuse(Model model) {
        model.graph().nodes().stream()
                .filter(QuantizedAlready::isQuantized)
                .findFirst()
                .ifPresent(node -> {
                    throw new OperatorException(
                            "the model is quantized already: it holds " + node.label() + "; quantize the float model");
                });
    }

    private static boolean isQuantized(Node node) {
        String operator = node.operator();
        return NAMED.contains(operator)
                || operator.startsWith("QLinear")
                || operator.endsWith("Integer")
                || operator.startsWith("DynamicQuantize")
                || operator.endsWith("IntegerToFloat");
    }
}
