package io.tierwise.operators;

import io.tierwise.data.Tensor;
import io.tierwise.runtime.FittedCodec;

/// How small codecs make tensors, and how fast: taken where bytes can be packed, which operators cannot.
@FunctionalInterface
public interface CodecPace {

    /// Writes a tensor once as it travels and reads it back once.
    ///
    /// @throws IllegalArgumentException when the codec does not fit the tensor
    Coded once(FittedCodec codec, Tensor tensor);

    /// What writing and reading took.
    ///
    /// @param bytes that are left to carry, ranges included
    /// @param encodeNanos time to write, in nanoseconds
    /// @param decodeNanos time to read, in nanoseconds
    record Coded(long bytes, double encodeNanos, double decodeNanos) {

        /// Both, one after the other.
        Coded plus(Coded other) {
            return new Coded(bytes + other.bytes, encodeNanos + other.encodeNanos, decodeNanos + other.decodeNanos);
        }
    }
}
