package io.tierwise.operators;

import java.util.List;

/// A tensor that heads may read: a legal cut, early enough for leaving there to save time.
///
/// @param tensor what crosses if the model is cut here
/// @param shape at batch 1: [1, C, H, W], or [1, T, C] of a transformer encoder's T tokens
/// @param nanos time of the nodes before it, in nanoseconds
record ExitTap(String tensor, List<Long> shape, double nanos) {

    ExitTap {
        shape = List.copyOf(shape);
    }

    /// Whether it holds tokens rather than an image of channels.
    boolean hasTokens() {
        return shape.size() == 3;
    }

    /// Numbers of features that describe a token or a pixel.
    int channels() {
        return Math.toIntExact(shape.get(hasTokens() ? 2 : 1));
    }

    long height() {
        return shape.get(2);
    }

    long width() {
        return shape.get(3);
    }
}
