package io.tierwise.operators;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;

/// How a node of the float model runs once the model is quantized.
///
/// @param name the node's name, or its first output where it has none
/// @param operator its type in the float model
/// @param ran on what it computes now
/// @param kernel the runtime's kernel; that of another node where it vanished into one
/// @param floatNanos its time in the float model, and that of the nodes that vanished into it; 0 where it vanished
///     itself or runs as part of another; empty where not timed
/// @param int8Nanos its time in the quantized model, likewise
/// @param reason why it does not run on integers, or is slower for it; empty where all is well
public record NodeRun(
        String name,
        String operator,
        Ran ran,
        String kernel,
        OptionalLong floatNanos,
        OptionalLong int8Nanos,
        String reason) {

    /// On what a node computes.
    public enum Ran {
        /// On integers of 8 bits.
        INT8,
        /// In 16-bit floating point.
        FP16,
        /// In floating point, as planned.
        FLOAT,
        /// In floating point between DequantizeLinear and QuantizeLinear that the runtime could not fuse with it.
        BETWEEN;

        /// In lower case, as in JSON.
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public NodeRun {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(operator, "operator");
        Objects.requireNonNull(ran, "ran");
        Objects.requireNonNull(kernel, "kernel");
        Objects.requireNonNull(floatNanos, "floatNanos");
        Objects.requireNonNull(int8Nanos, "int8Nanos");
        Objects.requireNonNull(reason, "reason");
    }

    /// Nanoseconds it takes more than in the float model; 0 where it was not timed.
    long lostNanos() {
        return int8Nanos.orElse(0) - floatNanos.orElse(0);
    }

    long mostNanos() {
        return Math.max(int8Nanos.orElse(0), floatNanos.orElse(0));
    }

    String line() {
        return String.format(
                Locale.ROOT,
                "%s '%s' (%s): %.3f ms in float, %.3f ms now%s",
                operator,
                name,
                kernel,
                floatNanos.orElse(0) / 1e6,
                int8Nanos.orElse(0) / 1e6,
                reason.isEmpty() ? "" : ": " + reason);
    }

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", name);
        map.put("operator", operator);
        map.put("ran", ran.text());
        map.put("kernel", kernel);
        floatNanos.ifPresent(nanos -> map.put("floatNanos", nanos));
        int8Nanos.ifPresent(nanos -> map.put("int8Nanos", nanos));
        map.put("reason", reason);
        return map;
    }
}
