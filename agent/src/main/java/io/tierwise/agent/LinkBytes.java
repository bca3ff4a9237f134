package io.tierwise.agent;

/// Bytes that one trial put on one link in one direction, frames and headers included.
public record LinkBytes(String from, String to, long bytes) {}
