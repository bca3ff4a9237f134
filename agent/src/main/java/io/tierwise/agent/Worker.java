package io.tierwise.agent;

import java.util.concurrent.locks.ReentrantLock;

/// The tier's one worker: work waits for it in order of arrival and is stretched to the tier's CPU
/// share.
///
/// Whoever brings the work does it on its own thread while holding the lock; handing it to another
/// thread would add a wake-up of some 50 µs to every stage.
final class Worker {

    private final ReentrantLock lock = new ReentrantLock(true);
    private final Ticker ticker;
    private final Stretch stretch;
    private final Throttling throttling;

    Worker(Ticker ticker, Stretch stretch, Throttling throttling) {
        this.ticker = ticker;
        this.stretch = stretch;
        this.throttling = throttling;
    }

    /// Takes the worker, waiting as long as others have it.
    Turn take() {
        lock.lock();
        return new Turn();
    }

    Ticker ticker() {
        return ticker;
    }

    /// Work done off the worker that the tier's CPU share applies to all the same.
    Stretch.Spent stretched(int threads, Runnable work) {
        return stretch.apply(threads, work);
    }

    /// How long work would last on the tier, without waiting that long: for what no trial depends on.
    Stretch.Spent timed(int threads, Runnable work) {
        return stretch.measure(ticker.nanoTime(), threads, work);
    }

    /// The worker, held by one thread.
    final class Turn implements AutoCloseable {
        private Turn() {}

        /// Stretched work and how often the quota stopped it. The counters are read inside the stretch,
        /// so that a tier that is held pays nothing for them.
        ///
        /// @param startNanos when the work began for whoever waits for it
        Done run(long startNanos, int threads, Runnable work) {
            Throttling.Count before = throttling.read();
            Stretch.Spent measured = stretch.measure(startNanos, threads, work);
            Throttling.Count throttled = throttling.read().since(before);
            return new Done(stretch.hold(measured), throttled);
        }

        @Override
        public void close() {
            lock.unlock();
        }
    }

    record Done(Stretch.Spent spent, Throttling.Count throttled) {}
}
