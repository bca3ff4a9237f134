package io.tierwise.operators;

import io.tierwise.data.ElementType;
import io.tierwise.data.Tensor;
import io.tierwise.onnx.Model;
import io.tierwise.runtime.Optimization;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How far parts run one after the other differ from the whole on the same inputs.
///
/// @param optimization how far both were rewritten by the runtime
/// @param outputs one entry for each output of the whole
/// @param runs inputs compared
public record Verification(Optimization optimization, List<Difference> outputs, int runs) {

    /// The largest difference that rounding in another order explains, as a share of the largest absolute value.
    public static final double FLOAT_TOLERANCE = 1e-5;

    /// The share of equal elements that whole-number outputs (class maps) must keep.
    public static final double EQUAL_SHARE = 0.999;

    /// How one output differs over all runs.
    ///
    /// @param tensor the output
    /// @param wholeNumbers whether its elements are integers
    /// @param largest the largest absolute difference; infinite where only one side is a number
    /// @param peak the largest absolute value of the whole's output
    /// @param elements elements compared
    /// @param equal elements equal bit for bit (any NaN equals any NaN)
    public record Difference(
            String tensor, boolean wholeNumbers, double largest, double peak, long elements, long equal) {

        /// Every element is the same.
        public boolean exact() {
            return equal == elements;
        }

        /// The largest difference as a share of the peak.
        public double relative() {
            return largest == 0 ? 0 : largest / peak;
        }

        private Difference with(Difference other) {
            return new Difference(
                    tensor,
                    wholeNumbers,
                    Math.max(largest, other.largest),
                    Math.max(peak, other.peak),
                    elements + other.elements,
                    equal + other.equal);
        }
    }

    public Verification {
        outputs = List.copyOf(outputs);
    }

    /// Runs the whole and the parts at an optimization level and compares every output of the whole.
    ///
    /// @param inputs one map for each run; at least one
    public static Verification compare(
            Model whole, List<Part> parts, Iterable<Map<String, Tensor>> inputs, Optimization optimization) {
        try (PartChain wholeChain = PartChain.open(List.of(Part.whole(whole)), optimization)) {
            return compare(wholeChain, parts, inputs, optimization);
        }
    }

    /// The same with a whole that is open, for many ways to cut it.
    static Verification compare(
            PartChain whole, List<Part> parts, Iterable<Map<String, Tensor>> inputs, Optimization optimization) {
        Map<String, Difference> differences = new LinkedHashMap<>();
        int runs = 0;
        try (PartChain partChain = PartChain.open(parts, optimization)) {
            for (Map<String, Tensor> input : inputs) {
                Map<String, Tensor> expected = whole.run(input);
                Map<String, Tensor> found = partChain.run(input);
                expected.forEach((name, tensor) -> differences.merge(
                        name, difference(name, tensor, Optional.ofNullable(found.get(name))), Difference::with));
                runs++;
            }
        }
        if (runs == 0) {
            throw new OperatorException("a comparison needs at least one input");
        }
        return new Verification(optimization, List.copyOf(differences.values()), runs);
    }

    /// Bit for bit the same.
    public boolean exact() {
        return outputs.stream().allMatch(Difference::exact);
    }

    /// Within what rounding in another order explains: bit for bit with no optimization, else
    /// [#FLOAT_TOLERANCE] of the peak, and [#EQUAL_SHARE] of whole numbers equal. Meant for float32
    /// models: on 8-bit ones a step of rounding is far larger, and [#outputs()] says how large.
    public boolean holds() {
        return optimization == Optimization.NONE
                ? exact()
                : outputs.stream()
                        .allMatch(d -> d.wholeNumbers()
                                ? d.equal() >= EQUAL_SHARE * d.elements()
                                : d.exact() || d.relative() <= FLOAT_TOLERANCE);
    }

    private static Difference difference(String name, Tensor expected, Optional<Tensor> answer) {
        Tensor found = answer.orElseThrow(
                () -> new OperatorException("the parts do not give the whole's output '" + name + "'"));
        if (found.type() != expected.type() || !Arrays.equals(found.shape(), expected.shape())) {
            throw new OperatorException(
                    "output '" + name + "' is " + found + " from the parts, " + expected + " whole");
        }
        boolean wholeNumbers = switch (expected.type()) {
            case FLOAT, DOUBLE, FLOAT16 -> false;
            case INT8, UINT8, INT16, UINT16, INT32, UINT32, INT64, UINT64, BOOL -> true;
        };
        return expected.type() == ElementType.INT64 || expected.type() == ElementType.UINT64
                ? longDifference(name, expected.toLongs(), found.toLongs())
                : floatDifference(name, wholeNumbers, expected.toFloats(), found.toFloats());
    }

    private static Difference longDifference(String name, long[] expected, long[] found) {
        double largest = 0;
        double peak = 0;
        long equal = 0;
        for (int i = 0; i < expected.length; i++) {
            largest = Math.max(largest, Math.abs((double) expected[i] - found[i]));
            peak = Math.max(peak, Math.abs((double) expected[i]));
            equal += expected[i] == found[i] ? 1 : 0;
        }
        return new Difference(name, true, largest, peak, expected.length, equal);
    }

    private static Difference floatDifference(String name, boolean wholeNumbers, float[] expected, float[] found) {
        double largest = 0;
        double peak = 0;
        long equal = 0;
        for (int i = 0; i < expected.length; i++) {
            if (Float.isFinite(expected[i])) {
                peak = Math.max(peak, Math.abs((double) expected[i]));
            }
            if (Float.floatToIntBits(expected[i]) == Float.floatToIntBits(found[i])) {
                equal++;
            } else {
                double distance = Math.abs((double) expected[i] - found[i]);
                largest = Math.max(largest, Double.isNaN(distance) ? Double.POSITIVE_INFINITY : distance);
            }
        }
        return new Difference(name, wholeNumbers, largest, peak, expected.length, equal);
    }

    /// The outputs as a map of plain values, ready for JSON.
    public Map<String, Object> toMap() {
        List<Object> entries = new ArrayList<>();
        for (Difference difference : outputs) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("tensor", difference.tensor());
            entry.put("largestDifference", difference.largest());
            entry.put("peak", difference.peak());
            entry.put("elements", difference.elements());
            entry.put("equal", difference.equal());
            entries.add(entry);
        }
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("optimization", optimization.name());
        map.put("runs", runs);
        map.put("exact", exact());
        map.put("holds", holds());
        map.put("outputs", entries);
        return map;
    }
}
