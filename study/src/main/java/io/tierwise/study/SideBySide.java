package io.tierwise.study;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Does work side by side that nobody times: never used while trials run.
final class SideBySide {
    private static final int MOST_WORKERS = 4;

    private SideBySide() {}

    private static int workers() {
        return Math.clamp(Runtime.getRuntime().availableProcessors(), 1, MOST_WORKERS);
    }

    /// Deals work out evenly, a share for each worker; workers without work get none.
    static <T> List<List<T>> shares(List<T> all) {
        List<List<T>> shares = new ArrayList<>();
        for (int worker = 0; worker < Math.min(workers(), all.size()); worker++) {
            List<T> share = new ArrayList<>();
            for (int i = worker; i < all.size(); i += workers()) {
                share.add(all.get(i));
            }
            shares.add(share);
        }
        return shares;
    }

    /// Does every task and returns when all have ended; the first failure is thrown then.
    static void doAll(List<Runnable> tasks) {
        List<Future<?>> running = new ArrayList<>();
        try (var executor = Executors.newFixedThreadPool(workers())) {
            tasks.forEach(task -> running.add(executor.submit(task)));
        }
        for (Future<?> task : running) {
            rethrow(task);
        }
    }

    private static void rethrow(Future<?> task) {
        try {
            task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for work that has ended", e);
        }
    }
}
