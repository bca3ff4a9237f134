package io.tierwise.study;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/// How long a study has been measuring, over all its runs: the total is journalled whenever it is read,
/// so that a run which is resumed counts on from there.
final class Stopwatch {
    private static final String FACT = "measuredMillis";

    private final Journal journal;
    private final Clock clock;
    private final Instant begun;
    private final Duration before;

    /// Starts now.
    Stopwatch(Journal journal, Clock clock) {
        this.journal = journal;
        this.clock = clock;
        this.begun = clock.instant();
        this.before = journal.fact(FACT)
                .map(millis -> Duration.ofMillis(Long.parseLong(millis)))
                .orElse(Duration.ZERO);
    }

    Duration total() {
        Duration total = before.plus(Duration.between(begun, clock.instant()));
        journal.fact(FACT, String.valueOf(total.toMillis()));
        return total;
    }
}
