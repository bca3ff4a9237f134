package io.tierwise.operators;

import io.tierwise.onnx.Cut;
import io.tierwise.runtime.Codec;
import java.util.List;
import java.util.Objects;

/// A legal place to cut a model: everything after it follows from the tensors that cross.
///
/// @param cut the tensors that cross, with bytes at batch 1, and the nodes before
/// @param headParameters numbers in the weights before it
/// @param headWeightBytes bytes of the weights before it
/// @param headNanos time of the nodes before it, in nanoseconds; 0 where nothing was timed
/// @param natural whether the nodes around it still fuse when it is cut here
public record CutPlace(Cut cut, long headParameters, long headWeightBytes, double headNanos, boolean natural) {

    /// Between the names of tensors that cross together.
    public static final String AND = "+";

    public CutPlace {
        Objects.requireNonNull(cut, "cut");
    }

    /// How texts call it: its tensors joined by `+`.
    public String name() {
        return String.join(AND, tensors());
    }

    /// The tensors that cross.
    public List<String> tensors() {
        return cut.tensors();
    }

    /// Bytes of all that crosses, at batch 1.
    public long bytes() {
        return cut.bytes();
    }

    /// Whether one tensor crosses alone.
    public boolean isSingle() {
        return cut.carried().size() == 1;
    }

    CutAccount account(Codec codec) {
        return new CutAccount(
                cut.carried().stream()
                        .map(carried -> new CutAccount.Tensor(carried.tensor(), carried.bytes()))
                        .toList(),
                codec,
                headParameters);
    }
}
