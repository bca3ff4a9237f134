package io.tierwise.advice;

import io.tierwise.stats.Quantiles;
import io.tierwise.study.ExitsRecord;
import io.tierwise.study.Observation;
import io.tierwise.study.StrategyRecord;
import java.util.ArrayList;
import java.util.List;

/// What became of the trials of a strategy that samples can leave early: how many left where, and how long
/// they took.
///
/// @param strategy its name
/// @param exits what was promised, and on what
/// @param ways in the order of the network; the last is that of samples that left nowhere
/// @param meanMillis of all trials, in milliseconds
public record EarlyLeaving(String strategy, ExitsRecord exits, List<Way> ways, double meanMillis) {
    private static final double TAIL = 0.95;

    public EarlyLeaving {
        ways = List.copyOf(ways);
    }

    /// The trials that answered at one place.
    ///
    /// @param tap tensor behind which they left; empty at the end of the network
    /// @param tier where they were answered
    /// @param trials how many
    /// @param share of all trials
    /// @param medianMillis not a number where there were none
    /// @param p95Millis likewise
    /// @param meanBytes sent over all links, likewise
    public record Way(
            String tap,
            String tier,
            int trials,
            double share,
            double medianMillis,
            double p95Millis,
            double meanBytes) {}

    /// Of each strategy with exits that was measured, in the order given.
    public static List<EarlyLeaving> of(List<StrategyRecord> strategies, List<Observation> observations) {
        List<EarlyLeaving> found = new ArrayList<>();
        for (StrategyRecord strategy : strategies) {
            List<Observation> own = observations.stream()
                    .filter(trial -> trial.purpose() == Observation.Purpose.COMPARISON)
                    .filter(trial -> trial.strategy().equals(strategy.name()))
                    .toList();
            if (!own.isEmpty()) {
                strategy.exits().ifPresent(exits -> found.add(of(strategy, exits, own)));
            }
        }
        return found;
    }

    private static EarlyLeaving of(StrategyRecord strategy, ExitsRecord exits, List<Observation> own) {
        List<Way> ways = new ArrayList<>();
        for (ExitsRecord.Exit exit : exits.exits()) {
            ways.add(way(strategy, exit.tap(), exit.part() + 1, own));
        }
        ways.add(way(strategy, "", strategy.parts().size(), own));
        double mean = own.stream().mapToLong(Observation::totalNanos).average().orElseThrow() / 1e6;
        return new EarlyLeaving(strategy.name(), exits, ways, mean);
    }

    private static Way way(StrategyRecord strategy, String tap, int partsRun, List<Observation> own) {
        List<Observation> there =
                own.stream().filter(trial -> trial.partsRun() == partsRun).toList();
        double[] millis =
                there.stream().mapToDouble(trial -> trial.totalNanos() / 1e6).toArray();
        return new Way(
                tap,
                strategy.parts().get(partsRun - 1).tier(),
                there.size(),
                (double) there.size() / own.size(),
                there.isEmpty() ? Double.NaN : Quantiles.median(millis),
                there.isEmpty() ? Double.NaN : Quantiles.quantile(millis, TAIL, Quantiles.Definition.LINEAR),
                there.stream().mapToLong(Observation::bytes).average().orElse(Double.NaN));
    }

    /// Those that went through the whole network.
    public Way slowPath() {
        return ways.getLast();
    }
}
