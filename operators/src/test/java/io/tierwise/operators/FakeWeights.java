package io.tierwise.operators;

import io.tierwise.onnx.DataType;
import io.tierwise.onnx.Node;
import io.tierwise.onnx.Weight;
import java.util.Arrays;
import java.util.Optional;

/// Constants rounded to 8 or 32 bits by the rules we document, in double precision and without a look
/// at the rounded values of the quantized model; of that only types, axes and the activation's scale
/// are taken.
///
/// - int8: symmetric; the channel's peak is the last level, 127, or 64 where all levels are within; a
///   scale is coarser where the bias would not fit into 31 bits; 1 for nothing but zeros. Halves up.
/// - uint8: from the least to the greatest value and 0 in 255 steps. Ties to even.
/// - int32: a bias in steps of the activation's scale times the weight's. Ties to even.
final class FakeWeights {

    private static final double BIAS_ROOM = 1 << 30;
    private static final double SCALE_TOLERANCE = 1e-6;

    private final WrittenModel written;
    private final Node node;

    /// @param node of the quantized model
    FakeWeights(WrittenModel written, Node node) {
        this.written = written;
        this.node = node;
    }

    /// The constant at a position of the node as its rounded form says; itself where it is not rounded.
    ///
    /// @param bias what stands at the third position, for weights that must leave room for it
    Values at(int position, Values constant, Optional<Values> bias) {
        Optional<Node> dequantize = written.dequantizedConstant(node, position);
        return dequantize
                .map(form -> {
                    Weight stored = written.weight(form.inputs().getFirst());
                    return switch (stored.type()) {
                        case INT8 -> symmetric(form, constant, bias);
                        case UINT8 -> asymmetric(form, constant);
                        case INT32 -> bias(form, constant);
                        default -> throw new UnsupportedByOracleException("weights of type " + stored.type());
                    };
                })
                .orElse(constant);
    }

    private Values symmetric(Node form, Values constant, Optional<Values> bias) {
        int axis = written.axis(form);
        double levels = levels(form);
        double[] scales = new double[axis < 0 ? 1 : constant.extent(axis)];
        int[] index = new int[constant.rank()];
        for (int i = 0; i < constant.size(); i++) {
            int channel = axis < 0 ? 0 : index[axis];
            scales[channel] = Math.max(scales[channel], (float) (Math.abs(constant.flat(i)) / levels));
            Values.advance(index, constant.shape());
        }
        Optional<Steps> activation = written.stepsOfActivation(node);
        boolean biased = written.dequantizedConstant(node, 2).isPresent();
        for (int channel = 0; channel < scales.length; channel++) {
            if (biased && bias.isPresent() && activation.isPresent()) {
                double least = biasPeak(bias.get(), axis < 0 ? -1 : channel)
                        / BIAS_ROOM
                        / activation.get().scale();
                scales[channel] = Math.max(scales[channel], (float) least);
            }
            scales[channel] = scales[channel] < Float.MIN_NORMAL ? 1 : scales[channel];
        }
        checkScales(form, scales);
        return Values.generate(constant.shape(), at -> {
            double scale = scales[axis < 0 ? 0 : at[axis]];
            double level = Math.floor(constant.at(at) / scale + 0.5);
            return Math.clamp(level, -levels, levels) * scale;
        });
    }

    private static double biasPeak(Values bias, int channel) {
        return channel < 0 ? bias.peak() : Math.abs(bias.flat(channel));
    }

    /// 64 where the scheme leaves the upper half of the levels unused.
    private double levels(Node form) {
        long most = Arrays.stream(written.weight(form.inputs().getFirst()).longs())
                .map(Math::abs)
                .max()
                .orElse(0);
        return most > 0 && most <= 64 ? 64 : 127;
    }

    private Values asymmetric(Node form, Values constant) {
        double low = Math.min(0, Arrays.stream(constant.data()).min().orElse(0));
        double high = Math.max(0, Arrays.stream(constant.data()).max().orElse(0));
        double exact = (float) ((high - low) / 255);
        double scale = exact < Float.MIN_NORMAL ? 1 : exact;
        checkScales(form, new double[] {scale});
        Steps steps = Steps.of(scale, (long) Math.rint(-low / scale), DataType.UINT8);
        return Values.generate(constant.shape(), at -> steps.value((double) steps.nearest(constant.at(at))));
    }

    private Values bias(Node form, Values constant) {
        float[] scales = written.weight(form.inputs().get(1)).floats();
        float[] weightScales = written.weight(written.dequantizedConstant(node, 1)
                        .orElseThrow()
                        .inputs()
                        .get(1))
                .floats();
        double activation = written.stepsOfActivation(node).orElseThrow().scale();
        double[] expected = new double[scales.length];
        Arrays.setAll(expected, i -> activation * weightScales[Math.min(i, weightScales.length - 1)]);
        checkScales(form, expected);
        Values flat = constant.reshaped(constant.size());
        return Values.generate(flat.shape(), at -> {
                    double scale = expected[expected.length == 1 ? 0 : at[0]];
                    return Math.rint(flat.at(at) / scale) * scale;
                })
                .reshaped(constant.shape());
    }

    private void checkScales(Node form, double[] expected) {
        float[] found = written.weight(form.inputs().get(1)).floats();
        for (int i = 0; i < expected.length; i++) {
            if (found.length != expected.length
                    || Math.abs(found[i] - expected[i]) > SCALE_TOLERANCE * Math.abs(expected[i])) {
                throw new AssertionError("%s takes %s with the scale %s, by our rules it is %s"
                        .formatted(
                                node.label(),
                                form.inputs().getFirst(),
                                Arrays.toString(found),
                                Arrays.toString(expected)));
            }
        }
    }
}
