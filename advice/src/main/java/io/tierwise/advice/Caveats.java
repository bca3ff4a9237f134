package io.tierwise.advice;

import io.tierwise.study.Accuracy;
import io.tierwise.study.Addition;
import io.tierwise.study.Figure;
import io.tierwise.study.Goal;
import io.tierwise.study.Observation;
import io.tierwise.study.Outcome;
import io.tierwise.study.Stop;
import io.tierwise.study.StudyRecord;
import io.tierwise.study.TierRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What limits an answer, a sentence each.
///
/// @param goals what was asked
/// @param worth the smallest ratio that matters
record Caveats(StudyRecord study, Ranking ranking, List<Goal> goals, double worth) {

    /// @param confirmed the finalists that ran again
    List<String> all(List<Headline> confirmed) {
        List<String> caveats = new ArrayList<>();
        emulated().ifPresent(caveats::add);
        caveats.add("Batch 1, one request at a time: nothing is said of throughput or concurrency.");
        failed().ifPresent(caveats::add);
        spent().ifPresent(caveats::add);
        bounded().ifPresent(caveats::add);
        added().ifPresent(caveats::add);
        unseen().ifPresent(caveats::add);
        if (!ranking.order().isEmpty()) {
            percentiles().forEach(caveats::add);
            accuracy().ifPresent(caveats::add);
            slowPath().ifPresent(caveats::add);
            confirmed.stream().flatMap(headline -> apart(headline).stream()).forEach(caveats::add);
            unconfirmed().ifPresent(caveats::add);
        }
        caveats.addAll(new Steadiness(study, worth).sentences());
        caveats.addAll(study.warnings());
        return caveats;
    }

    private Optional<String> emulated() {
        List<String> emulated = study.tiers().stream()
                .filter(TierRecord::emulated)
                .map(TierRecord::name)
                .toList();
        return emulated.isEmpty()
                ? Optional.empty()
                : Optional.of("Emulated: " + Phrases.list(emulated)
                        + ". The order of emulated tiers follows from the CPU shares asked for: it is"
                        + " an input, not a finding.");
    }

    private Optional<String> failed() {
        long failed = study.strategies().stream()
                .filter(strategy -> strategy.outcome() instanceof Outcome.Failed)
                .count();
        return failed == 0
                ? Optional.empty()
                : Optional.of(
                        failed + (failed == 1 ? " strategy" : " strategies") + " failed and could not be compared.");
    }

    private Optional<String> spent() {
        return study.stops().stream()
                .filter(stop -> stop.kind() == Stop.Kind.BUDGET)
                .map(Stop::reason)
                .reduce((earlier, later) -> later);
    }

    /// Strategies that were never run, because their transfer alone loses.
    private Optional<String> bounded() {
        Set<String> ran = ranking.all().stream().map(Figures::name).collect(Collectors.toSet());
        long bounded = study.stops().stream()
                .filter(stop -> stop.kind() == Stop.Kind.BOUNDED)
                .map(Stop::strategy)
                .filter(name -> !ran.contains(name))
                .distinct()
                .count();
        return bounded == 0
                ? Optional.empty()
                : Optional.of("Bounded: " + bounded + (bounded == 1 ? " strategy was" : " strategies were")
                        + " not run, since the transfer of their tensors alone takes longer than the leader in all;"
                        + " 'least: 1' in the schedule runs them too.");
    }

    private Optional<String> added() {
        List<String> added = study.additions().stream().map(Addition::strategy).toList();
        return added.isEmpty()
                ? Optional.empty()
                : Optional.of("Added since they could win by forecast, and measured like the others: "
                        + Phrases.list(added) + ".");
    }

    /// Strategies that nobody ran and that might win.
    private Optional<String> unseen() {
        Prospects prospects = Prospects.of(study, goals, worth);
        double leader = prospects.leader().map(best -> best.nanos(Figure.P50)).orElse(Double.POSITIVE_INFINITY);
        List<Forecast> unseen = prospects.forecasts().stream()
                .filter(forecast -> forecast.nanos() < leader)
                .toList();
        return unseen.isEmpty()
                ? Optional.empty()
                : Optional.of("Not run, but faster if its forecast holds: "
                        + unseen.getFirst().strategy() + " with "
                        + Phrases.forecast(unseen.getFirst())
                        + (unseen.size() == 1 ? "" : ", and " + (unseen.size() - 1) + " more on other tiers")
                        + "; 'explore' in the schedule lets more be tried.");
    }

