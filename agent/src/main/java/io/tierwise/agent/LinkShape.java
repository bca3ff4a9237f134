package io.tierwise.agent;

import java.time.Duration;
import java.util.Objects;

/// How a link between two tiers is made to behave, seen from the tier it is given to.
///
/// @param upBitsPerSecond rate towards the other tier, in bits per second; 0 means as fast as the
///     machine goes
/// @param downBitsPerSecond rate from the other tier, in bits per second; 0 means as fast as the
///     machine goes
/// @param oneWayDelay propagation each way, half a round trip
/// @param jitter largest extra delay, drawn uniformly and seeded; order is kept
public record LinkShape(long upBitsPerSecond, long downBitsPerSecond, Duration oneWayDelay, Duration jitter) {

    /// No limit and no delay.
    public static final LinkShape UNSHAPED = new LinkShape(0, 0, Duration.ZERO, Duration.ZERO);

    public LinkShape {
        Objects.requireNonNull(oneWayDelay, "oneWayDelay");
        Objects.requireNonNull(jitter, "jitter");
        if (upBitsPerSecond < 0 || downBitsPerSecond < 0) {
            throw new IllegalArgumentException("rates must not be negative, found " + upBitsPerSecond + " up and "
                    + downBitsPerSecond + " down bits per second");
        }
        if (oneWayDelay.isNegative() || jitter.isNegative()) {
            throw new IllegalArgumentException(
                    "delay and jitter must not be negative, found " + oneWayDelay + ", " + jitter);
        }
    }

    /// The same link seen from its other end.
    public LinkShape reversed() {
        return new LinkShape(downBitsPerSecond, upBitsPerSecond, oneWayDelay, jitter);
    }

    /// Whether sending towards the other tier is neither limited nor delayed.
    public boolean isUnshapedUp() {
        return upBitsPerSecond == 0 && oneWayDelay.isZero() && jitter.isZero();
    }
}
