package io.tierwise.agent;

/// Where the time of one trial went, in nanoseconds; together the whole observation.
///
/// @param prepareNanos the sample is turned into the model's input: at the source, or where the first part
///     runs, or one half here and the other there
/// @param encodeNanos tensors are turned into frames, at the source and between stages
/// @param wireNanos from the first byte handed to a link until the last arrived, relays included
/// @param queueNanos waiting for the tier's one worker
/// @param runNanos the model runs, the emulated tier's hold included
/// @param decodeNanos frames are turned into tensors
/// @param answerNanos from the last run's end until the answer is decoded at the source
public record Phases(
        long prepareNanos,
        long encodeNanos,
        long wireNanos,
        long queueNanos,
        long runNanos,
        long decodeNanos,
        long answerNanos) {

    /// The sum of all phases, in nanoseconds.
    public long totalNanos() {
        return prepareNanos + encodeNanos + wireNanos + queueNanos + runNanos + decodeNanos + answerNanos;
    }
}
