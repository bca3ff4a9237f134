package io.tierwise.advice;

import static io.tierwise.advice.Phrases.are;
import static io.tierwise.advice.Phrases.list;
import static io.tierwise.advice.Phrases.millis;
import static io.tierwise.advice.Phrases.number;
import static io.tierwise.advice.Phrases.percent;

import io.tierwise.study.Figure;
import io.tierwise.study.Outcome;
import io.tierwise.study.Phase;
import io.tierwise.study.Stop;
import io.tierwise.study.StrategyRecord;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// Puts an advice into words: the answer, and why each strategy is chosen or not.
final class Reasons {
    private Reasons() {}

    /// The answer in a few sentences.
    static String answer(Decision decision, Ranking ranking, Optional<Headline> headline, double worth) {
        Figure figure = ranking.objective().figure();
        return switch (decision) {
            case Decision.Chosen(String strategy, List<String> equals) ->
                "Use " + strategy + ": " + figures(ranking, headline) + againstUntouched(ranking)
                        + (equals.isEmpty()
                                ? " " + nothingElse(ranking)
                                : " Within what matters (" + percent(worth) + ") " + list(equals) + " " + are(equals)
                                        + " equal to it.");
            case Decision.Undecided(String leading, List<String> open) ->
                leading + " leads: " + figures(ranking, headline) + againstUntouched(ranking)
                        + " Undecided remains whether "
                        + list(open) + " " + Phrases.asGood(figure).replaceFirst("^is", are(open))
                        + ": more rounds would tell.";
            case Decision.Infeasible(String nearest, String miss) when nearest.isEmpty() -> "No answer: " + miss + ".";
            case Decision.Infeasible(String nearest, String miss) -> "Nearest is " + nearest + ": " + miss + ".";
        };
    }

    private static String nothingElse(Ranking ranking) {
        long feasible = ranking.all().stream().filter(ranking::isFeasible).count();
        if (feasible > 1) {
            return "Nothing else that keeps the goals "
                    + Phrases.asGood(ranking.objective().figure()) + ".";
        }
        return ranking.all().size() > 1 ? "Nothing else keeps the goals." : "Nothing else was compared.";
    }

    private static String figures(Ranking ranking, Optional<Headline> headline) {
        Figure figure = ranking.objective().figure();
        String amount = Phrases.amount(figure, ranking.objective().value(ranking.first()));
        String rest = figure.isTime() ? "" : "it " + amount + "; ";
        if (headline.isEmpty()) {
            String other = figure == Figure.P50 || !figure.isTime() ? "" : amount + " and ";
            double p50 = ranking.first().quantileNanos(0.5) / 1e6;
            return rest + other + "median " + millis(p50) + " in the comparison, not yet confirmed.";
        }
        Headline confirmed = headline.get();
        String tail = figure == Figure.P95 ? "p95 " + millis(confirmed.p95Millis()) + ", " : "";
        return rest + tail + "median " + millis(confirmed.p50Millis()) + " (95 %: " + number(confirmed.p50Low())
                + " to " + millis(confirmed.p50High()) + "), confirmed in " + confirmed.repetitions()
                + " on samples that chose nothing" + accuracy(confirmed) + "."
                + (figure == Figure.MEAN || figure == Figure.P99 ? " In the comparison it had " + amount + "." : "");
    }

    private static String accuracy(Headline confirmed) {
        if (Double.isNaN(confirmed.accuracy())) {
            return "";
        }
        return Double.isNaN(confirmed.drop())
                ? "; there it answers " + percent(confirmed.accuracy()) + " right"
                : "; there it " + Phrases.drop(confirmed.drop()) + " against the untouched model";
    }

    /// How the untouched model fares where it fares best; nothing for a drop, which is against it already.
    private static String againstUntouched(Ranking ranking) {
        Objective objective = ranking.objective();
        return ranking.all().stream()
                .filter(figures -> figures.strategy().operators().equals("I") && !ranking.isFirst(figures))
                .min(objective.order())
                .flatMap(untouched -> untouched(untouched, ranking)
                        .map(words ->
                                " The untouched model at its best place (" + untouched.name() + ") " + words + "."))
                .orElse("");
    }

