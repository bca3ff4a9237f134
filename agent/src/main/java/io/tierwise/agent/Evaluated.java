package io.tierwise.agent;

import io.tierwise.data.Prediction;
import java.util.Objects;

/// What a chain said of one sample.
public record Evaluated(String sampleId, Prediction prediction) {
    public Evaluated {
        Objects.requireNonNull(sampleId, "sampleId");
        Objects.requireNonNull(prediction, "prediction");
    }
}
