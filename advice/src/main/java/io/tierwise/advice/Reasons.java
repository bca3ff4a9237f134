package io.tierwise.advice;

import io.tierwise.study.Observation;
import io.tierwise.study.Outcome;
import io.tierwise.study.Phase;
import io.tierwise.study.StudyRecord;
import io.tierwise.study.TierRecord;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Puts an advice into words: the answer, why each strategy is chosen or not, and what limits it all.
final class Reasons {
    private Reasons() {}

    /// The answer in one or two sentences.
    static String answer(Decision decision, Ranking ranking, Optional<Headline> headline, double worth) {
        return switch (decision) {
            case Decision.Chosen(String strategy, List<String> equals) ->
                "Use " + strategy + ": " + figures(ranking, headline) + againstUntouched(ranking)
                        + (equals.isEmpty()
                                ? " Nothing else that keeps the goals is as fast."
                                : " Within what matters (" + percent(worth) + ") " + list(equals)
                                        + (equals.size() == 1 ? " is" : " are") + " equal to it.");
            case Decision.Undecided(String leading, List<String> open) ->
                leading + " leads: " + figures(ranking, headline) + againstUntouched(ranking)
                        + " Undecided remains whether "
                        + list(open) + (open.size() == 1 ? " is" : " are")
                        + " as fast: more rounds would tell.";
            case Decision.Infeasible(String nearest, String miss) when nearest.isEmpty() -> "No answer: " + miss + ".";
            case Decision.Infeasible(String nearest, String miss) ->
                "No strategy keeps every goal. Nearest is " + nearest + ": " + miss + ".";
        };
    }

    private static String figures(Ranking ranking, Optional<Headline> headline) {
        if (headline.isEmpty()) {
            double p50 = ranking.order().getFirst().quantileNanos(0.5) / 1e6;
            return "median " + millis(p50) + " in the comparison, not yet confirmed in fresh processes.";
        }
        Headline confirmed = headline.get();
        String accuracy = Double.isNaN(confirmed.accuracy())
                ? ""
                : Double.isNaN(confirmed.drop())
                        ? "; it answers " + percent(confirmed.accuracy()) + " right"
                        : "; it " + drop(confirmed.drop()) + " against the untouched model";
        return "median " + millis(confirmed.p50Millis()) + " (95 %: " + millis(confirmed.p50Low()) + " to "
                + millis(confirmed.p50High()) + "), confirmed in " + confirmed.processes()
                + " fresh processes on samples that chose nothing" + accuracy + ".";
    }

    private static String againstUntouched(Ranking ranking) {
        return ranking.all().stream()
                .filter(figures -> figures.strategy().operators().equals("I") && !ranking.isFirst(figures))
                .min(Comparator.comparingDouble(figures -> figures.quantileNanos(0.5)))
                .flatMap(untouched -> ranking.contrast(untouched)
                        .map(contrast -> " The untouched model at its best place (" + untouched.name() + ") takes "
                                + number(contrast.ratio()) + " times as long."))
                .orElse("");
    }

    /// Why a strategy that ran is chosen, or not.
    static String of(Figures figures, Ranking ranking) {
        if (ranking.isFirst(figures) && ranking.isFeasible(figures)) {
            return "Chosen: the fastest that keeps every goal, or the best of its equals; " + dominance(figures) + ".";
        }
        List<String> misses = ranking.missed(figures);
        String pace = ranking.contrast(figures).map(Reasons::pace).orElse("Nearest to the goals");
        if (!misses.isEmpty()) {
            return pace + ", but " + String.join("; ", misses) + ".";
        }
        return pace + "; " + dominance(figures) + ".";
    }

    private static String pace(Standing.Contrast contrast) {
        return switch (contrast.verdict()) {
            case FASTER -> number(1 / contrast.ratio()) + " times as fast as the choice";
            case EQUIVALENT -> "Equal to the choice within what matters";
            case UNDECIDED -> "Takes " + number(contrast.ratio()) + " times the choice's time, undecided";
            case SLOWER ->
                "Takes " + number(contrast.ratio()) + " times as long as the choice (" + number(contrast.low()) + " to "
                        + number(contrast.high()) + ")";
        };
    }

    private static String dominance(Figures figures) {
        Phase phase = figures.dominating();
        double total =
                figures.phaseMillis().stream().mapToDouble(Double::doubleValue).sum();
        return phase.name().toLowerCase(Locale.ROOT) + " takes " + percent(figures.millis(phase) / total)
                + " of its time";
    }

    static String ofAbsent(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Failed(String tier, String reason) ->
                "Failed" + (tier.isEmpty() ? "" : " on " + tier) + ": " + reason;
            case Outcome.Unfinished() -> "Not measured yet: the study was interrupted; continue with --resume.";
            case Outcome.Completed() -> "No trial of it was recorded.";
        };
    }

    /// What limits the answer, a sentence each.
    static List<String> caveats(StudyRecord record, Ranking ranking) {
        List<String> caveats = new ArrayList<>();
        List<String> emulated = record.tiers().stream()
                .filter(TierRecord::emulated)
                .map(TierRecord::name)
                .toList();
        if (!emulated.isEmpty()) {
            caveats.add("Emulated: " + list(emulated)
                    + ". The order of emulated tiers follows from the CPU shares asked for: it is"
                    + " an input, not a finding.");
        }
        caveats.add("Batch 1, one request at a time: nothing is said of throughput or concurrency.");
        long failed = record.strategies().stream()
                .filter(strategy -> strategy.outcome() instanceof Outcome.Failed)
                .count();
        if (failed > 0) {
            caveats.add(failed + (failed == 1 ? " strategy" : " strategies") + " failed and could not be compared.");
        }
        if (record.observations().stream().noneMatch(o -> o.purpose() == Observation.Purpose.CONFIRMATION)
                && !ranking.order().isEmpty()) {
            caveats.add("The choice has not been confirmed in fresh processes.");
        }
        caveats.addAll(record.warnings());
        return caveats;
    }

    private static String list(List<String> names) {
        int last = names.size() - 1;
        return last < 1
                ? String.join("", names)
                : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
    }

    private static String drop(double drop) {
        String points = number(Math.abs(drop) * 100) + " pp";
        return Math.abs(drop) < 5e-5 ? "loses nothing" : drop > 0 ? "loses " + points : "gains " + points;
    }

    private static String millis(double millis) {
        return number(millis) + " ms";
    }

    private static String percent(double share) {
        return number(share * 100) + " %";
    }

    /// Three digits: what a sentence can carry.
    private static String number(double value) {
        return Double.isFinite(value)
                ? BigDecimal.valueOf(value)
                        .round(new MathContext(3))
                        .stripTrailingZeros()
                        .toPlainString()
                : "unknown";
    }
}
