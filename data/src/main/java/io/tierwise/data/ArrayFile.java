package io.tierwise.data;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.function.IntFunction;

/// A file that holds an array whose first dimension counts samples.
sealed interface ArrayFile permits NpyFile, IdxFile {
    Path path();

    ElementType type();

    /// The whole shape, samples first.
    long[] shape();

    /// Sample `index` without the first dimension, elements in the machine's order.
    ///
    /// @param memory gives a direct buffer of so many bytes, where the sample will lie
    Tensor read(int index, IntFunction<ByteBuffer> memory);

    /// Number of samples.
    default int size() {
        return (int) shape()[0];
    }

    /// Whether samples are pixels: bytes of shape `[H, W]`, `[H, W, 1]` or `[H, W, 3]`.
    default boolean isPixels() {
        long[] shape = shape();
        return type() == ElementType.UINT8
                && (shape.length == 3 || (shape.length == 4 && (shape[3] == 1 || shape[3] == 3)));
    }
}
