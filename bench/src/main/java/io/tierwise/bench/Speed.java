package io.tierwise.bench;

/// The time one call takes, with all of its error within the goal.
///
/// @param what is called
/// @param millis mean time of a call, in milliseconds
/// @param error half of its 99.9 % interval, in milliseconds
/// @param goal of the upper end, in milliseconds
record Speed(String what, double millis, double error, Goal.AtMost goal) implements Row {

    @Override
    public boolean isKept() {
        return goal.isKept(millis + error);
    }
}
