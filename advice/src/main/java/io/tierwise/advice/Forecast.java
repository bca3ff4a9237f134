package io.tierwise.advice;

import java.util.Locale;
import java.util.OptionalDouble;

/// What a strategy would take.
///
/// @param strategy its name with every choice resolved
/// @param operators what is done to the model before it is cut
/// @param nanos median latency in nanoseconds
/// @param factor nine in ten forecasts lie within this factor of the truth; empty where too little was measured
///     to know, and 1 for what ran itself
/// @param basis what the figure stands on
/// @param memoryBytes of the part that needs most
public record Forecast(
        String strategy, String operators, double nanos, OptionalDouble factor, Basis basis, double memoryBytes) {

    /// What a figure stands on; never mixed.
    public enum Basis {
        /// This very strategy ran on these very tiers and links.
        MEASURED,
        /// It ran, at least one of its tiers being a local stand-in.
        EMULATED,
        /// Computed from measured parts.
        FORECAST;

        /// The word for readers and other programs.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Lower end of the 90 % interval, in nanoseconds; 0 where it is not known.
    public double lowNanos() {
        return factor.isPresent() ? nanos / factor.getAsDouble() : 0;
    }

    /// Upper end of the 90 % interval, in nanoseconds; infinite where it is not known.
    public double highNanos() {
        return factor.isPresent() ? nanos * factor.getAsDouble() : Double.POSITIVE_INFINITY;
    }
}
