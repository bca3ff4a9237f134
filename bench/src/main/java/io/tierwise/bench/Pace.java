package io.tierwise.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/// Starts pieces of work in this process the way an agent starts trials, so that both find the
/// processor in the same state: parked until shortly before each start, then spinning.
final class Pace {

    private static final long SPIN_NANOS = 80_000;

    private Pace() {}

    /// Does the work `count` times with at least `spacing` between two starts.
    ///
    /// @param work gives its own duration in nanoseconds
    /// @return the durations, in nanoseconds
    static List<Long> repeat(int count, Duration spacing, LongSupplier work) {
        List<Long> nanos = new ArrayList<>();
        long next = System.nanoTime();
        for (int i = 0; i < count; i++) {
            waitUntil(next);
            next = System.nanoTime() + spacing.toNanos();
            nanos.add(work.getAsLong());
        }
        return nanos;
    }

    private static void waitUntil(long deadline) {
        for (long left = deadline - System.nanoTime(); left > 0; left = deadline - System.nanoTime()) {
            if (left > SPIN_NANOS) {
                LockSupport.parkNanos(left - SPIN_NANOS);
            } else {
                Thread.onSpinWait();
            }
        }
    }
}
