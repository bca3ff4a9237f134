package io.tierwise.operators;

/// How a quantized model writes its activations and weights.
public enum Scheme {
    /// Left open: chosen by running candidates where the model will run.
    AUTO("auto"),
    /// Activations as unsigned bytes over their own range, weights as signed bytes symmetric around zero
    /// with one scale for each output channel.
    U8S8("u8s8"),
    /// Like [#U8S8] with one scale for all weights of a node.
    U8S8_PER_TENSOR("u8s8-tensor"),
    /// Activations as signed bytes, symmetric around zero where they have both signs and from -128 up
    /// where they have not, weights as in [#U8S8]. On processors without kernels for it the runtime
    /// computes such convolutions in floating point.
    S8S8("s8s8"),
    /// Activations and weights as unsigned bytes over their own range.
    U8U8("u8u8"),
    /// Like [#U8S8] with weights from -64 to 64: sums of two products then fit into 16 bits, which
    /// processors without 8-bit dot products add up in.
    U8S7("u8s7"),
    /// Weights as signed bytes with one scale for each output channel, activations as unsigned bytes over the
    /// range they have in each run; products with constant matrices (MatMul, Gemm) alone.
    DYNAMIC("dynamic"),
    /// Weights and activations as 16-bit floating point where its range suffices.
    FP16("fp16"),
    /// Weights as signed bytes in the file, 32-bit floating point when the model runs.
    WEIGHTS("weights"),
    /// The model as it is: what [#AUTO] becomes where nothing else is worth it.
    FLOAT("float");

    private final String text;

    Scheme(String text) {
        this.text = text;
    }

    /// Whether activations become integers with ranges fixed by calibration.
    public boolean fixesRanges() {
        return switch (this) {
            case U8S8, U8S8_PER_TENSOR, S8S8, U8U8, U8S7 -> true;
            case AUTO, DYNAMIC, FP16, WEIGHTS, FLOAT -> false;
        };
    }

    /// Whether a model is written differently after what its tensors are on calibration samples.
    public boolean learnsFromSamples() {
        return fixesRanges() || this == FP16 || this == AUTO;
    }

    /// The argument in the text form, for example `u8s8`.
    public String text() {
        return text;
    }
}
