package io.tierwise.exits;

import io.tierwise.stats.DropBelow;
import io.tierwise.stats.MeanBelow;
import io.tierwise.stats.ShareBelow;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Objects;

/// What leaving early may cost at most: "with 95 % confidence at most 1 % changed answers".
///
/// @param kind what is counted
/// @param bound share of samples, or of pixels, in (0, 1)
/// @param confidence chance that the promise holds, over all sets of samples it could have been tested on
public record Promise(Kind kind, double bound, double confidence) {
    public static final double USUAL_CONFIDENCE = 0.95;

    private static final double PERCENT = 100;

    /// What is counted as lost when a sample leaves early.
    public enum Kind {
        /// Errors more than the whole network makes: 1 where only the whole is right, -1 where only the exit
        /// is, 0 elsewhere.
        ERRORS,
        /// Answers other than the whole network's: 1 or 0.
        CHANGES,
        /// The share of a sample's pixels that get another class than from the whole network: 0 to 1.
        PIXELS
    }

    public Promise {
        Objects.requireNonNull(kind, "kind");
        if (!(bound > 0 && bound < 1 && confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException(
                    "a promise has a bound and a confidence between 0 and 1, exclusive: " + bound + ", " + confidence);
        }
    }

    /// The chance of losses as low as these if the bound were not kept.
    ///
    /// @param losses a sample each, as the kind counts them
    public double p(double[] losses) {
        return switch (kind) {
            case ERRORS ->
                DropBelow.test(losses.length, count(losses, 1), count(losses, -1), bound)
                        .p();
            case CHANGES ->
                ShareBelow.test(count(losses, 1), losses.length, bound).p();
            case PIXELS -> MeanBelow.test(losses, bound).p();
        };
    }

    /// Whether samples with these losses show that the bound is kept.
    public boolean isKept(double[] losses) {
        return p(losses) <= 1 - confidence;
    }

    /// Fewest samples that can show it, if none of them lost anything.
    public int fewestSamples() {
        return switch (kind) {
            case ERRORS -> DropBelow.fewestSamples(bound, 1 - confidence);
            case CHANGES -> ShareBelow.fewestTrials(bound, 1 - confidence);
            case PIXELS -> fewestWithoutLoss();
        };
    }

    private int fewestWithoutLoss() {
        int samples = ShareBelow.fewestTrials(bound, 1 - confidence);
        while (!isKept(new double[samples])) {
            samples++;
        }
        return samples;
    }

    private static int count(double[] losses, double loss) {
        return (int) Arrays.stream(losses).filter(found -> found == loss).count();
    }

    /// The promise in words: `with 95 % confidence at most 1 point more errors than the whole model`.
    public String words() {
        String what = switch (kind) {
            case ERRORS ->
                "%s point%s more errors than the whole model"
                        .formatted(number(PERCENT * bound), PERCENT * bound == 1 ? "" : "s");
            case CHANGES -> number(PERCENT * bound) + " % changed answers";
            case PIXELS -> number(PERCENT * bound) + " % changed pixels";
        };
        return "with " + number(PERCENT * confidence) + " % confidence at most " + what;
    }

    private static String number(double value) {
        return BigDecimal.valueOf(value)
                .round(new MathContext(3))
                .stripTrailingZeros()
                .toPlainString();
    }
}
