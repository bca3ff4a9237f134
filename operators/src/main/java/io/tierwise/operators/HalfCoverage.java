package io.tierwise.operators;

import io.tierwise.onnx.GraphIndex;
import io.tierwise.onnx.Node;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Which nodes may compute on 16-bit floating point, by type and by the values they meet.
///
/// Types are those of the operator changelog of the ONNX specification, from opset 13 on.
final class HalfCoverage {

    /// The greatest float16.
    static final float GREATEST = 65504;

    /// Operators without float16, and the first opset that has it; the greatest number where none has.
    private static final Map<String, Integer> SINCE = Map.of(
            "Celu", 28,
            "CumSum", 14,
            "IsInf", 20,
            "NonMaxSuppression", Integer.MAX_VALUE,
            "Range", 27,
            "TfIdfVectorizer", Integer.MAX_VALUE);

    /// The type of what they make stands in an attribute or another input, or is part of a sequence.
    private static final Set<String> TYPED_OTHERWISE = Set.of(
            "BitCast",
            "BlackmanWindow",
            "Bernoulli",
            "CastLike",
            "ConstantOfShape",
            "EyeLike",
            "HammingWindow",
            "HannWindow",
            "MelWeightMatrix",
            "Multinomial",
            "RandomNormal",
            "RandomNormalLike",
            "RandomUniform",
            "RandomUniformLike");

    /// Inputs that are not of the type that the node computes on.
    private static final Map<String, Set<Integer>> APART = Map.of(
            "Dropout", Set.of(1),
            "OneHot", Set.of(0, 1),
            "Resize", Set.of(1, 2));

    private final Shapes shapes;
    private final Constants constants;
    private final GraphIndex index;
    private final CalibratedRanges ranges;
    private final long opset;

    HalfCoverage(Shapes shapes, GraphIndex index, CalibratedRanges ranges, long opset) {
        this.shapes = shapes;
        this.constants = Constants.of(index.graph());
        this.index = index;
        this.ranges = ranges;
        this.opset = opset;
    }

    /// Whether a tensor is float32.
    boolean isFloat(String tensor) {
        return constants.isFloat(tensor) || shapes.isFloat(tensor);
    }

    /// Whether a node takes or makes float32.
    boolean concerns(Node node) {
        return !node.is("Constant")
                && Stream.concat(index.needs(node).stream(), node.outputs().stream())
                        .anyMatch(this::isFloat);
    }

    /// Whether a node makes the same of a tensor in either type: it asks for extents, or casts it to another.
    boolean takesEither(Node node) {
        return node.is("Shape")
                || node.is("Size")
                || (node.is("Cast") && !isFloat(node.outputs().getFirst()));
    }

    /// Whether the input at a position becomes float16 with the node.
    boolean follows(Node node, int position) {
        String input = node.inputs().get(position);
        return isFloat(input) && !APART.getOrDefault(node.operator(), Set.of()).contains(position);
    }

    /// Why a node must compute in float32; empty where it need not.
    Optional<String> reasonToStay(Node node) {
        return ofType(node).or(() -> ofTensors(node)).or(() -> ofConstants(node));
    }

    private Optional<String> ofType(Node node) {
        if (!node.graphs().isEmpty()) {
            return Optional.of("control flow is left alone");
        }
        if (!node.domain().isEmpty()) {
            return Optional.of("it is no operator of the ONNX standard");
        }
        if (opset < SINCE.getOrDefault(node.operator(), 0)) {
            return Optional.of("ONNX has no 16-bit form of it in opset " + opset);
        }
        boolean otherwise = TYPED_OTHERWISE.contains(node.operator())
                || (node.is("LayerNormalization") && node.outputs().size() > 1);
        boolean unknown = Stream.concat(node.inputs().stream().filter(index::isLive), node.outputs().stream())
                .anyMatch(tensor -> !tensor.isEmpty() && shapes.of(tensor).isEmpty());
        return otherwise || unknown
                ? Optional.of("the type of what it makes does not follow from that of what it takes")
                : Optional.empty();
    }

    private Optional<String> ofTensors(Node node) {
        return Stream.concat(node.inputs().stream(), node.outputs().stream())
                .flatMap(tensor -> beyond(tensor).stream())
                .findFirst();
    }

    private Optional<String> beyond(String tensor) {
        Optional<String> unfit = Optional.ofNullable(ranges.unfit().get(tensor));
        return unfit.or(() -> Optional.ofNullable(ranges.ranges().get(tensor))
                .filter(range -> Math.max(range.high(), -range.low()) > GREATEST)
                .map(range -> "'" + tensor + "' reaches from " + range.low() + " to " + range.high()
                        + " on calibration samples, beyond the greatest 16-bit number, 65504"));
    }

    private Optional<String> ofConstants(Node node) {
        for (int i = 0; i < node.inputs().size(); i++) {
            String input = node.inputs().get(i);
            if (constants.isFloat(input) && follows(node, i)) {
                Optional<String> reason = ofConstant(node, input);
                if (reason.isPresent()) {
                    return reason;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<String> ofConstant(Node node, String tensor) {
        float[] values = constants.floats(tensor);
        float peak = WeightRounding.peaks(values, WeightRounding.Layout.whole(values.length))[0];
        if (Float.isNaN(peak) || (peak > GREATEST && !node.is("Clip"))) {
            return Optional.of(
                    "its constant '" + tensor + "' is not finite or beyond the greatest 16-bit number, 65504");
        }
        return values.length == 1 && peak != 0 && Float.floatToFloat16(peak) == 0
                ? Optional.of("its constant '" + tensor + "' (" + peak + ") is 0 in 16 bits")
                : Optional.empty();
    }
}
