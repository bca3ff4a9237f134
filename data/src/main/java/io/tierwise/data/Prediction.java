package io.tierwise.data;

import java.util.Arrays;
import java.util.List;

/// What a model says about one sample, compact enough to be kept for every sample and strategy.
public sealed interface Prediction {
    /// Classes of the whole sample, best first, in the numbering of the labels; empty if no score was a number.
    record TopClasses(List<Integer> best) implements Prediction {
        public TopClasses {
            best = List.copyOf(best);
        }

        @Override
        public double agreement(Prediction other) {
            boolean same = other instanceof TopClasses(List<Integer> others)
                    && best.isEmpty() == others.isEmpty()
                    && (best.isEmpty() || best.getFirst().equals(others.getFirst()));
            return same ? 1 : 0;
        }

        @Override
        public Label asLabel() {
            return best.isEmpty() || best.getFirst() < 0 ? new Label.None() : new Label.ClassIndex(best.getFirst());
        }
    }

    /// The class of each pixel, row by row; each byte is an unsigned class. The array is never written to.
    @SuppressWarnings("ArrayRecordComponent") // one byte a pixel, read in place; equality is by content
    record PixelClasses(int height, int width, byte[] classes) implements Prediction {
        public PixelClasses {
            if (height < 1 || width < 1 || (long) height * width != classes.length) {
                throw new IllegalArgumentException(
                        "A class map of " + height + "x" + width + " has " + classes.length + " pixels.");
            }
        }

        @Override
        public double agreement(Prediction other) {
            if (!(other instanceof PixelClasses map) || map.height != height || map.width != width) {
                return 0;
            }
            int same = 0;
            for (int i = 0; i < classes.length; i++) {
                same += classes[i] == map.classes[i] ? 1 : 0;
            }
            return same / (double) classes.length;
        }

        @Override
        public Label asLabel() {
            return new Label.ClassMap(height, width, classes);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof PixelClasses map
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
            return "PixelClasses[" + height + "x" + width + "]";
        }
    }

    /// The share of the answer that equals `other`: 1 or 0 for the best class, the share of equal pixels for a map.
    double agreement(Prediction other);

    /// Whether the answer is the same: the same best class, or the same class in every pixel.
    default boolean sameAs(Prediction other) {
        return agreement(other) == 1;
    }

    /// This answer taken as the truth, so that others can be scored against it.
    Label asLabel();

    /// A form for a journal: version, kind, content, checksum.
    default byte[] encode() {
        return PredictionCodec.encode(this);
    }

    /// Reads what [#encode()] wrote.
    ///
    /// @throws DataException if the bytes are damaged or of an unknown version
    static Prediction decode(byte[] bytes) {
        return PredictionCodec.decode(bytes);
    }
}
