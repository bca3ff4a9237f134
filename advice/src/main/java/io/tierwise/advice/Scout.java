package io.tierwise.advice;

import io.tierwise.study.Addition;
import io.tierwise.study.Block;
import io.tierwise.study.Course;
import io.tierwise.study.Figure;
import io.tierwise.study.Goal;
import io.tierwise.study.Observation;
import io.tierwise.study.Planner;
import io.tierwise.study.StudyRecord;
import java.util.List;
import java.util.Optional;

/// Races, and before each round adds strategies that nobody asked for but that could win as forecast.
///
/// What joins is measured like the others from then on, and races against them. Forecasts rest on finished rounds
/// alone, so an interrupted study goes on with the strategies it had added.
final class Scout implements Planner {
    private static final int MOST_A_ROUND = 3;
    private static final int LEAST_LEFT = 3;

    private final List<Goal> goals;
    private final double worth;
    private StudyRecord before;
    private Course course;
    private Race race;
    private int looked;

    /// @param before everything known before the first trial
    Scout(StudyRecord before, Course course, List<Goal> goals, double worth) {
        this.before = before;
        this.course = course;
        this.goals = List.copyOf(goals);
        this.worth = worth;
        this.race = new Race(before, course, goals, worth);
        this.looked = lastJoined(course);
    }

    @Override
    public Optional<Block> next(Progressed progressed) {
        Optional<Block> next = race.next(progressed);
        int round = next.map(Block::round).orElseGet(race::roundsBegun);
        boolean due = next.isEmpty() || isDue(round);
        if (round <= looked || !isEarly(round) || !due) {
            return next;
        }
        looked = round;
        List<Addition> additions = additions(round, progressed.observations());
        if (additions.isEmpty()) {
            return next;
        }
        before = progressed.add(additions);
        course = course.with(additions);
        race = new Race(before, course, goals, worth);
        return race.next(progressed);
    }

    /// Looks once, twice, four times as many rounds after what joined last: what joins soon matters most, and forecasts
    /// change little once many rounds are done. Where the race would end it looks in any case.
    private boolean isDue(int round) {
        return Integer.bitCount(round - lastJoined(course)) == 1;
    }

    /// What joins late runs too few rounds to be told from chance: at least a third of all are to be left.
    private boolean isEarly(int round) {
        return LEAST_LEFT * (course.rounds() - round) >= course.rounds();
    }

    private static int lastJoined(Course course) {
        return course.additions().stream().mapToInt(Addition::round).max().orElse(0);
    }

    private List<Addition> additions(int round, List<Observation> observations) {
        int left = course.explore() - course.additions().size();
        if (left <= 0) {
            return List.of();
        }
        List<Observation> earlier =
                observations.stream().filter(trial -> trial.round() < round).toList();
        Prospects prospects = Prospects.of(before.withObservations(earlier), goals, worth);
        return prospects.forecasts().stream()
                .limit(Math.min(left, MOST_A_ROUND))
                .map(forecast -> new Addition(forecast.strategy(), round, reason(forecast, prospects.leader())))
                .toList();
    }

    private static String reason(Forecast forecast, Optional<Figures> leader) {
        return "Forecast " + Phrases.forecast(forecast)
                + leader.map(best -> ", while " + best.name() + " took " + Phrases.millis(best.nanos(Figure.P50) / 1e6)
                                + " so far.")
                        .orElse(", while nothing that ran keeps the goals.");
    }
}
