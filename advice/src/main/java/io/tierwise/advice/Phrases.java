package io.tierwise.advice;

import io.tierwise.study.Figure;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;

/// How an answer speaks of figures and numbers.
final class Phrases {
    private static final int MOST_NAMES = 4;

    private Phrases() {}

    /// The chosen one among those that keep the goals.
    static String best(Figure objective) {
        return switch (objective) {
            case P50 -> "the fastest";
            case P95, P99, MEAN -> "the fastest by " + objective.word();
            case DROP, ACCURACY -> "the most accurate";
            case MEMORY -> "the one that needs least memory";
            case BYTES -> "the one that sends least";
        };
    }

    /// What else would have to be: "is as fast".
    static String asGood(Figure objective) {
        return switch (objective) {
            case P50 -> "is as fast";
            case P95, P99, MEAN -> "is as fast by " + objective.word();
            case DROP, ACCURACY -> "is as accurate";
            case MEMORY -> "needs as little memory";
            case BYTES -> "sends as little";
        };
    }

    /// A relation in two words at most, for a narrow column.
    static String brief(Relation relation, Figure objective) {
        return switch (relation) {
            case EQUAL -> "equal";
            case NO_BETTER -> "no better";
            case UNDECIDED -> "undecided";
            case BETTER ->
                switch (objective) {
                    case P50, P95, P99, MEAN -> "faster";
                    case DROP, ACCURACY -> "loses less";
                    case MEMORY -> "less memory";
                    case BYTES -> "fewer bytes";
                };
            case WORSE ->
                switch (objective) {
                    case P50, P95, P99, MEAN -> "slower";
                    case DROP, ACCURACY -> "loses more";
                    case MEMORY -> "more memory";
                    case BYTES -> "more bytes";
                };
        };
    }

    /// What a strategy's objective comes to: "p95 5.31 ms", "12.3Mi of memory".
    static String amount(Figure objective, double value) {
        return switch (objective) {
            case P50, P95, P99, MEAN -> objective.word() + " " + millis(value / 1e6);
            case DROP, ACCURACY -> drop(value);
            case MEMORY -> "needs " + objective.show(value) + " of memory at its peak";
            case BYTES -> "sends " + objective.show(value) + " a request";
        };
    }

    static String drop(double drop) {
        String points = number(Math.abs(drop) * 100) + " pp";
        return Math.abs(drop) < 5e-5 ? "loses nothing" : drop > 0 ? "loses " + points : "gains " + points;
    }

    static String millis(double millis) {
        return number(millis) + " ms";
    }

    /// A forecast and how far it may be off.
    static String forecast(Forecast forecast) {
        return millis(forecast.nanos() / 1e6)
                + (forecast.factor().isPresent()
                        ? " (" + number(forecast.lowNanos() / 1e6) + " to " + millis(forecast.highNanos() / 1e6) + ")"
                        : " (how far off is not known)");
    }

    static String percent(double share) {
        return number(share * 100) + " %";
    }

    /// Three digits: what a sentence can carry.
    static String number(double value) {
        return Double.isFinite(value)
                ? BigDecimal.valueOf(value)
                        .round(new MathContext(3))
                        .stripTrailingZeros()
                        .toPlainString()
                : "unknown";
    }

    /// Names joined into a sentence; of many only the first ones.
    static String list(List<String> names) {
        if (names.size() > MOST_NAMES) {
            return String.join(", ", names.subList(0, MOST_NAMES - 1)) + " and " + (names.size() - MOST_NAMES + 1)
                    + " others";
        }
        int last = names.size() - 1;
        return last < 1
                ? String.join("", names)
                : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
    }

    static String rounds(int count) {
        return count == 1 ? "1 round" : count + " rounds";
    }

    static String are(List<String> names) {
        return names.size() == 1 ? "is" : "are";
    }
}
