package io.tierwise.onnx;

import java.util.Objects;

/// The length of a tensor along one axis: a number, a name that stands for one, or nothing known.
public sealed interface Dimension {

    /// A known length, 0 or more.
    record Fixed(long size) implements Dimension {
        public Fixed {
            if (size < 0) {
                throw new IllegalArgumentException("a dimension is 0 or more, found " + size);
            }
        }
    }

    /// A length known only when the model runs; equal names are equal lengths.
    record Named(String name) implements Dimension {
        public Named {
            if (Objects.requireNonNull(name, "name").isEmpty()) {
                throw new IllegalArgumentException("a named dimension needs a name");
            }
        }
    }

    /// A length of which nothing is known.
    record Unknown() implements Dimension {}

    /// The length `size`, or [Unknown] for -1.
    static Dimension of(long size) {
        return size == -1 ? new Unknown() : new Fixed(size);
    }

    /// The length, or -1 where it is not a known number.
    default long sizeOrMinusOne() {
        return this instanceof Fixed fixed ? fixed.size() : -1;
    }
}
