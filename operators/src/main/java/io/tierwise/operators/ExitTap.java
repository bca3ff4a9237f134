package io.tierwise.operators;

import java.util.List;

/// A tensor that heads may read where a model can be cut early enough for leaving there to save time.
///
/// @param cut how texts call the cut: the tensors that cross, joined by `+`
/// @param tensor the one that is read, the last of them to be made
/// @param shape at batch 1: [1, C, H, W], or [1, T, C] of a transformer encoder's T tokens
/// @param nanos time of the nodes before the cut, in nanoseconds
record ExitTap(String cut, String tensor, List<Long> shape, double nanos) {

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