    /// Percentiles that the goals ask for and that the first's trials do not carry, or do not carry far
    /// enough to say on which side of the bound they lie.
    private List<String> percentiles() {
        Figures first = ranking.first();
        List<String> caveats = new ArrayList<>();
        asked().distinct()
                .forEach(figure -> first.bare(figure)
                        .ifPresent(bare -> caveats.add(figure.word() + " was judged on " + bare.basis() + ".")));
        for (Goal goal : goals) {
            if (goal instanceof Goal.Constraint constraint) {
                straddled(constraint, first).ifPresent(caveats::add);
            }
        }
        return caveats;
    }

    private Stream<Figure> asked() {
        Stream<Figure> bounded =
                goals.stream().filter(Goal.Constraint.class::isInstance).map(goal -> ((Goal.Constraint) goal).figure());
        return Stream.concat(Stream.of(ranking.objective().figure()), bounded);
    }

    private static Optional<String> straddled(Goal.Constraint constraint, Figures first) {
        Figure figure = constraint.figure();
        if (figure.probability().isEmpty() || first.bare(figure).isPresent()) {
            return Optional.empty();
        }
        var percentile = first.percentile(figure.probability().getAsDouble());
        double low = percentile.low() * 1e6;
        double high = percentile.high() * 1e6;
        return low <= constraint.limit() && constraint.limit() < high
                ? Optional.of("Whether " + first.name() + " keeps " + constraint.toText() + " is not certain: its "
                        + figure.word() + " is " + figure.show(first.nanos(figure)) + ", the 95 % interval goes from "
                        + figure.show(low) + " to " + figure.show(high) + ".")
                : Optional.empty();
    }

    /// How fine a drop can be told where it decides.
    private Optional<String> accuracy() {
        Optional<Accuracy> accuracy = ranking.first().strategy().accuracy();
        return ranking.objective().figure() != Figure.DROP || accuracy.isEmpty()
                ? Optional.empty()
                : Optional.of("Drops were compared as found on "
                        + accuracy.get().choiceCount()
                        + " samples, where an accuracy is certain to within "
                        + Phrases.number(100
                                * (accuracy.get().choiceHigh() - accuracy.get().choiceLow())
                                / 2)
                        + " pp (95 %): small differences may be chance.");
    }

    /// A mean or a median of trials of which many leave early says nothing of those that do not.
    private Optional<String> slowPath() {
        return EarlyLeaving.of(List.of(ranking.first().strategy()), study.observations()).stream()
                .findFirst()
                .map(leaving -> leaving.strategy() + " is fast for those that leave early: "
                        + Phrases.number(100 * leaving.slowPath().share())
                        + " % of its trials went through the whole network"
                        + (leaving.slowPath().trials() == 0
                                ? "."
                                : ", and the slowest twentieth of those took "
                                        + Phrases.number(leaving.slowPath().p95Millis()) + " ms or more.")
                        + " What it promises holds for data like the promise samples.");
    }

    /// The comparison and the confirmation are two conditions, fresh sessions and other samples; where
    /// they differ by more than matters, a reader must see both.
    private Optional<String> apart(Headline headline) {
        return ranking.all().stream()
                .filter(figures -> figures.name().equals(headline.strategy()))
                .map(figures -> figures.quantileNanos(0.5) / 1e6)
                .filter(compared ->
                        headline.p50Low() > compared * (1 + worth) || headline.p50High() < compared / (1 + worth))
                .map(compared -> headline.strategy() + " has two medians that differ by more than what matters: "
                        + Phrases.millis(compared) + " in the comparison, "
                        + Phrases.millis(headline.p50Millis()) + " (95 %: " + Phrases.number(headline.p50Low())
                        + " to " + Phrases.millis(headline.p50High())
                        + ") in " + headline.repetitions()
                        + " on other samples. Ranks rest on the first, the headline on the second.")
                .findFirst();
    }

    private Optional<String> unconfirmed() {
        boolean none =
                study.observations().stream().noneMatch(trial -> trial.purpose() == Observation.Purpose.CONFIRMATION);
        return none ? Optional.of("The choice has not been confirmed.") : Optional.empty();
    }
}
