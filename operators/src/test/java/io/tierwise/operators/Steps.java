package io.tierwise.operators;

import io.tierwise.onnx.DataType;

/// The values that a byte of a quantized tensor stands for: `(q - zero) * scale`.
///
/// @param low the least `q` of the type
/// @param high the greatest `q` of the type
record Steps(double scale, long zero, long low, long high) {

    static Steps of(double scale, long zero, DataType type) {
        return type == DataType.UINT8 ? new Steps(scale, zero, 0, 255) : new Steps(scale, zero, -128, 127);
    }

    double value(double q) {
        return (q - zero) * scale;
    }

    /// The nearest `q` to a value, ties to even, as the text of QuantizeLinear says.
    long nearest(double value) {
        return (long) Math.clamp(Math.rint(value / scale) + zero, (double) low, (double) high);
    }
}
