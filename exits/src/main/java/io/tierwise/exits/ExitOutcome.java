package io.tierwise.exits;

import java.util.Arrays;
import java.util.List;

/// What thresholds came to on some samples.
public final class ExitOutcome {
    private final List<Double> thresholds;
    private final double meanNanos;
    private final double[] losses;
    private final int[] leaving;
    private final double meanConfidence;

    ExitOutcome(List<Double> thresholds, double meanNanos, double[] losses, int[] leaving, double meanConfidence) {
        this.thresholds = List.copyOf(thresholds);
        this.meanNanos = meanNanos;
        this.losses = losses;
        this.leaving = leaving;
        this.meanConfidence = meanConfidence;
    }

    public List<Double> thresholds() {
        return thresholds;
    }

    /// Mean time of a sample as estimated from the times of parts, in nanoseconds.
    public double meanNanos() {
        return meanNanos;
    }

    /// What each sample lost.
    double[] losses() {
        return losses;
    }

    /// Mean loss of a sample, as the promise counts it.
    public double meanLoss() {
        return Arrays.stream(losses).average().orElseThrow();
    }

    /// Mean over the samples of how sure the first exit is of each.
    public double meanConfidence() {
        return meanConfidence;
    }

    /// Share of the samples that leave at each exit.
    public List<Double> exitRates() {
        return Arrays.stream(leaving)
                .mapToObj(count -> (double) count / losses.length)
                .toList();
    }
}
