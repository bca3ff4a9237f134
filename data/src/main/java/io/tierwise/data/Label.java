package io.tierwise.data;

/// What a sample's right answer is.
public sealed interface Label {
    /// One class, from 0, in the numbering of the labels.
    record ClassIndex(int index) implements Label {
        public ClassIndex {
            if (index < 0) {
                throw new IllegalArgumentException("A class is at least 0, found " + index);
            }
        }
    }

    /// One class a pixel, as unsigned bytes in row-major order.
    @SuppressWarnings("ArrayRecordComponent") // pixels, never compared
    record ClassMap(int height, int width, byte[] classes) implements Label {
        public ClassMap {
            if (height < 1 || width < 1 || (long) height * width != classes.length) {
                throw new IllegalArgumentException(
                        "A class map of " + height + "x" + width + " does not fit " + classes.length + " bytes");
            }
        }
    }

    /// No right answer is known.
    record None() implements Label {}
}
