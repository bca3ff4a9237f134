package io.tierwise.exits;

import java.util.Arrays;

/// A place where a network may answer early, and what came of that on some samples.
public final class ExitCandidate {
    /// A threshold above every confidence: nobody leaves.
    public static final double NEVER = 1.01;

    private final String name;
    private final double reachNanos;
    private final double headNanos;
    private final double[] confidences;
    private final double[] losses;

    /// A place, and what came of leaving there on samples in their order.
    ///
    /// @param name of the place
    /// @param reachNanos time of the network's own nodes before it, in nanoseconds
    /// @param headNanos what having this exit costs every sample that comes by, in nanoseconds
    /// @param confidences a sample each, in [0, 1]
    /// @param losses what leaving here loses, as a [Promise.Kind] counts it
    public ExitCandidate(String name, double reachNanos, double headNanos, double[] confidences, double[] losses) {
        if (confidences.length != losses.length || confidences.length == 0) {
            throw new IllegalArgumentException(
                    "exit " + name + ": " + confidences.length + " confidences, " + losses.length + " losses");
        }
        this.name = name;
        this.reachNanos = reachNanos;
        this.headNanos = headNanos;
        this.confidences = confidences.clone();
        this.losses = losses.clone();
    }

    public String name() {
        return name;
    }

    double reachNanos() {
        return reachNanos;
    }

    double headNanos() {
        return headNanos;
    }

    int samples() {
        return confidences.length;
    }

    double confidence(int sample) {
        return confidences[sample];
    }

    double[] confidences() {
        return confidences.clone();
    }

    double meanConfidence() {
        return Arrays.stream(confidences).average().orElseThrow();
    }

    double loss(int sample) {
        return losses[sample];
    }
}
