package io.tierwise.operators;

import java.util.List;

/// What quantization did to a model.
///
/// @param quantizedNodes nodes that now compute on 8-bit integers
/// @param absorbedNodes Relu and Clip nodes that vanished into the range of the tensor before them, and
///     nodes folded away
/// @param floatNodes nodes on activations that stayed in floating point
/// @param leftoverQuantize QuantizeLinear nodes left in the graph the runtime makes at full
///     optimization; -1 if unknown
/// @param leftoverDequantize DequantizeLinear nodes left there; -1 if unknown
/// @param calibrationSamples samples the ranges come from
public record QuantizationAccount(
        int quantizedNodes,
        int absorbedNodes,
        List<FloatNode> floatNodes,
        int leftoverQuantize,
        int leftoverDequantize,
        int calibrationSamples) {

    public QuantizationAccount {
        floatNodes = List.copyOf(floatNodes);
    }
}
