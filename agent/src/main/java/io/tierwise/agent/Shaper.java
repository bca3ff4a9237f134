package io.tierwise.agent;

import java.util.Random;

/// When bytes put on an emulated link arrive at its end.
///
/// A link is a clock that says until when it is busy: a chunk that is ready at `r` starts at
/// `max(clock, r)`, occupies the link for `bytes / rate`, and arrives one propagation delay later.
/// Chunks of a running transfer may start up to [#CATCH_UP_NANOS] before they were ready, because
/// "ready" is the moment a relay's thread woke up, which is late by the scheduler's grace: without that
/// credit 1 MB through a relay takes 13 % too long, with 10 ms of it 31 % too short.
final class Shaper {

    static final long CATCH_UP_NANOS = 1_500_000;
    private static final long CHUNK_NANOS = 1_000_000;
    private static final int LEAST_CHUNK = 1460;
    private static final int MOST_CHUNK = 64 * 1024;

    private final long bitsPerSecond;
    private final long delayNanos;
    private final long jitterNanos;
    private final Random random;
    private long clock = Long.MIN_VALUE;
    private long lastDue = Long.MIN_VALUE;
    private long frameJitter;

    /// @param shape the link; its `up` rate is the one used
    Shaper(LinkShape shape, long seed) {
        bitsPerSecond = shape.upBitsPerSecond();
        delayNanos = shape.oneWayDelay().toNanos();
        jitterNanos = shape.jitter().toNanos();
        random = new Random(seed);
    }

    /// Bytes that travel together: about a millisecond of the link, so that a relay can pass them on
    /// while the rest is still arriving.
    int chunkBytes() {
        if (bitsPerSecond == 0) {
            return MOST_CHUNK;
        }
        long bytes = (long) (bitsPerSecond / 8.0 * CHUNK_NANOS / 1e9);
        return Math.clamp(bytes, LEAST_CHUNK, MOST_CHUNK);
    }

    /// The time at which a chunk that was ready at `readyNanos` has arrived; never before the chunk
    /// ahead of it.
    ///
    /// @param first whether the chunk begins a frame
    long due(long readyNanos, int bytes, boolean first) {
        if (first) {
            frameJitter = jitterNanos == 0 ? 0 : random.nextLong(jitterNanos + 1);
        }
        long earliest = first ? readyNanos : readyNanos - CATCH_UP_NANOS;
        clock = Math.max(clock, earliest) + serializationNanos(bytes);
        lastDue = Math.max(lastDue, clock + delayNanos + frameJitter);
        return lastDue;
    }

    private long serializationNanos(int bytes) {
        return bitsPerSecond == 0 ? 0 : Math.round(bytes * 8e9 / bitsPerSecond);
    }

    /// Forgets a queue that will not be sent at the link's pace.
    void clear() {
        clock = Long.MIN_VALUE;
        lastDue = Long.MIN_VALUE;
    }
}
