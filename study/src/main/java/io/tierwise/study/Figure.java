package io.tierwise.study;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/// A figure of a strategy that a goal can speak of.
public enum Figure {
    P50(Kind.TIME),
    P95(Kind.TIME),
    P99(Kind.TIME),
    MEAN(Kind.TIME),
    /// accuracy of the untouched model minus the strategy's, in [-1, 1]
    DROP(Kind.SHARE),
    /// the task's metric, in [0, 1]
    ACCURACY(Kind.SHARE),
    /// peak memory on the tier that needs most, in bytes
    MEMORY(Kind.SIZE),
    /// bytes sent over all links by one trial
    BYTES(Kind.SIZE);

    private enum Kind {
        TIME,
        SHARE,
        SIZE
    }

    private static final int SHOWN_DIGITS = 4;

    /// As many as a double keeps from text to text.
    private static final int EVERY_DIGIT = 15;

    private final Kind kind;

    Figure(Kind kind) {
        this.kind = kind;
    }

    /// The word goals use: `p95`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Whether it is a latency, in nanoseconds.
    public boolean isTime() {
        return kind == Kind.TIME;
    }

    /// Which quantile it is, in [0, 1]; empty if it is none.
    public OptionalDouble probability() {
        return switch (this) {
            case P50 -> OptionalDouble.of(0.5);
            case P95 -> OptionalDouble.of(0.95);
            case P99 -> OptionalDouble.of(0.99);
            case MEAN, DROP, ACCURACY, MEMORY, BYTES -> OptionalDouble.empty();
        };
    }

    /// The figure of that word; `context` is quoted in the error.
    static Figure named(String word, String context) {
        return Arrays.stream(values())
                .filter(figure -> figure.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new GoalException("'" + context + "': '" + word + "' is no figure; there are "
                        + Arrays.stream(values()).map(Figure::word).collect(Collectors.joining(", ")) + "."));
    }

    /// Reads a bound in this figure's unit: nanoseconds, a share in [0, 1], or bytes; `context` is
    /// quoted in the error.
    double read(String text, String context) {
        try {
            return units().read(text);
        } catch (UnitException e) {
            throw new GoalException("'" + context + "': " + e.getMessage(), e);
        }
    }

    /// A value of this figure as a reader wants it.
    public String show(double value) {
        return switch (kind) {
            case TIME -> number(value / 1e6, SHOWN_DIGITS) + "ms";
            case SHARE -> number(value * 100, SHOWN_DIGITS) + (this == DROP ? "pp" : "%");
            case SIZE ->
                value >= 1 << 20
                        ? number(value / (1 << 20), SHOWN_DIGITS) + "Mi"
                        : value >= 1 << 10
                                ? number(value / (1 << 10), SHOWN_DIGITS) + "Ki"
                                : number(value, SHOWN_DIGITS) + "B";
        };
    }

    /// A bound of this figure as goals are written: as shown, or with every digit where that is another
    /// bound.
    String write(double bound) {
        String shown = show(bound);
        if (units().read(shown) == bound) {
            return shown;
        }
        return switch (kind) {
            case TIME -> number(bound, EVERY_DIGIT) + "ns";
            case SHARE -> number(bound * 100, EVERY_DIGIT) + (this == DROP ? "pp" : "%");
            case SIZE -> number(bound, EVERY_DIGIT) + "B";
        };
    }

    private Units units() {
        return switch (kind) {
            case TIME -> Units.TIME;
            case SHARE -> this == DROP ? Units.DROP : Units.SHARE;
            case SIZE -> Units.SIZE;
        };
    }

    private static String number(double value, int digits) {
        return BigDecimal.valueOf(value)
                .round(new MathContext(digits))
                .stripTrailingZeros()
                .toPlainString();
    }
}
