package io.tierwise.operators;

import io.tierwise.exits.Promise;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What leaving early may cost, promised with 95 % confidence.
///
/// @param unit what is counted
/// @param hundredths points, or per cent: 1 is a hundredth of the samples or pixels; in (0, 100)
public record Allowance(Unit unit, BigDecimal hundredths) {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,2}(?:\\.\\d{1,4})?)(pp|%)");
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    /// What is counted.
    public enum Unit {
        /// Errors more than the whole model makes, in points of accuracy.
        POINTS("pp"),
        /// Answers, or pixels of a class map, that change, in per cent.
        PER_CENT("%");

        private final String sign;

        Unit(String sign) {
            this.sign = sign;
        }
    }

    public Allowance {
        Objects.requireNonNull(unit, "unit");
        hundredths = hundredths.stripTrailingZeros();
        if (hundredths.signum() <= 0 || hundredths.compareTo(HUNDRED) >= 0) {
            throw new OperatorException("what E may cost lies between 0 and 100, found " + hundredths);
        }
    }

    /// Reads `1pp` or `0.5%`; empty where it is neither.
    public static Optional<Allowance> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Unit unit = matcher.group(2).equals("pp") ? Unit.POINTS : Unit.PER_CENT;
        return Optional.of(new Allowance(unit, new BigDecimal(matcher.group(1))));
    }

    /// Of a share of the samples or pixels.
    public static Allowance of(Unit unit, double share) {
        return new Allowance(unit, BigDecimal.valueOf(share).multiply(HUNDRED));
    }

    public String text() {
        return hundredths.toPlainString() + unit.sign;
    }

    /// As a share of the samples or pixels.
    double share() {
        return hundredths.divide(HUNDRED).doubleValue();
    }

    /// What a promise allows.
    static Allowance of(Promise promise) {
        return of(promise.kind() == Promise.Kind.ERRORS ? Unit.POINTS : Unit.PER_CENT, promise.bound());
    }

    /// The promise that keeps within it.
    ///
    /// @param maps whether each pixel has an answer
    /// @throws OperatorException when errors are to be counted of class maps
    Promise promise(boolean maps) {
        if (maps && unit == Unit.POINTS) {
            throw new OperatorException("what leaving early costs a class map is the share of pixels it changes: write"
                    + " E(exit," + hundredths.toPlainString() + "%)");
        }
        Promise.Kind kind =
                unit == Unit.POINTS ? Promise.Kind.ERRORS : maps ? Promise.Kind.PIXELS : Promise.Kind.CHANGES;
        return new Promise(kind, share(), Promise.USUAL_CONFIDENCE);
    }

    @Override
    public String toString() {
        return text();
    }
}
