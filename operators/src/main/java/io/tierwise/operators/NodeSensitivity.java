package io.tierwise.operators;

import java.util.LinkedHashMap;
import java.util.Map;

/// What leaving one node in floating point regains and costs.
///
/// @param name the node's name in the model
/// @param operator its type
/// @param sqnrDecibels signal to quantization noise of the model's outputs with this node alone in
///     floating point
/// @param gainDecibels by how much that is above the model with every node quantized
/// @param costNanos time lost in a run on this machine, forecast from profiles of both models; without
///     the ways into and out of bytes around it
public record NodeSensitivity(
        String name, String operator, double sqnrDecibels, double gainDecibels, double costNanos) {

    /// As plain values, ready for JSON.
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", name);
        map.put("operator", operator);
        map.put("sqnrDecibels", sqnrDecibels);
        map.put("gainDecibels", gainDecibels);
        map.put("costNanos", costNanos);
        return map;
    }
}
