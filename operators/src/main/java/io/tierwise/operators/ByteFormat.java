package io.tierwise.operators;

/// How a static scheme writes tensors as bytes.
///
/// @param activations levels of what nodes compute from and give
/// @param weights levels of what they multiply with
/// @param perChannel whether each output channel of a weight has a scale of its own
record ByteFormat(Levels activations, Levels weights, boolean perChannel) {

    ByteFormat {
        if (perChannel && weights == Levels.UNSIGNED) {
            throw new IllegalArgumentException("kernels take one zero point for all channels; it must be 0 for many");
        }
    }

    /// The format of a scheme whose ranges are fixed before the model runs.
    ///
    /// @throws OperatorException for a scheme without such ranges
    static ByteFormat of(Scheme scheme) {
        return switch (scheme) {
            case U8S8 -> new ByteFormat(Levels.UNSIGNED, Levels.BALANCED, true);
            case U8S8_PER_TENSOR -> new ByteFormat(Levels.UNSIGNED, Levels.BALANCED, false);
            case S8S8 -> new ByteFormat(Levels.SIGNED, Levels.BALANCED, true);
            case U8U8 -> new ByteFormat(Levels.UNSIGNED, Levels.UNSIGNED, false);
            case U8S7 -> new ByteFormat(Levels.UNSIGNED, Levels.BALANCED_7_BIT, true);
            case AUTO, DYNAMIC, FP16, WEIGHTS, FLOAT ->
                throw new OperatorException("'" + scheme.text() + "' has no fixed ranges of activations");
        };
    }
}
