package io.tierwise.exits;

import java.util.List;

/// Exits that samples come by one after the other; who leaves at none goes through the whole network.
///
/// @param exits in the order of the network
/// @param wholeNanos time of the whole network without exits, in nanoseconds
public record ExitChain(List<ExitCandidate> exits, double wholeNanos) {
    public ExitChain {
        exits = List.copyOf(exits);
        if (exits.isEmpty()) {
            throw new IllegalArgumentException("a chain has at least one exit");
        }
        for (int i = 1; i < exits.size(); i++) {
            if (exits.get(i).reachNanos() < exits.get(i - 1).reachNanos()
                    || exits.get(i).samples() != exits.getFirst().samples()) {
                throw new IllegalArgumentException("exit " + exits.get(i).name() + " does not follow "
                        + exits.get(i - 1).name() + " on the same samples");
            }
        }
    }

    /// What thresholds come to on the chain's samples.
    ///
    /// @param thresholds a sample leaves where its confidence is at least this
    public ExitOutcome at(List<Double> thresholds) {
        if (thresholds.size() != exits.size()) {
            throw new IllegalArgumentException(thresholds.size() + " thresholds for " + exits.size() + " exits");
        }
        int samples = exits.getFirst().samples();
        int[] leaving = new int[exits.size()];
        double[] losses = new double[samples];
        double nanos = 0;
        for (int sample = 0; sample < samples; sample++) {
            int exit = 0;
            while (exit < exits.size() && exits.get(exit).confidence(sample) < thresholds.get(exit)) {
                exit++;
            }
            if (exit < exits.size()) {
                leaving[exit]++;
                losses[sample] = exits.get(exit).loss(sample);
            }
            nanos += nanos(exit);
        }
        return new ExitOutcome(
                thresholds, nanos / samples, losses, leaving, exits.getFirst().meanConfidence());
    }

    /// Time of a sample that leaves at an exit, or goes on to the end.
    double nanos(int exit) {
        double heads = 0;
        for (int i = 0; i <= Math.min(exit, exits.size() - 1); i++) {
            heads += exits.get(i).headNanos();
        }
        return heads + (exit < exits.size() ? exits.get(exit).reachNanos() : wholeNanos);
    }
}
