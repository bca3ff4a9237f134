package io.tierwise.operators;

import io.tierwise.onnx.Node;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// A BatchNormalization whose statistics are constants: `y = (x - mean) * factor + offset` for each channel.
/// The weights and the bias of a convolution can take it over.
///
/// @param factors `gamma / sqrt(variance + epsilon)`
/// @param offsets `beta`
@SuppressWarnings("ArrayRecordComponent") // package-private, never compared
record Normalization(double[] factors, float[] means, float[] offsets) {

    private static final int INPUTS = 5;

    /// Whether a node is one, of this many channels: the runtime also opens models whose statistics are not
    /// one for each channel.
    static boolean isOne(Node node, long channels, Constants constants) {
        return node.is("BatchNormalization")
                && node.inputs().size() == INPUTS
                && node.outputs().size() == 1
                && Attributes.integer(node, "training_mode", 0) == 0
                && statistics(node).allMatch(name -> constants.isFloat(name) && constants.elements(name) == channels);
    }

    private static Stream<String> statistics(Node node) {
        return node.inputs().stream().skip(1);
    }

    static Normalization of(Node node, Constants constants) {
        List<float[]> values = statistics(node).map(constants::floats).toList();
        double epsilon = Attributes.decimal(node, "epsilon", 1e-5f);
        double[] factors = new double[values.getFirst().length];
        for (int channel = 0; channel < factors.length; channel++) {
            factors[channel] = values.get(0)[channel] / Math.sqrt(values.get(3)[channel] + epsilon);
        }
        return new Normalization(factors, values.get(2), values.get(1));
    }

    int channels() {
        return factors.length;
    }

    /// The bias of a convolution that does its own work and the normalization's.
    ///
    /// @param own the convolution's own bias
    float[] bias(float[] own) {
        float[] bias = new float[channels()];
        for (int channel = 0; channel < bias.length; channel++) {
            bias[channel] = (float) ((own[channel] - means[channel]) * factors[channel] + offsets[channel]);
        }
        return bias;
    }

    /// The weights of a convolution that does nothing but normalize: one for each channel.
    float[] weights() {
        float[] weights = new float[channels()];
        for (int channel = 0; channel < weights.length; channel++) {
            weights[channel] = (float) factors[channel];
        }
        return weights;
    }

    /// Multiplies weights of a Conv, `[made, taken / groups, kernel..]`, or of a ConvTranspose,
    /// `[taken, made / groups, kernel..]`, by the factors of the channels they make.
    void scale(Node convolution, float[] weights, long[] shape) {
        boolean transposed = convolution.is("ConvTranspose");
        int kernel =
                (int) LongStream.of(Arrays.copyOfRange(shape, 2, shape.length)).reduce(1, Math::multiplyExact);
        int second = (int) shape[1];
        int takenByGroup = transposed ? (int) (shape[0] * second / channels()) : 0;
        for (int i = 0; i < weights.length; i++) {
            int first = i / kernel / second;
            int channel = transposed ? first / takenByGroup * second + i / kernel % second : first;
            weights[i] *= (float) factors[channel];
        }
    }
}
