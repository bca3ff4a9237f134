package io.tierwise.exits;

/// How a head turns features into an answer.
public sealed interface HeadForm {
    /// One linear map.
    record Linear() implements HeadForm {}

    /// One hidden layer of rectified units, then a linear map.
    record Hidden(int units) implements HeadForm {
        public Hidden {
            if (units < 1) {
                throw new IllegalArgumentException("a hidden layer has at least one unit, found " + units);
            }
        }
    }

    /// Units of the hidden layer; 0 where there is none.
    default int hiddenUnits() {
        return switch (this) {
            case Linear() -> 0;
            case Hidden(int units) -> units;
        };
    }
}
