package io.tierwise.study;

import io.tierwise.deployment.Strategy;
import io.tierwise.stats.McNemarPower;
import io.tierwise.stats.OrderStatisticInterval;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/// What a study will cost and what its numbers will be able to carry, before anything is measured.
///
/// Times are forecast from one untouched run on this machine, without error bars: they say minutes or
/// hours, not more.
///
/// @param comparison time of all rounds, if no strategy stops before the last one
/// @param trials timed trials in all rounds, likewise
/// @param needed trials a strategy needs for a 95 % interval of a percentile, by the percentile's name
/// @param detectableDrop smallest drop in accuracy that the choice half shows with 80 % power; empty if
///     it can show none
/// @param flips share of samples assumed to change between right and wrong
public record PlanEstimate(
        Duration comparison, int trials, Map<String, Integer> needed, OptionalDouble detectableDrop, double flips) {

    private static final double CONFIDENCE = 0.95;
    private static final double POWER = 0.8;
    private static final double LEVEL = 0.05;
    /// Opening sessions and warming up before a block, seen on small networks.
    private static final long OPENING_NANOS = Duration.ofMillis(150).toNanos();

    /// Estimates a study that has not begun.
    ///
    /// @param runNanos one run of the untouched model on one thread of this machine
    /// @param inputBytes of an input as it travels
    /// @param flips share of samples whose answer changes between right and wrong, such as 0.05
    public static PlanEstimate of(StudyPlan plan, long runNanos, long inputBytes, double flips) {
        long nanos = 0;
        Schedule schedule = plan.schedule();
        for (Strategy strategy : plan.strategies()) {
            long trial = Math.max(schedule.spacing().toNanos(), trialNanos(plan, strategy, runNanos, inputBytes));
            nanos += schedule.rounds() * (OPENING_NANOS + schedule.block() * trial);
        }
        Map<String, Integer> needed = new LinkedHashMap<>();
        needed.put("p50", OrderStatisticInterval.needed(0.5, CONFIDENCE));
        needed.put("p95", OrderStatisticInterval.needed(0.95, CONFIDENCE));
        needed.put("p99", OrderStatisticInterval.needed(0.99, CONFIDENCE));
        var power = new McNemarPower(plan.samples().choice().size(), flips, LEVEL);
        return new PlanEstimate(
                Duration.ofNanos(nanos),
                Math.multiplyExact(plan.strategies().size(), schedule.trials()),
                needed,
                power.detectableDrop(POWER),
                flips);
    }

    private static long trialNanos(StudyPlan plan, Strategy strategy, long runNanos, long inputBytes) {
        double slowest = strategy.tiers().stream()
                .mapToDouble(tier -> plan.topology().tier(tier).cpu().orElse(1))
                .min()
                .orElse(1);
        String first = strategy.tiers().getFirst();
        long wire = plan.topology().route(plan.topology().source(), first).lowerBoundNanos(inputBytes);
        return (long) (runNanos / Math.min(1, slowest)) + wire;
    }
}
