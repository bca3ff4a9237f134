package io.tierwise.operators;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// What quantization did to a model.
///
/// @param quantizedNodes nodes that now compute on 8-bit integers or 16-bit floating point, or keep weights so
/// @param absorbedNodes Relu and Clip nodes that vanished into the range of the tensor before them, and
///     nodes folded away
/// @param floatNodes nodes on activations that stayed in floating point
/// @param leftoverQuantize QuantizeLinear nodes left in the graph the runtime makes at full
///     optimization; -1 if unknown
/// @param leftoverDequantize DequantizeLinear nodes left there; -1 if unknown
/// @param ranges of every tensor that could have become bytes, and how many samples they come from
/// @param sparing what was left in floating point for accuracy's sake; empty where nothing was ranked
public record QuantizationAccount(
        int quantizedNodes,
        int absorbedNodes,
        List<FloatNode> floatNodes,
        int leftoverQuantize,
        int leftoverDequantize,
        CalibratedRanges ranges,
        Optional<SparingAccount> sparing) {

    public QuantizationAccount {
        floatNodes = List.copyOf(floatNodes);
        Objects.requireNonNull(sparing, "sparing");
    }

    /// Of a model left as it is.
    static QuantizationAccount untouched() {
        return new QuantizationAccount(0, 0, List.of(), 0, 0, CalibratedRanges.NONE, Optional.empty());
    }

    /// Samples the ranges come from.
    public int calibrationSamples() {
        return ranges.samples();
    }

    /// The account as plain values, ready for JSON.
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("quantizedNodes", quantizedNodes);
        map.put("absorbedNodes", absorbedNodes);
        map.put("floatNodeCount", floatNodes.size());
        map.put("floatNodes", floatNodes.stream().map(QuantizationAccount::map).toList());
        map.put("leftoverQ", leftoverQuantize);
        map.put("leftoverDQ", leftoverDequantize);
        map.put("calibrationSamples", calibrationSamples());
        sparing.ifPresent(account -> map.putAll(account.toMap()));
        return map;
    }

    private static Map<String, Object> map(FloatNode node) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", node.name());
        map.put("operator", node.operator());
        map.put("reason", node.reason());
        return map;
    }
}
