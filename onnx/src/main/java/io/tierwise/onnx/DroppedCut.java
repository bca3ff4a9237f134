package io.tierwise.onnx;

import java.util.List;

/// A way to cut a model that is not offered, and why.
public sealed interface DroppedCut {

    /// Does the same work before as another that carries no more tensors and no more bytes, and less of
    /// one of them.
    ///
    /// @param tensors that would cross
    /// @param by the tensors of the better cut
    record Dominated(List<String> tensors, List<String> by) implements DroppedCut {
        public Dominated {
            tensors = List.copyOf(tensors);
            by = List.copyOf(by);
        }

        @Override
        public String reason() {
            return String.join(" + ", tensors) + ": " + String.join(" + ", by)
                    + " carries no more, with the same nodes before it";
        }
    }

    /// More tensors would cross than a cut may have.
    ///
    /// @param after the node after which the graph was looked at, with all before it in the order of the
    ///     model
    /// @param tensors how many would cross
    record TooMany(String after, int tensors) implements DroppedCut {
        @Override
        public String reason() {
            return "after " + after + ": " + tensors + " tensors would cross, at most " + Cuts.MOST_TENSORS + " may";
        }
    }

    /// A tensor would cross that nothing can carry: its type is no type of numbers.
    ///
    /// @param after as in [TooMany]
    record CannotCross(String after, String tensor) implements DroppedCut {
        @Override
        public String reason() {
            return "after " + after + ": '" + tensor + "' would cross, which is no tensor of numbers";
        }
    }

    /// One line for a reader.
    String reason();
}
