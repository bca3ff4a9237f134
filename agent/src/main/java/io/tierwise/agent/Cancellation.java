package io.tierwise.agent;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A wish that a long request ends early, which also wakes it when it waits.
final class Cancellation {

    private final CountDownLatch wish = new CountDownLatch(1);

    void cancel() {
        wish.countDown();
    }

    boolean isCancelled() {
        return wish.getCount() == 0;
    }

    /// Waits until `System.nanoTime()` reaches `deadline`, using no CPU; true when cancelled meanwhile.
    boolean awaitUntil(long deadline) {
        try {
            return wish.await(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
