package io.tierwise.advice;

import io.tierwise.study.Counsel;
import io.tierwise.study.Course;
import io.tierwise.study.Goal;
import io.tierwise.study.Planner;
import io.tierwise.study.StudyRecord;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Answers a study's question: which strategy, under these goals, and why.
public final class Advisor implements Counsel {
    private final List<Goal> goals;
    private final double worth;

    /// @param goals constraints and at most one objective; without an objective the median latency is
    ///     made small
    /// @param worth the smallest ratio that matters: 0.05 is 5 %
    public Advisor(List<Goal> goals, double worth) {
        if (!(worth > 0 && worth < 1)) {
            throw new IllegalArgumentException("worth must lie between 0 and 1, found " + worth);
        }
        this.goals = List.copyOf(goals);
        this.worth = worth;
    }

    @Override
    public Planner planner(StudyRecord before, Course course) {
        return new Scout(before, course, goals, worth);
    }

    /// The choice and the next best that keeps every constraint; where nothing does, the two nearest misses.
    @Override
    public List<String> finalists(StudyRecord comparison) {
        return Ranking.of(comparison, goals, worth).order().stream()
                .map(Figures::name)
                .limit(2)
                .toList();
    }

    public Advice advise(StudyRecord record) {
        Ranking ranking = Ranking.of(record, goals, worth);
        Optional<Headline> headline = finalist(ranking, 0);
        Optional<Headline> runnerUp = finalist(ranking, 1);
        Decision decision = decide(ranking);
        return new Advice(
                decision,
                Reasons.answer(decision, ranking, headline, worth)
                        + Sustained.of(record, worth)
                                .map(sustained -> " " + sustained.sentence())
                                .orElse(""),
                goals,
                worth,
                new Standings(ranking).all(),
                ranking.contrasts().friedman(),
                headline,
                runnerUp,
                Sustained.of(record, worth),
                new Caveats(record, ranking, goals, worth)
                        .all(Stream.concat(headline.stream(), runnerUp.stream()).toList()));
    }

    private static Optional<Headline> finalist(Ranking ranking, int place) {
        return ranking.order().size() <= place
                ? Optional.empty()
                : Headlines.of(ranking.study(), ranking.order().get(place).strategy());
    }

    private static Decision decide(Ranking ranking) {
        if (ranking.order().isEmpty()) {
            return new Decision.Infeasible("", "no strategy ran to an answer");
        }
        Figures first = ranking.first();
        if (!ranking.isFeasible(first)) {
            return new Decision.Infeasible(
                    first.name(),
                    ranking.missed(first).stream().map(Feasibility.Miss::text).collect(Collectors.joining("; ")));
        }
        List<String> open = ranking.open();
        return open.isEmpty()
                ? new Decision.Chosen(first.name(), ranking.equalToFirst())
                : new Decision.Undecided(first.name(), open);
    }
}
