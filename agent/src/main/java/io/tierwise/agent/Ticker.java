package io.tierwise.agent;

import java.util.concurrent.locks.LockSupport;

/// The clock everything in an agent is timed by, and the only way it waits.
interface Ticker {

    /// Monotonic nanoseconds; on Linux equal in every process of one boot.
    long nanoTime();

    /// Returns at `deadline` or as soon after as possible.
    void waitUntil(long deadline);

    /// The real clock.
    ///
    /// A parked thread wakes some 50 to 80 µs late, which is more than a whole phase of a small trial,
    /// so the last stretch is spun. What it costs is outside every CPU measurement: those end before
    /// the wait begins.
    Ticker SYSTEM = new Ticker() {
        private static final long SPIN_NANOS = 80_000;

        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public void waitUntil(long deadline) {
            for (long left = deadline - nanoTime(); left > 0; left = deadline - nanoTime()) {
                if (left > SPIN_NANOS) {
                    LockSupport.parkNanos(left - SPIN_NANOS);
                } else {
                    Thread.onSpinWait();
                }
                if (Thread.currentThread().isInterrupted()) {
                    return;
                }
            }
        }
    };
}
