package io.tierwise.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// Something to measure: starts what it needs, takes both sides of its ratios in turns, ends what it started.
interface Benchmark {

    List<? extends Row> run() throws IOException;

    /// After so long it is stopped.
    default Duration limit() {
        return Duration.ofMinutes(3);
    }

    /// Whether it is left out where no benchmark is named.
    default boolean isOnlyRunWhenNamed() {
        return false;
    }
}
