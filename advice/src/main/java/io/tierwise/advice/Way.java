package io.tierwise.advice;

import io.tierwise.deployment.Link;
import io.tierwise.deployment.Route;

/// The way from one tier to another, as it adds to a time.
///
/// @param delayNanos of all its links
/// @param nanosPerByte of the slowest of its links; 0 where none is limited
/// @param links how many are crossed
record Way(double delayNanos, double nanosPerByte, int links) {
    private static final double BITS_NANOS = 8e9;

    static Way of(Route route) {
        double slowest = 0;
        for (Link.Direct link : route.links()) {
            if (link.upBitsPerSecond().isPresent()) {
                slowest = Math.max(slowest, BITS_NANOS / link.upBitsPerSecond().getAsLong());
            }
        }
        return new Way(route.lowerBoundNanos(0), slowest, route.links().size());
    }

    double nanos(double bytes) {
        return delayNanos + nanosPerByte * bytes;
    }
}
