package io.tierwise.study;

import io.tierwise.deployment.Disturbance;
import java.util.List;
import java.util.stream.Collectors;

/// A block during which the machine did something else, too.
///
/// @param strategy the strategy's resolved name
/// @param purpose why the block was run
/// @param round its round, or the fresh process of the confirmation; from 0
/// @param ranAgain whether the block was run again and these trials are in no figure; if not, they count
/// @param kinds what happened
/// @param words the same with its amounts
public record DisturbedBlock(
        String strategy,
        Observation.Purpose purpose,
        int round,
        boolean ranAgain,
        List<Disturbance.Kind> kinds,
        String words) {
    public DisturbedBlock {
        kinds = List.copyOf(kinds);
    }

    /// Of the comparison.
    static DisturbedBlock of(Block block, boolean ranAgain, List<Disturbance> disturbances) {
        return new DisturbedBlock(
                block.strategy(),
                Observation.Purpose.COMPARISON,
                block.round(),
                ranAgain,
                kinds(disturbances),
                words(disturbances));
    }

    /// One that counts as it is.
    static DisturbedBlock kept(
            String strategy, Observation.Purpose purpose, int round, List<Disturbance> disturbances) {
        return new DisturbedBlock(strategy, purpose, round, false, kinds(disturbances), words(disturbances));
    }

    private static List<Disturbance.Kind> kinds(List<Disturbance> disturbances) {
        return disturbances.stream().map(Disturbance::kind).toList();
    }

    private static String words(List<Disturbance> disturbances) {
        return disturbances.stream().map(Disturbance::words).collect(Collectors.joining("; "));
    }
}
