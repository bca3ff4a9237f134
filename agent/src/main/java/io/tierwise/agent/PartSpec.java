package io.tierwise.agent;

import io.tierwise.data.Tensor;
import io.tierwise.runtime.SessionSettings;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/// A part to be opened on a tier.
///
/// @param id how later requests name it; unique on its agent
/// @param model where the model comes from
/// @param settings how the session is opened; threads are cut to the tier's own
/// @param weightBytes bytes of the part's weights, checked against the tier's memory before anything is
///     opened; 0 where the model's own size says it
/// @param example inputs for the first and the warm-up runs; empty where zeros of the model's own
///     shapes will do (open dimensions become 1)
/// @param warmUps runs after the first, at least 0
public record PartSpec(
        String id,
        PartModel model,
        SessionSettings settings,
        long weightBytes,
        Map<String, Tensor> example,
        int warmUps) {

    public PartSpec {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(settings, "settings");
        if (id.isBlank()) {
            throw new IllegalArgumentException("a part needs an id");
        }
        if (weightBytes < 0 || warmUps < 0) {
            throw new IllegalArgumentException("part " + id + ": weightBytes " + weightBytes + " and warmUps " + warmUps
                    + " must not be negative");
        }
        example = Collections.unmodifiableMap(new LinkedHashMap<>(example));
    }

    /// A part warmed up with zeros.
    public static PartSpec of(String id, PartModel model, SessionSettings settings) {
        return new PartSpec(id, model, settings, 0, Map.of(), 3);
    }
}
