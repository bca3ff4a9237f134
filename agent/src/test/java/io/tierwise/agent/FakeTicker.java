package io.tierwise.agent;

import java.util.ArrayList;
import java.util.List;

/// A clock that moves only when told, or when someone waits.
final class FakeTicker implements Ticker, CpuClock {

    private long now;
    private long cpu;
    private final List<Long> waits = new ArrayList<>();

    /// Passes wall time and CPU time.
    void work(long wallNanos, long cpuNanos) {
        now += wallNanos;
        cpu += cpuNanos;
    }

    List<Long> waits() {
        return waits;
    }

    @Override
    public synchronized long nanoTime() {
        return now;
    }

    @Override
    public synchronized void waitUntil(long deadline) {
        waits.add(deadline);
        now = Math.max(now, deadline);
    }

    @Override
    public long threadNanos() {
        return cpu;
    }

    @Override
    public long processNanos() {
        return cpu * 10;
    }
}
