package io.tierwise.exits;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/// A place where a network may answer early, and what came of that on some samples.
public final class ExitCandidate {
    /// A threshold above every confidence: nobody leaves.
    public static final double NEVER = 1.01;

    private final String name;
    private final double reachNanos;
    private final double headNanos;
    private final double[] confidences;
    private final double[] losses;
    private final int[] surestFirst;

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
        this.surestFirst = IntStream.range(0, losses.length)
                .boxed()
                .sorted(Comparator.comparingDouble(this::confidence).reversed())
                .mapToInt(Integer::intValue)
                .toArray();
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

    double meanConfidence() {
        return Arrays.stream(confidences).average().orElseThrow();
    }

    double loss(int sample) {
        return losses[sample];
    }

    int[] surestFirst() {
        return surestFirst.clone();
    }

    /// Whether a threshold lets exactly so many of some samples leave.
    ///
    /// @param surest the samples, the surest first
    boolean divides(int[] surest, int leaving) {
        return leaving == 0
                || leaving == surest.length
                || confidences[surest[leaving - 1]] > confidences[surest[leaving]];
    }

    /// A threshold that lets so many of some samples leave.
    ///
    /// @param surest the samples, the surest first
    double threshold(int[] surest, int leaving) {
        if (leaving == 0) {
            return NEVER;
        }
        double lowest = confidences[surest[leaving - 1]];
        return leaving == surest.length ? lowest : (lowest + confidences[surest[leaving]]) / 2;
    }

    /// The threshold that lets a share leave of those whom another one lets leave.
    double lettingLeave(double share, double threshold) {
        int leaving = 0;
        while (leaving < surestFirst.length && confidences[surestFirst[leaving]] >= threshold) {
            leaving++;
        }
        return threshold(surestFirst, (int) (share * leaving));
    }
}
