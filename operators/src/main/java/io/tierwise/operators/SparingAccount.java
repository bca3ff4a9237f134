package io.tierwise.operators;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/// Which nodes were left in floating point for the sake of accuracy, and what the search saw.
///
/// @param sensitivity nodes that could stay, most regained first
/// @param spared names of those that do, in that order
/// @param mostLoss the loss to keep, as asked; empty where nodes were only ranked
/// @param loss above the float model's on selection samples, of the model made; empty with `mostLoss`
/// @param tried models that were written and run
public record SparingAccount(
        List<NodeSensitivity> sensitivity,
        List<String> spared,
        OptionalDouble mostLoss,
        OptionalDouble loss,
        int tried) {

    public SparingAccount {
        sensitivity = List.copyOf(sensitivity);
        spared = List.copyOf(spared);
    }

    /// Whether the loss asked for holds on selection samples, or none was asked for.
    public boolean kept() {
        return mostLoss.isEmpty() || loss.orElseThrow() <= mostLoss.getAsDouble();
    }

    String sentence() {
        if (mostLoss.isEmpty()) {
            return "ranked %d nodes by what leaving them in float32 regains (%d models tried)"
                    .formatted(sensitivity.size(), tried);
        }
        return "%s a loss of at most %.4f on selection samples: %.4f with %d of %d nodes left in float32 (%d models tried)"
                .formatted(
                        kept() ? "keeps" : "CANNOT KEEP",
                        mostLoss.getAsDouble(),
                        loss.orElseThrow(),
                        spared.size(),
                        sensitivity.size(),
                        tried);
    }

    /// As plain values, ready for JSON.
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("sensitivity", sensitivity.stream().map(NodeSensitivity::toMap).toList());
        map.put("spared", spared);
        mostLoss.ifPresent(most -> map.put("mostLoss", most));
        loss.ifPresent(found -> map.put("selectionLoss", found));
        map.put("kept", kept());
        map.put("modelsTried", tried);
        return map;
    }
}
