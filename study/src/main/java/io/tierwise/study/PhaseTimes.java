package io.tierwise.study;

/// A trial's phases in nanoseconds, each summed over the trial's stages; together they are the trial's
/// whole time.
public record PhaseTimes(
        long prepareNanos,
        long encodeNanos,
        long wireNanos,
        long queueNanos,
        long runNanos,
        long decodeNanos,
        long answerNanos) {

    /// The time of one phase.
    public long nanos(Phase phase) {
        return switch (phase) {
            case PREPARE -> prepareNanos;
            case ENCODE -> encodeNanos;
            case WIRE -> wireNanos;
            case QUEUE -> queueNanos;
            case RUN -> runNanos;
            case DECODE -> decodeNanos;
            case ANSWER -> answerNanos;
        };
    }

    public long totalNanos() {
        return prepareNanos + encodeNanos + wireNanos + queueNanos + runNanos + decodeNanos + answerNanos;
    }
}
