package io.tierwise.runtime;

import io.tierwise.data.ElementType;
import java.util.List;
import java.util.Objects;

/// What a model says of one of its inputs or outputs.
///
/// @param shape dimensions in order; -1 where the model leaves one open
public record TensorSpec(String name, ElementType type, List<Long> shape) {

    public TensorSpec {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
        shape = List.copyOf(shape);
        for (long dimension : shape) {
            if (dimension < -1) {
                throw new IllegalArgumentException("dimension of '" + name + "' below -1: " + shape);
            }
        }
    }

    /// Whether a tensor of this shape may stand here: same rank, and equal wherever the model fixes a dimension.
    public boolean accepts(long[] found) {
        if (found.length != shape.size()) {
            return false;
        }
        for (int axis = 0; axis < found.length; axis++) {
            long expected = shape.get(axis);
            if (expected != -1 && expected != found[axis]) {
                return false;
            }
        }
        return true;
    }

    /// Whether every dimension is fixed.
    public boolean isStatic() {
        return !shape.contains(-1L);
    }
}