    private static Optional<String> untouched(Figures untouched, Ranking ranking) {
        Figure figure = ranking.objective().figure();
        return switch (figure) {
            case P50, P95, P99, MEAN -> ranking.contrast(untouched).map(contrast -> "takes " + times(contrast, figure));
            case MEMORY, BYTES ->
                Optional.of(Phrases.amount(figure, ranking.objective().value(untouched)));
            case DROP, ACCURACY -> Optional.empty();
        };
    }

    private static String times(Standing.Contrast contrast, Figure figure) {
        return number(contrast.ratio()) + " times as long" + (figure == Figure.P50 ? "" : " by " + figure.word());
    }

    /// Where a strategy stands in a few words, for a narrow column: `best`, `slower`, `faster, misses drop`.
    static String verdict(Figures figures, Ranking ranking) {
        List<Feasibility.Miss> missed = ranking.missed(figures);
        return place(figures, ranking) + (missed.isEmpty() ? "" : ", " + misses(missed));
    }

    private static String misses(List<Feasibility.Miss> missed) {
        return "misses "
                + missed.stream().map(Feasibility.Miss::goal).distinct().collect(Collectors.joining("+"));
    }

    /// The same for a strategy that was not run, because of what is known without.
    static String verdictOfAbsent(StrategyRecord strategy, Ranking ranking) {
        List<Feasibility.Miss> missed = ranking.missed(strategy.name());
        boolean bounded = ranking.study().stops().stream()
                .anyMatch(stop -> stop.strategy().equals(strategy.name()) && stop.kind() == Stop.Kind.BOUNDED);
        return !missed.isEmpty() ? misses(missed) : bounded ? "bounded" : "not run";
    }

    private static String place(Figures figures, Ranking ranking) {
        if (!ranking.isFirst(figures)) {
            return Phrases.brief(ranking.relation(figures), ranking.objective().figure());
        }
        return !ranking.isFeasible(figures) ? "nearest" : ranking.open().isEmpty() ? "best" : "leading";
    }

    /// Why a strategy that ran is chosen, or not.
    static String of(Figures figures, Ranking ranking) {
        List<Feasibility.Miss> missed = ranking.missed(figures);
        if (!missed.isEmpty()) {
            String place = ranking.isFirst(figures) ? "Nearest to the goals" : against(figures, ranking);
            return place + ", but "
                    + missed.stream().map(Feasibility.Miss::text).collect(Collectors.joining("; ")) + ".";
        }
        String place = ranking.isFirst(figures) ? chosen(ranking) : against(figures, ranking);
        return place + "; " + dominance(figures) + ".";
    }

    private static String chosen(Ranking ranking) {
        Figure figure = ranking.objective().figure();
        if (!ranking.open().isEmpty()) {
            return "Leading: " + Phrases.best(figure) + " as measured that keeps every goal";
        }
        return "Chosen: " + Phrases.best(figure) + " that keeps every goal"
                + (ranking.equalToFirst().isEmpty() ? "" : ", or the preferred of its equals");
    }

    private static String against(Figures figures, Ranking ranking) {
        Figure figure = ranking.objective().figure();
        if (figure.isTime()) {
            return ranking.contrast(figures)
                    .map(contrast -> pace(contrast, figures, ranking))
                    .orElse("Ran in no round together with the choice");
        }
        double value = ranking.objective().value(figures);
        double choice = ranking.objective().value(ranking.first());
        if (ranking.relation(figures) == Relation.EQUAL) {
            return "Equal to the choice within what matters: it " + Phrases.amount(figure, value);
        }
        return figure == Figure.DROP
                ? capital(number(Math.abs(value - choice) * 100) + " pp "
                        + (value > choice ? "less" : "more") + " accurate than the choice: it "
                        + Phrases.drop(value))
                : capital(Phrases.amount(figure, value)) + ", the choice " + figure.show(choice);
    }

