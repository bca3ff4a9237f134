package io.tierwise.operators;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

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

    /// The mean of each sample's least and greatest value, newer samples counting more.
    record MovingAverage() implements Calibrator {
        @Override
        public String text() {
            return "average";
        }
    }

    /// The range that holds a share of all values.
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

    /// Ranges from elsewhere: measured before, or written by hand. They have no text form.
    ///
    /// @param ranges by tensor
    record Given(Map<String, Range> ranges) implements Calibrator {
        public Given {
            ranges = Map.copyOf(ranges);
        }

        @Override
        public String text() {
            return "given";
        }
    }

    /// Reads the text form; empty if it is none.
    ///
    /// @throws OperatorException when a percentile is not a number between 50 and 100
    static Optional<Calibrator> parse(String text) {
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
