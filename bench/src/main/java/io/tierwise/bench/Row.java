package io.tierwise.bench;

/// A line of the table: something measured, and whether its goal was kept.
sealed interface Row permits Comparison, Decided, Held, QuantizedModel, Rate, Speed {
    boolean isKept();
}
