package io.tierwise.advice;

import io.tierwise.advice.GateResult.Case;
import io.tierwise.advice.GateResult.Power;
import io.tierwise.advice.GateResult.Time;
import io.tierwise.stats.Quantiles;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;

/// How small a slowdown a comparison sees, over all strategies.
final class GatePower {
    private GatePower() {}

    /// @param tolerance that should be seen
    static Power of(List<Case> cases, double tolerance) {
        List<Time> times = cases.stream().flatMap(one -> one.time().stream()).toList();
        double[] detectable = times.stream()
                .mapToDouble(Time::detectable)
                .filter(Double::isFinite)
                .toArray();
        if (times.isEmpty()) {
            return new Power(
                    Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, OptionalInt.empty(), "No time was compared.");
        }
        if (detectable.length < times.size()) {
            double median = detectable.length == 0 ? Double.POSITIVE_INFINITY : Quantiles.median(detectable);
            return new Power(
                    median,
                    Double.POSITIVE_INFINITY,
                    OptionalInt.empty(),
                    "How small a difference is seen here is not known"
                            + (detectable.length == 0 ? "" : " of every strategy")
                            + ": it takes 2 openings or more on either side.");
        }
        Time worst =
                times.stream().max(Comparator.comparingDouble(Time::detectable)).orElseThrow();
        String sees = times.size() == 1
                ? "Sees differences of " + Phrases.percent(worst.detectable()) + " or more here."
                : "Sees differences of " + Phrases.percent(Quantiles.median(detectable))
                        + " or more here (median strategy), of " + Phrases.percent(worst.detectable())
                        + " or more in every strategy.";
        boolean reachable =
                times.stream().allMatch(time -> time.openingsNeeded().isPresent() || isSeen(time, tolerance));
        OptionalInt needed = reachable
                ? times.stream()
                        .flatMapToInt(time -> time.openingsNeeded().stream())
                        .max()
                : OptionalInt.empty();
        return new Power(
                Quantiles.median(detectable), worst.detectable(), needed, sees + advice(worst, needed, tolerance));
    }

    private static String advice(Time worst, OptionalInt needed, double tolerance) {
        if (isSeen(worst, tolerance)) {
            return "";
        }
        int now = Math.min(worst.baselineOpenings(), worst.candidateOpenings());
        return needed.isEmpty()
                ? " More openings alone do not make that " + Phrases.percent(tolerance)
                        + ": it takes more samples, or a quieter machine."
                : " To see " + Phrases.percent(tolerance) + " it takes about " + needed.getAsInt()
                        + " openings on each side where there are " + now + " (rounds of a study).";
    }

    private static boolean isSeen(Time time, double tolerance) {
        return time.detectable() <= tolerance * (1 + 1e-12);
    }
}
