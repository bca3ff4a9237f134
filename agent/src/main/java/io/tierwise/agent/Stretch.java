package io.tierwise.agent;

/// Makes a piece of work last as long as it would on a tier with fewer or slower cores.
///
/// The work runs at full speed; its CPU time `c` is taken, and its end is held back until
/// `start + c / share`. A quota cannot do this: a run shorter than the quota's period never uses its
/// budget up and is not slowed at all.
final class Stretch {

    private final Ticker ticker;
    private final CpuClock cpu;
    private final double share;

    /// @param share cores the tier has; 0 leaves all work as it is
    Stretch(Ticker ticker, CpuClock cpu, double share) {
        if (!(share >= 0) || Double.isInfinite(share)) {
            throw new IllegalArgumentException("CPU share must be 0 or more cores, found " + share);
        }
        this.ticker = ticker;
        this.cpu = cpu;
        this.share = share;
    }

    /// What a piece of work took, in nanoseconds: wall time with the hold, CPU time, and the hold alone.
    record Spent(long startNanos, long endNanos, long cpuNanos, long heldNanos) {}

    /// Does the work on this thread and holds it.
    ///
    /// @param threads how many threads the work uses: with one, this thread's clock alone is asked,
    ///     which no other thread can disturb
    Spent apply(int threads, Runnable work) {
        Spent computed = measure(threads, work);
        if (computed.heldNanos() == 0) {
            return computed;
        }
        ticker.waitUntil(computed.endNanos());
        long done = computed.endNanos() - computed.heldNanos();
        long end = ticker.nanoTime();
        return new Spent(computed.startNanos(), end, computed.cpuNanos(), end - done);
    }

    /// Does the work and says when it would have ended; does not wait until then.
    Spent measure(int threads, Runnable work) {
        long start = ticker.nanoTime();
        long cpuBefore = cpuNanos(threads);
        work.run();
        long used = cpuNanos(threads) - cpuBefore;
        long done = ticker.nanoTime();
        long end = Math.max(done, due(start, used));
        return new Spent(start, end, used, end - done);
    }

    private long due(long start, long cpuNanos) {
        return share == 0 ? start : start + Math.round(cpuNanos / share);
    }

    private long cpuNanos(int threads) {
        return threads == 1 ? cpu.threadNanos() : cpu.processNanos();
    }
}
