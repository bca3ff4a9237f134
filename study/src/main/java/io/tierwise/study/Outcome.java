package io.tierwise.study;

/// What became of a strategy in a study.
public sealed interface Outcome {
    /// Every planned trial ended with an answer.
    record Completed() implements Outcome {}

    /// It could not run, or not to the end; `tier` is where it failed (empty: before any tier),
    /// `reason` says what and what to do.
    record Failed(String tier, String reason) implements Outcome {}

    /// Planned, but the study was interrupted before its last trial.
    record Unfinished() implements Outcome {}
}
