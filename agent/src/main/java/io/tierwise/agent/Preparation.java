package io.tierwise.agent;

import io.tierwise.agent.TierException.Reason;
import io.tierwise.data.Preprocessing;
import java.util.Optional;
import java.util.function.Supplier;

/// How this tier prepares samples, and how long that lasts on it: work of one thread of its processor.
final class Preparation {
    private final String tier;
    private final Worker worker;
    private volatile Optional<Preprocessing> told = Optional.empty();

    Preparation(String tier, Worker worker) {
        this.tier = tier;
        this.worker = worker;
    }

    void by(Preprocessing steps) {
        told = Optional.of(steps);
    }

    /// @throws TierException when nobody has told
    Preprocessing steps() {
        return told.orElseThrow(() -> new TierException(tier, Reason.REQUEST, "was not told how samples are prepared"));
    }

    /// Makes something of a sample, and lasts as long as that would on the tier.
    <T> T stretched(Supplier<T> making) {
        Making<T> work = new Making<>(making);
        worker.stretched(1, work);
        return work.made.orElseThrow();
    }

    private static final class Making<T> implements Runnable {
        private final Supplier<T> making;
        private Optional<T> made = Optional.empty();

        Making(Supplier<T> making) {
            this.making = making;
        }

        @Override
        public void run() {
            made = Optional.of(making.get());
        }
    }
}
