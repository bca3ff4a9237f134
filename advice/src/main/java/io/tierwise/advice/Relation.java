package io.tierwise.advice;

/// How a strategy relates to another in what the goals make small.
enum Relation {
    BETTER,
    /// Within worth, whichever of the two is ahead.
    EQUAL,
    /// Perhaps ahead, but beyond doubt by less than worth.
    NO_BETTER,
    /// The rounds do not tell.
    UNDECIDED,
    WORSE
}
