package io.tierwise.study;

import java.util.List;

/// A short run of trials of one strategy, with its sessions opened just before and closed right after.
///
/// @param strategy the strategy's resolved name
/// @param round the round it belongs to, from 0
/// @param samples positions in the list of timed samples, one trial each, in order
public record Block(String strategy, int round, List<Integer> samples) {
    public Block {
        samples = List.copyOf(samples);
        if (samples.isEmpty()) {
            throw new IllegalArgumentException("A block of " + strategy + " needs at least one sample");
        }
    }
}
