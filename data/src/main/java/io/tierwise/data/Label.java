package io.tierwise.data;

import java.util.Arrays;

/// What a sample is known to show.
public sealed interface Label {
    /// The class of the whole sample, counted from 0.
    record ClassIndex(int index) implements Label {
        public ClassIndex {
            if (index < 0) {
                throw new IllegalArgumentException("A class is counted from 0: " + index);
            }
        }
    }

    /// The class of each pixel, row by row; each byte is an unsigned class 0..255. The array is never written to.
    @SuppressWarnings("ArrayRecordComponent") // one byte a pixel, read in place; equality is by content
    record ClassMap(int height, int width, byte[] classes) implements Label {
        public ClassMap {
            if (height < 1 || width < 1 || (long) height * width != classes.length) {
                throw new IllegalArgumentException("A class map of " + height + "x" + width + " has " + classes.length
                        + " pixels; it must have height x width of them.");
            }
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof ClassMap map
                    && height == map.height
                    && width == map.width
                    && Arrays.equals(classes, map.classes);
        }

        @Override
        public int hashCode() {
            return 31 * (31 * height + width) + Arrays.hashCode(classes);
        }

        @Override
        public String toString() {
            return "ClassMap[" + height + "x" + width + "]";
        }
    }

    /// Nothing is known: only agreement with a reference can be asked.
    record None() implements Label {}
}
