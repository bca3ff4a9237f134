package io.tierwise.operators;

import io.tierwise.data.Tensor;
import io.tierwise.onnx.Model;
import io.tierwise.runtime.RunFailedException;
import io.tierwise.runtime.UnsupportedByRuntimeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// Times candidates against each other: each in turn, several times over, for two openings of one model
/// differ more than two schemes may.
///
/// @param pace where
/// @param inputs what candidates are run on
record SchemeTiming(Pace pace, List<Map<String, Tensor>> inputs) {

    private static final int ROUNDS = 3;

    /// What timing found.
    ///
    /// @param nanos of those that ran
    /// @param failures why the others did not
    record Found(Map<Scheme, Double> nanos, Map<Scheme, String> failures) {

        OptionalDouble of(Scheme scheme) {
            return Optional.ofNullable(nanos.get(scheme)).stream()
                    .mapToDouble(Double::doubleValue)
                    .findFirst();
        }
    }

    /// Medians over the rounds.
    ///
    /// @throws OperatorException when not a single one runs: then nothing can be said
    Found time(Map<Scheme, Model> candidates) {
        Map<Scheme, List<Double>> taken = new EnumMap<>(Scheme.class);
        Map<Scheme, String> failures = new EnumMap<>(Scheme.class);
        for (int round = 0; round < ROUNDS; round++) {
            candidates.forEach((scheme, model) -> {
                if (!failures.containsKey(scheme)) {
                    try {
                        taken.computeIfAbsent(scheme, key -> new ArrayList<>()).add(pace.runNanos(model, inputs));
                    } catch (OperatorException | UnsupportedByRuntimeException | RunFailedException e) {
                        failures.put(scheme, String.valueOf(e.getMessage()));
                    }
                }
            });
        }
        Map<Scheme, Double> nanos = new EnumMap<>(Scheme.class);
        taken.forEach((scheme, values) -> {
            if (!failures.containsKey(scheme)) {
                nanos.put(scheme, median(values));
            }
        });
        if (nanos.isEmpty()) {
            throw new OperatorException(
                    "nothing could be timed: " + failures.values().iterator().next());
        }
        return new Found(nanos, failures);
    }

    private static double median(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return Arrays.stream(sorted).skip(sorted.length / 2).findFirst().orElseThrow();
    }
}
