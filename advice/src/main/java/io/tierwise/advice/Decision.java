package io.tierwise.advice;

import java.util.List;

/// Whether the goals single out a strategy.
public sealed interface Decision {
    /// `strategy` keeps every goal and none that does is better in what the goals make small; `equals`
    /// are within worth of it.
    record Chosen(String strategy, List<String> equals) implements Decision {
        public Chosen {
            equals = List.copyOf(equals);
        }
    }

    /// Several strategies keep the goals and the samples cannot tell which is fastest.
    record Undecided(String leading, List<String> open) implements Decision {
        public Undecided {
            open = List.copyOf(open);
        }
    }

    /// No strategy keeps every goal; `nearest` misses by least, `miss` says what it misses and by how much.
    record Infeasible(String nearest, String miss) implements Decision {}
}
