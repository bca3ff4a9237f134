package io.tierwise.onnx;

import java.util.List;
import java.util.Objects;

/// A tensor that crosses a cut.
///
/// @param tensor its name
/// @param bytes of it
/// @param origins the tensor itself, or, for one that holds sizes, those it is worked out from
public record Carried(String tensor, long bytes, List<Origin> origins) {

    /// A tensor of values.
    ///
    /// @param node the place of its maker among [Cuts#nodes()]; -1 for an input of the model
    public record Origin(String tensor, int node) {

        boolean isAfter(Head head) {
            return node >= 0 && !head.has(node);
        }
    }

    public Carried {
        Objects.requireNonNull(tensor, "tensor");
        origins = List.copyOf(origins);
    }

    /// A tensor of values made by the node at this place among [Cuts#nodes()], -1 for an input of the
    /// model.
    public static Carried values(String tensor, long bytes, int node) {
        return new Carried(tensor, bytes, List.of(new Origin(tensor, node)));
    }
}
