package io.tierwise.study;

/// Where a trial's time goes, in the order it first occurs.
public enum Phase {
    /// the sample is decoded and preprocessed, at the source or where its input travels to
    PREPARE,
    /// tensors are turned into bytes
    ENCODE,
    /// bytes travel towards the last part
    WIRE,
    /// a request waits for its tier
    QUEUE,
    /// parts run
    RUN,
    /// bytes are turned into tensors
    DECODE,
    /// the answer travels back to the source
    ANSWER
}