    private static String pace(Standing.Contrast contrast, Figures figures, Ranking ranking) {
        Figure figure = ranking.objective().figure();
        String by = figure == Figure.P50 ? "" : " by " + figure.word();
        return switch (contrast.verdict()) {
            case FASTER -> number(1 / contrast.ratio()) + " times as fast as the choice" + by;
            case EQUIVALENT -> "Equal to the choice within what matters" + by;
            case UNDECIDED ->
                "Takes " + number(contrast.ratio()) + " times the choice's time" + by + ", "
                        + (ranking.relation(figures) == Relation.NO_BETTER ? "no better than it" : "undecided")
                        + " after " + Phrases.rounds(contrast.rounds());
            case SLOWER ->
                "Takes " + number(contrast.ratio()) + " times as long as the choice" + by + " (" + range(contrast)
                        + ")";
        };
    }

    private static String range(Standing.Contrast contrast) {
        return Double.isInfinite(contrast.high())
                ? "at least " + number(contrast.low())
                : number(contrast.low()) + " to " + number(contrast.high());
    }

    /// Why a strategy is not measured on against the leader.
    static String stopped(Figures figures, Ranking ranking) {
        Figure figure = ranking.objective().figure();
        String leader = ranking.first().name();
        Optional<Standing.Contrast> contrast = ranking.contrast(figures);
        if (!figure.isTime() || contrast.isEmpty()) {
            return capital(Phrases.amount(figure, ranking.objective().value(figures))) + ", " + leader + " "
                    + Phrases.amount(figure, ranking.objective().value(ranking.first())) + ".";
        }
        String by = figure == Figure.P50 ? "" : " by " + figure.word();
        String after = " after " + Phrases.rounds(contrast.get().rounds()) + ".";
        String ratio = number(contrast.get().ratio());
        return switch (ranking.relation(figures)) {
            case EQUAL ->
                "Equal to " + leader + " within what matters" + by + ": " + ratio + " times its time ("
                        + range(contrast.get()) + ")" + after;
            case NO_BETTER ->
                "No better than " + leader + by + " by as much as matters: " + ratio + " times its time ("
                        + range(contrast.get()) + ")" + after;
            case WORSE, BETTER, UNDECIDED ->
                "Takes " + ratio + " times as long as " + leader + by + " (" + range(contrast.get()) + ")" + after;
        };
    }

    /// Why a strategy loses whether or not it runs.
    static String bounded(StrategyRecord strategy, Figures leader, Contrasts contrasts) {
        return "Transfer alone takes at least " + millis(strategy.wireNanos() / 1e6) + "; " + leader.name()
                + " takes at most " + millis(contrasts.mostNanos(leader).orElse(Double.NaN) / 1e6) + " in all.";
    }

    private static String capital(String words) {
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    private static String dominance(Figures figures) {
        Phase phase = figures.dominating();
        double total =
                figures.phaseMillis().stream().mapToDouble(Double::doubleValue).sum();
        return phase.name().toLowerCase(Locale.ROOT) + " takes " + percent(figures.millis(phase) / total)
                + " of its time";
    }

    /// Why a strategy has no latency.
    static String ofAbsent(StrategyRecord strategy, List<Stop> stops) {
        return switch (strategy.outcome()) {
            case Outcome.Failed(String tier, String reason) ->
                "Failed" + (tier.isEmpty() ? "" : " on " + tier) + ": " + reason;
            case Outcome.Unfinished() -> "Not measured yet: the study was interrupted; continue with --resume.";
            case Outcome.Completed() ->
                stops.stream()
                        .filter(stop -> stop.strategy().equals(strategy.name()))
                        .map(stop -> "Not run. " + stop.reason())
                        .reduce((earlier, later) -> later)
                        .orElse("No trial of it was recorded.");
        };
    }
}
