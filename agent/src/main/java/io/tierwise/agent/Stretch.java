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
        return hold(measure(ticker.nanoTime(), threads, work));
    }

    /// Does the work and says when it would have ended; does not wait until then.
    ///
    /// @param startNanos when it began for whoever waits for it; what was done since is absorbed by the
    ///     hold
    Spent measure(long startNanos, int threads, Runnable work) {
        long cpuBefore = cpuNanos(threads);
        work.run();
        long used = cpuNanos(threads) - cpuBefore;
        long done = ticker.nanoTime();
        long end = Math.max(done, due(startNanos, used));
        return new Spent(startNanos, end, used, end - done);
    }

    /// Waits until measured work would have ended.
    Spent hold(Spent measured) {
        if (measured.heldNanos() == 0) {
            return measured;
        }
        ticker.waitUntil(measured.endNanos());
        long done = measured.endNanos() - measured.heldNanos();
        long end = ticker.nanoTime();
        return new Spent(measured.startNanos(), end, measured.cpuNanos(), end - done);
    }

    private long due(long start, long cpuNanos) {
        return share == 0 ? start : start + Math.round(cpuNanos / share);
    }

    private long cpuNanos(int threads) {
        return threads == 1 ? cpu.threadNanos() : cpu.processNanos();
    }
}
