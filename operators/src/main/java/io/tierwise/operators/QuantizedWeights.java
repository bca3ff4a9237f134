package io.tierwise.operators;

import io.tierwise.onnx.Node;
import io.tierwise.operators.WeightRounding.Layout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Writes the 8-bit weights and 32-bit biases of nodes; one weight is on the heap at a time.
final class QuantizedWeights {

    private final Constants constants;
    private final GraphDraft draft;
    private final ByteFormat format;
    private final Map<WeightKey, Written> written = new HashMap<>();

    /// A weight as one kind of node sees it; nodes that share a weight share its bytes where the scales agree.
    private record WeightKey(String tensor, int axis, float factor) {}

    private static final class Written {
        final String dequantized;
        final float[] scales;

        Written(String dequantized, float[] scales) {
            this.dequantized = dequantized;
            this.scales = scales;
        }
    }

    QuantizedWeights(Constants constants, GraphDraft draft, ByteFormat format) {
        this.constants = constants;
        this.draft = draft;
        this.format = format;
    }

    /// The node without what its weights and bias took over: the factors of a Gemm.
    static Node plain(Node node) {
        return node.operator().equals("Gemm") ? Nodes.without(node, "alpha", "beta") : node;
    }

    /// Writes the weights, and the bias if there is one, of a Conv, Gemm or MatMul.
    ///
    /// @param inputScale the scale of the node's activation
    /// @return the names of the weights and the bias in floating point, as the node takes them
    List<String> write(Node node, float inputScale) {
        boolean gemm = node.operator().equals("Gemm");
        float factor = gemm ? Attributes.decimal(node, "alpha", 1) : 1;
        WeightKey key = new WeightKey(node.inputs().get(1), axis(node), factor);
        float[] bias = bias(node, gemm ? Attributes.decimal(node, "beta", 1) : 1);
        Written weight = weight(node, key, bias, inputScale);
        List<String> names = new ArrayList<>(List.of(weight.dequantized));
        if (bias.length > 0) {
            names.add(writeBias(node, bias, weight.scales, inputScale));
        }
        return names;
    }

    private static int axis(Node node) {
        return switch (node.operator()) {
            case "Conv" -> 0;
            case "Gemm" -> Attributes.integer(node, "transB", 0) != 0 ? 0 : 1;
            case "MatMul" -> 1;
            default -> throw new IllegalStateException("no weights in " + node.operator());
        };
    }

    private float[] bias(Node node, float factor) {
        if (node.operator().equals("MatMul") || Inputs.absent(node, 2)) {
            return new float[0];
        }
        float[] bias = constants.floats(node.inputs().get(2));
        for (int i = 0; i < bias.length; i++) {
            bias[i] *= factor;
            if (!Float.isFinite(bias[i])) {
                throw new UnfitNodeException(QuantizationPlan.key(node), "its bias is not finite");
            }
        }
        return bias;
    }

    private Written weight(Node node, WeightKey key, float[] bias, float inputScale) {
        float[] values = constants.floats(key.tensor());
        if (key.factor() != 1) {
            for (int i = 0; i < values.length; i++) {
                values[i] *= key.factor();
            }
        }
        Layout layout = format.perChannel()
                ? Layout.of(constants.shape(key.tensor()), key.axis())
                : Layout.whole(values.length);
        Grid whole = Grid.covering(range(node, key.tensor(), values), format.weights());
        float[] finest = format.perChannel()
                ? WeightRounding.finest(WeightRounding.peaks(values, layout), format.weights())
                : new float[] {whole.scale()};
        int zeroPoint = format.perChannel() ? 0 : whole.zeroPoint();
        float[] scales = WeightRounding.scales(finest, bias, inputScale);
        Optional<Written> known = Optional.ofNullable(written.get(key));
        if (known.isPresent() && Arrays.equals(known.get().scales, scales)) {
            return known.get();
        }
        byte[] bytes = WeightRounding.round(values, layout, scales, zeroPoint, format.weights());
        Written fresh = new Written(dequantize(key, bytes, scales, zeroPoint), scales);
        written.put(key, fresh);
        return fresh;
    }

    private String dequantize(WeightKey key, byte[] bytes, float[] scales, int zeroPoint) {
        String stem = key.tensor();
        Levels levels = format.weights();
        String stored = draft.bytes(stem + levels.suffix(), levels.type(), bytes, constants.shape(stem));
        byte[] zeros = new byte[scales.length];
        Arrays.fill(zeros, (byte) zeroPoint);
        String scale = draft.floats(stem + ".scale", scales, each(scales));
        String zero = draft.bytes(stem + ".zero", levels.type(), zeros, each(scales));
        return dequantized(stem, List.of(stored, scale, zero), key.axis());
    }

    private String dequantized(String stem, List<String> inputs, int axis) {
        String name = draft.fresh(stem + ".dq");
        String node = name + ".DequantizeLinear";
        draft.add(
                format.perChannel()
                        ? Nodes.dequantize(node, inputs, name, axis)
                        : Nodes.of("DequantizeLinear", node, inputs, List.of(name)));
        return name;
    }

    /// The shape of a list with one entry for each channel. One for all channels has no axis: the runtime
    /// refuses a list of one.
    private long[] each(float[] scales) {
        return format.perChannel() ? new long[] {scales.length} : new long[0];
    }

    private String writeBias(Node node, float[] bias, float[] scales, float inputScale) {
        String stem = QuantizationPlan.key(node) + ".bias";
        float[] biasScales = new float[scales.length];
        for (int channel = 0; channel < scales.length; channel++) {
            biasScales[channel] = inputScale * scales[channel];
        }
        String stored = draft.ints(stem + ".s32", WeightRounding.roundBias(bias, scales, inputScale), bias.length);
        String scale = draft.floats(stem + ".scale", biasScales, each(scales));
        return dequantized(stem, List.of(stored, scale), 0);
    }

    /// Writes a constant that stands beside activations as bytes with a grid of its own.
    ///
    /// @return its name in floating point
    String constant(Node node, String tensor) {
        float[] values = constants.floats(tensor);
        Levels levels = format.activations();
        Grid grid = Grid.covering(range(node, tensor, values), levels);
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) grid.quantize(values[i]);
        }
        String stored = draft.bytes(tensor + levels.suffix(), levels.type(), bytes, constants.shape(tensor));
        String scale = draft.scale(tensor + ".scale", grid.scale());
        String zero = draft.bytes(tensor + ".zero", levels.type(), new byte[] {(byte) grid.zeroPoint()});
        String name = draft.fresh(tensor + ".dq");
        draft.add(
                Nodes.of("DequantizeLinear", name + ".DequantizeLinear", List.of(stored, scale, zero), List.of(name)));
        return name;
    }

    private static Range range(Node node, String tensor, float[] values) {
        float low = 0;
        float high = 0;
        for (float value : values) {
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        if (!Float.isFinite(low) || !Float.isFinite(high)) {
            throw new UnfitNodeException(QuantizationPlan.key(node), "its constant '" + tensor + "' is not finite");
        }
        return new Range(low, high);
    }
}
