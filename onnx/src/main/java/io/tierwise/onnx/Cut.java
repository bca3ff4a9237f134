package io.tierwise.onnx;

import java.util.List;
import java.util.Objects;

/// Tensors at which a model falls into a head and a tail: what comes after them can be computed from
/// them and constants alone, and nothing before them needs anything after.
///
/// @param carried what crosses, in the order of the model, tensors that hold sizes last; inputs of the
///     model that the tail still needs are among it, outputs that the head gives already are not
/// @param head the nodes before
public record Cut(List<Carried> carried, Head head) {

    public Cut {
        carried = List.copyOf(carried);
        Objects.requireNonNull(head, "head");
        if (carried.isEmpty()) {
            throw new IllegalArgumentException("a cut without tensors");
        }
    }

    /// The tensors that cross.
    public List<String> tensors() {
        return carried.stream().map(Carried::tensor).toList();
    }

    /// Bytes of all that crosses.
    public long bytes() {
        return carried.stream().mapToLong(Carried::bytes).sum();
    }

    /// Whether a model can be cut here first and at the other later: the part between has nodes of its
    /// own, and makes what crosses there from what crosses here.
    public boolean isBefore(Cut other) {
        return !head.equals(other.head)
                && head.isWithin(other.head)
                && other.carried.stream().allMatch(this::hasOrLeaves);
    }

    private boolean hasOrLeaves(Carried later) {
        return crosses(later.tensor())
                || later.origins().stream().allMatch(origin -> origin.isAfter(head) || crosses(origin.tensor()));
    }

    private boolean crosses(String tensor) {
        return carried.stream().anyMatch(one -> one.tensor().equals(tensor));
    }
}
