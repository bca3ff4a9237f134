package io.tierwise.bench;

import io.tierwise.operators.Leftovers;
import java.util.Objects;
import java.util.OptionalDouble;

/// A quantized model against the float model it was made of.
///
/// @param model its name
/// @param operator how it was quantized, as text
/// @param speed how many times faster one run is, on one thread
/// @param leastSpeed what it must be at least
/// @param answers how its answers compare; says why where there are none
/// @param leftovers conversions between bytes and floats in the optimized graph
/// @param one whether one of each is the most that may be left
/// @param seconds quantizing took, calibration and writing included
/// @param peakBytes of the process that quantized
record QuantizedModel(
        String model,
        String operator,
        double speed,
        OptionalDouble leastSpeed,
        Answers answers,
        Leftovers leftovers,
        boolean one,
        double seconds,
        long peakBytes)
        implements Row {

    QuantizedModel {
        Objects.requireNonNull(answers, "answers");
    }

    @Override
    public boolean isKept() {
        boolean fuses = !one || leftovers.equals(new Leftovers(1, 1));
        return speed >= leastSpeed.orElse(0) && answers.areKept() && fuses;
    }

    String goal() {
        String fast = leastSpeed.isPresent() ? ">= " + leastSpeed.getAsDouble() + "x" : "";
        String whole = one ? "1 + 1" : "";
        return String.join(
                ", ",
                java.util.stream.Stream.of(fast, answers.goal(), whole)
                        .filter(t -> !t.isEmpty())
                        .toList());
    }
}
