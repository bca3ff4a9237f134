package io.tierwise.operators;

import static io.tierwise.operators.OperatorCases.with;

import java.util.List;

/// Nodes whose form depends on the version of the operators: attributes that became inputs.
final class Forms {

    private final Net net;
    private final long opset;

    Forms(Net net, long opset) {
        this.net = net;
        this.opset = opset;
    }

    String clip(String from, float low, float high) {
        return opset < 11
                ? net.node("Clip", List.of(from), with("min", low, "max", high))
                : net.node("Clip", from, scalar(low), scalar(high));
    }

    String scalar(float value) {
        return net.floats(new float[] {value}, new long[0]);
    }

    String pad(String from, float value, String mode, long... pads) {
        return opset < 11
                ? net.node("Pad", List.of(from), with("pads", pads, "value", value, "mode", mode))
                : net.node("Pad", List.of(from, net.longs(pads), scalar(value)), with("mode", mode));
    }

    String slice(String from, long axis, long start, long end) {
        return opset < 10
                ? net.node(
                        "Slice",
                        List.of(from),
                        with("starts", new long[] {start}, "ends", new long[] {end}, "axes", new long[] {axis}))
                : net.node("Slice", from, net.longs(start), net.longs(end), net.longs(axis));
    }

    String squeeze(String from, long... axes) {
        return axes("Squeeze", from, opset < 13, axes);
    }

    String unsqueeze(String from, long... axes) {
        return axes("Unsqueeze", from, opset < 13, axes);
    }

    String mean(String from, int keepdims, long... axes) {
        return opset < 18
                ? net.node("ReduceMean", List.of(from), with("axes", axes, "keepdims", keepdims))
                : net.node("ReduceMean", List.of(from, net.longs(axes)), with("keepdims", keepdims));
    }

    private String axes(String operator, String from, boolean attribute, long... axes) {
        return attribute
                ? net.node(operator, List.of(from), with("axes", axes))
                : net.node(operator, from, net.longs(axes));
    }

    /// Twice as high and wide.
    String enlarge(String from, String mode, String coordinates) {
        float[] scales = {1, 1, 2, 2};
        if (opset < 10) {
            return net.node("Upsample", List.of(from, net.floats(scales, 4)), with("mode", mode));
        }
        if (opset < 11) {
            return net.node("Resize", List.of(from, net.floats(scales, 4)), with("mode", mode));
        }
        String region = opset < 13 ? net.floats(new float[0], 0) : "";
        return net.node(
                "Resize",
                List.of(from, region, net.floats(scales, 4)),
                with("mode", mode, "coordinate_transformation_mode", coordinates, "nearest_mode", "floor"));
    }

    String hardSwish(String from) {
        return opset < 14
                ? net.node("Mul", from, net.node("HardSigmoid", List.of(from), with("alpha", 1 / 6f, "beta", 0.5f)))
                : net.node("HardSwish", from);
    }

    /// The layer normalization of transformers: one node, or what exporters write before there was one.
    String layerNorm(String from, int width) {
        String gain = net.weight(0.5f, width);
        String shift = net.weight(0.2f, width);
        if (opset >= 17) {
            return net.node("LayerNormalization", from, gain, shift);
        }
        String centred = net.node("Sub", from, mean(from, 1, -1));
        String variance = mean(net.node("Mul", centred, centred), 1, -1);
        String spread = net.node("Sqrt", net.add(variance, scalar(1e-5f)));
        return net.add(net.node("Mul", net.node("Div", centred, spread), gain), shift);
    }
}
