package io.tierwise.study;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/// What the comparison may cost in all; a study that is resumed goes on with what is left.
///
/// @param time of measuring, warm-up and openings included; empty: as long as it takes
/// @param trials of all strategies; empty: as many as it takes
public record Budget(Optional<Duration> time, OptionalLong trials) {
    public Budget {
        time.filter(limit -> limit.isNegative() || limit.isZero()).ifPresent(limit -> {
            throw new IllegalArgumentException("a budget of time must be positive, found " + limit);
        });
        if (trials.isPresent() && trials.getAsLong() < 1) {
            throw new IllegalArgumentException("a budget of trials must be at least 1, found " + trials.getAsLong());
        }
    }

    public static Budget unlimited() {
        return new Budget(Optional.empty(), OptionalLong.empty());
    }
}
