package io.tierwise.data;

/// How many samples a role gets.
public sealed interface Share {
    /// A fraction of all samples, in [0, 1].
    record Fraction(double value) implements Share {
        public Fraction {
            if (!(value >= 0 && value <= 1)) {
                throw new DataException("A share is 0% to 100%, not " + value * 100 + "%.");
            }
        }
    }

    /// So many samples.
    record Count(int value) implements Share {
        public Count {
            if (value < 0) {
                throw new DataException("A number of samples is at least 0, not " + value + ".");
            }
        }
    }

    /// Reads `15%` as a fraction and `150` as a count.
    ///
    /// @throws DataException if the text is neither
    static Share parse(String text) {
        String trimmed = text.strip();
        try {
            return trimmed.endsWith("%")
                    ? new Fraction(Double.parseDouble(trimmed.substring(0, trimmed.length() - 1)) / 100)
                    : new Count(Integer.parseInt(trimmed));
        } catch (NumberFormatException e) {
            throw new DataException("'" + text + "' is no share of samples: write 15% or a whole number.", e);
        }
    }
}
