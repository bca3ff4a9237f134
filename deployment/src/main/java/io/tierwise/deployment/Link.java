package io.tierwise.deployment;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/// How bytes get from one tier to another and back.
public sealed interface Link {

    /// One end.
    String from();

    /// The other end.
    String to();

    /// A wire between two tiers.
    ///
    /// @param upBitsPerSecond rate from `from` to `to`, in bits per second; absent is as fast as the
    ///     machines go
    /// @param downBitsPerSecond rate from `to` to `from`, in bits per second; absent is as fast as the
    ///     machines go
    /// @param roundTrip delay there and back together, without the time the bytes take
    /// @param jitter largest extra delay each way
    /// @param preset the preset its numbers come from, which makes them modelled; empty where someone
    ///     stated them
    record Direct(
            String from,
            String to,
            OptionalLong upBitsPerSecond,
            OptionalLong downBitsPerSecond,
            Duration roundTrip,
            Duration jitter,
            Optional<String> preset)
            implements Link {

        private static final Duration LONGEST = Duration.ofMinutes(1);

        public Direct {
            Objects.requireNonNull(preset, "preset");
            checkEnds(from, to);
            checkRate(from, to, upBitsPerSecond);
            checkRate(to, from, downBitsPerSecond);
            checkDelay(from, to, "round trip", roundTrip);
            checkDelay(from, to, "jitter", jitter);
        }

        /// A link with the same rate each way and no jitter.
        public static Direct of(String from, String to, long bitsPerSecond, Duration roundTrip) {
            OptionalLong rate = OptionalLong.of(bitsPerSecond);
            return new Direct(from, to, rate, rate, roundTrip, Duration.ZERO, Optional.empty());
        }

        /// A link as fast as the machines go.
        public static Direct unshaped(String from, String to) {
            return new Direct(
                    from,
                    to,
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    Duration.ZERO,
                    Duration.ZERO,
                    Optional.empty());
        }

        /// Whether nothing slows it.
        public boolean isUnshaped() {
            return upBitsPerSecond.isEmpty() && downBitsPerSecond.isEmpty() && roundTrip.isZero() && jitter.isZero();
        }

        /// The same wire seen from its other end.
        public Direct reversed() {
            return new Direct(to, from, downBitsPerSecond, upBitsPerSecond, roundTrip, jitter, preset);
        }

        /// Least time that bytes sent from `from` need to arrive whole at `to`, in nanoseconds.
        public long lowerBoundNanos(long bytes) {
            return roundTrip.toNanos() / 2 + sendingNanos(bytes);
        }

        /// Least time between the first and the last byte at either end, in nanoseconds.
        long sendingNanos(long bytes) {
            if (upBitsPerSecond.isEmpty()) {
                return 0;
            }
            return (long) (bytes * 8.0 * 1e9 / upBitsPerSecond.getAsLong());
        }

        private static void checkRate(String from, String to, OptionalLong rate) {
            if (rate.isPresent() && rate.getAsLong() == 0) {
                throw new TopologyException("link " + from + "-" + to + ": a link of zero bandwidth from " + from
                        + " to " + to + " carries nothing; leave the bandwidth out where nothing limits it, or the "
                        + "link where there is none");
            }
            if (rate.isPresent() && rate.getAsLong() < 0) {
                throw new TopologyException("link " + from + "-" + to + ": bandwidth must be above 0, found "
                        + rate.getAsLong() + " bits per second");
            }
        }

        private static void checkDelay(String from, String to, String what, Duration delay) {
            if (delay.isNegative() || delay.compareTo(LONGEST) > 0) {
                throw new TopologyException("link " + from + "-" + to + ": " + what + " must be 0 to "
                        + LONGEST.toSeconds() + " s, found " + Words.of(delay));
            }
        }
    }

    /// No wire of its own: bytes are relayed by another tier.
    ///
    /// @param via the tier that relays
    record Via(String from, String to, String via) implements Link {
        public Via {
            checkEnds(from, to);
            if (via.equals(from) || via.equals(to)) {
                throw new TopologyException(
                        "link " + from + "-" + to + ": via must be a third tier, found '" + via + "'");
            }
        }
    }

    /// Whether it joins these two tiers, in either direction.
    default boolean joins(String one, String other) {
        return (from().equals(one) && to().equals(other)) || (from().equals(other) && to().equals(one));
    }

    private static void checkEnds(String from, String to) {
        if (from.equals(to)) {
            throw new TopologyException("link " + from + "-" + to + ": a link joins two different tiers");
        }
    }
}
