package io.tierwise.operators;

import io.tierwise.data.DidYouMean;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// How the range of an activation follows from the values it takes on calibration samples.
///
/// The range is what 256 levels are spread over; values beyond are clipped to its ends.
public sealed interface Calibrator {

    /// The argument in the text form, for example `minmax` or `percentile=99.9`.
    String text();

    /// From the least to the greatest value seen.
    record MinMax() implements Calibrator {
        @Override
        public String text() {
            return "minmax";
        }
    }

    /// The mean of each sample's least and greatest value, newer samples counting slightly more.
    record MovingAverage() implements Calibrator {
        @Override
        public String text() {
            return "average";
        }
    }

    /// The range that holds a share of all values other than zero; what lies farthest from zero is left out.
    ///
    /// @param percent of values inside, above 50 and at most 100
    record Percentile(double percent) implements Calibrator {
        static final double USUAL = 99.99;

        public Percentile {
            if (!(percent > 50 && percent <= 100)) {
                throw new OperatorException("a percentile lies above 50 and at most at 100, found " + percent);
            }
        }

        @Override
        public String text() {
            return percent == USUAL ? "percentile" : "percentile=" + String.format(Locale.ROOT, "%s", percent);
        }
    }

    /// The range whose quantized distribution is nearest to that of all values by Kullback-Leibler
    /// divergence.
    record Entropy() implements Calibrator {
        @Override
        public String text() {
            return "entropy";
        }
    }

    /// The range with the least mean squared error of quantized values.
    record SquaredError() implements Calibrator {
        @Override
        public String text() {
            return "mse";
        }
    }

    /// Ranges from elsewhere: measured before, or written by hand. Their text form is for people and is
    /// not read back.
    ///
    /// @param origin where they come from, such as the name of a file
    /// @param ranges taken as they are
    record Given(String origin, CalibratedRanges ranges) implements Calibrator {
        public Given {
            Objects.requireNonNull(origin, "origin");
            Objects.requireNonNull(ranges, "ranges");
        }

        @Override
        public String text() {
            return "ranges=" + origin;
        }

        /// Refuses ranges that lack one of these tensors.
        void check(Set<String> tensors) {
            List<String> missing = tensors.stream()
                    .filter(tensor -> !ranges.ranges().containsKey(tensor))
                    .filter(tensor -> !ranges.unfit().containsKey(tensor))
                    .sorted()
                    .toList();
            if (!missing.isEmpty()) {
                String more = missing.size() == 1 ? "" : " and " + (missing.size() - 1) + " more";
                throw new OperatorException(origin + " has no range of tensor '" + missing.getFirst() + "'" + more
                        + ": add it, or learn ranges from samples anew");
            }
        }

        /// Refuses ranges of a tensor that a model does not have.
        ///
        /// @param known its tensors; what quantization makes of them on its way has a dot behind their name
        void checkNames(Set<String> known) {
            Stream.concat(ranges.ranges().keySet().stream(), ranges.unfit().keySet().stream())
                    .filter(tensor ->
                            !known.contains(tensor) && known.stream().noneMatch(k -> tensor.startsWith(k + ".")))
                    .findFirst()
                    .ifPresent(tensor -> {
                        throw new OperatorException(origin + " has a range of '" + tensor
                                + "', and the model has no such tensor"
                                + DidYouMean.nearest(tensor, known)
                                        .map(near -> "; did you mean '" + near + "'?")
                                        .orElse("; remove it, or take the ranges of this model"));
                    });
        }
    }

    /// Reads the text form; empty if it is none.
    ///
    /// @throws OperatorException when a percentile is not a number between 50 and 100
    static Optional<Calibrator> parse(String text) {
        if (text.startsWith("ranges=")) {
            throw new OperatorException(
                    "'" + text + "': ranges from a file are for the command quantize (--ranges FILE);"
                            + " a study learns its own, by minmax, average, percentile, entropy or mse");
        }
        String percentile = "percentile=";
        if (text.startsWith(percentile)) {
            try {
                return Optional.of(new Percentile(Double.parseDouble(text.substring(percentile.length()))));
            } catch (NumberFormatException e) {
                throw new OperatorException("'" + text + "' must be percentile=NUMBER, such as percentile=99.9", e);
            }
        }
        return switch (text) {
            case "minmax" -> Optional.of(new MinMax());
            case "average" -> Optional.of(new MovingAverage());
            case "percentile" -> Optional.of(new Percentile(Percentile.USUAL));
            case "entropy" -> Optional.of(new Entropy());
            case "mse" -> Optional.of(new SquaredError());
            default -> Optional.empty();
        };
    }
}
