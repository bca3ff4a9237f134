package io.tierwise.advice;

import io.tierwise.stats.Quantiles;
import io.tierwise.study.Block;
import io.tierwise.study.Course;
import io.tierwise.study.Goal;
import io.tierwise.study.Observation;
import io.tierwise.study.Planner;
import io.tierwise.study.Stop;
import io.tierwise.study.StrategyRecord;
import io.tierwise.study.StudyRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Measures on where the answer is open, round after round, and stops where it is not.
///
/// Before each round the trials of the rounds before are judged as the advice will judge them
/// ([Ranking]): what cannot keep a goal stops first, then whatever is beyond doubt beaten, equal within
/// worth, or better by less than worth at most. A strategy whose transfer alone takes longer than the
/// leader seems to need is held back, and stops unrun once that is beyond doubt. The race ends when
/// nothing but the leader is open and the leader's own bounds are clear.
///
/// Decisions depend on finished rounds alone, so a resumed study takes them again. A stopped strategy
/// runs again if the leader changes and the new one does not settle it.
final class Race implements Planner {
    private static final int MANY_ROUNDS = 12;

    /// Rounds in which a leader whose transfer-bound rivals wait may become certain; then they run.
    private static final int PATIENCE = 8;

    private final StudyRecord before;
    private final Course course;
    private final List<Goal> goals;
    private final double worth;
    private final Map<String, Verdict> verdicts = new HashMap<>();
    private List<Block> round = List.of();
    private int nextRound;

    /// @param before everything known before the first trial
    Race(StudyRecord before, Course course, List<Goal> goals, double worth) {
        this.before = before;
        this.course = course;
        this.goals = List.copyOf(goals);
        this.worth = worth;
    }

    /// What is said of a strategy before a round.
    private sealed interface Verdict {
        record Open() implements Verdict {}

        /// Not stopped, but not run while others are open: the leader is not certain enough yet.
        record Held() implements Verdict {}

        record Stopped(Stop.Kind kind, String reason) implements Verdict {}
    }

    @Override
    public Optional<Block> next(Progressed progressed) {
        while (true) {
            Optional<Block> open = round.stream()
                    .filter(block -> !progressed.failed(block.strategy()) && !progressed.done(block))
                    .filter(block -> !isHopeless(block, progressed))
                    .findFirst();
            if (open.isPresent() || nextRound == course.rounds()) {
                return open;
            }
            List<String> running = running(nextRound, progressed);
            if (running.isEmpty()) {
                return Optional.empty();
            }
            round = course.round(nextRound, running);
            if (nextRound == 0) {
                round = nearestFirst(round);
            }
            nextRound++;
        }
    }

    /// Rounds that were begun or need no longer be.
    int roundsBegun() {
        return nextRound;
    }

    /// In the first round nothing is known but the links: whoever needs them least shows which of the
    /// others can be left alone.
    private List<Block> nearestFirst(List<Block> blocks) {
        return blocks.stream()
                .sorted(Comparator.comparingLong(block -> wireNanos(block.strategy())))
                .toList();
    }

    /// In the first round, whether transfer alone takes longer than all that another needed.
    private boolean isHopeless(Block block, Progressed progressed) {
        return block.round() == 0
                && course.least() == 0
                && isRacedInTime()
                && wireNanos(block.strategy()) > fastestNanos(progressed);
    }

    private boolean isRacedInTime() {
        return new Feasibility(goals, before).objective().isTime();
    }

    private double fastestNanos(Progressed progressed) {
        Map<String, List<Double>> nanos = new HashMap<>();
        for (Observation trial : progressed.observations()) {
            if (isContender(trial.strategy())) {
                nanos.computeIfAbsent(trial.strategy(), name -> new ArrayList<>())
                        .add((double) trial.totalNanos());
            }
        }
        return nanos.values().stream()
                .mapToDouble(all -> Quantiles.median(
                        all.stream().mapToDouble(Double::doubleValue).toArray()))
                .min()
                .orElse(Double.POSITIVE_INFINITY);
    }

    private boolean isContender(String name) {
        return record(name).stream()
                .anyMatch(found -> new Feasibility(goals, before).lasting(found).isEmpty());
    }

    private long wireNanos(String name) {
        return record(name).map(StrategyRecord::wireNanos).orElse(0L);
    }

    private Optional<StrategyRecord> record(String name) {
        return before.strategies().stream()
                .filter(strategy -> strategy.name().equals(name))
                .findFirst();
    }

    /// Who runs in a round, the control among them; nobody when all is decided.
    private List<String> running(int number, Progressed progressed) {
        List<String> live = course.strategies(number).stream()
                .filter(name -> !progressed.failed(name))
                .toList();
        List<String> running = new ArrayList<>(live);
        if (number >= course.least()) {
            List<Observation> earlier = progressed.observations().stream()
                    .filter(trial -> trial.round() < number)
                    .toList();
            Look look = new Look(before.withObservations(earlier));
            Map<String, Verdict> now = new HashMap<>();
            live.forEach(name -> now.put(name, look.verdict(name)));
            justify(number, now, progressed);
            if (look.isDecided(now)) {
                return List.of();
            }
            boolean heldRun = number >= PATIENCE
                    && now.values().stream()
                                    .filter(Verdict.Open.class::isInstance)
                                    .count()
                            <= 1;
            running.removeIf(name ->
                    !(now.get(name) instanceof Verdict.Open) && !(heldRun && now.get(name) instanceof Verdict.Held));
        }
        if (!running.contains(course.control()) && !progressed.failed(course.control()) && !live.isEmpty()) {
            running.add(course.control());
        }
        return running;
    }

    private void justify(int number, Map<String, Verdict> now, Progressed progressed) {
        course.strategies().stream().filter(now::containsKey).forEach(name -> {
            Verdict verdict = now.getOrDefault(name, new Verdict.Open());
            boolean stoppedBefore = verdicts.get(name) instanceof Verdict.Stopped;
            if (verdict instanceof Verdict.Stopped(Stop.Kind kind, String reason) && !stoppedBefore) {
                progressed.decided(new Stop(name, number, kind, reason));
            }
            if (verdict instanceof Verdict.Open && stoppedBefore) {
                progressed.decided(new Stop(
                        name,
                        number,
                        Stop.Kind.OPEN_AGAIN,
                        "The leader has changed, and it may win against the new one."));
            }
        });
        verdicts.putAll(now);
    }

    /// What the trials so far say.
    private final class Look {
        private final Ranking ranking;
        private final Map<String, Figures> figures = new HashMap<>();
        private final Feasibility feasibility;
        private final TimeGoals timeGoals;

        Look(StudyRecord soFar) {
            this.ranking = Ranking.of(soFar, goals, worth);
            ranking.all().forEach(one -> figures.put(one.name(), one));
            this.feasibility = new Feasibility(goals, soFar);
            this.timeGoals = new TimeGoals(goals, ranking.comparisons());
        }

        /// The best as measured that keeps every goal.
        private Optional<Figures> leader() {
            return ranking.order().stream().limit(1).filter(ranking::isFeasible).findFirst();
        }

        /// Nothing but the leader open, and the leader's bounds clear.
        boolean isDecided(Map<String, Verdict> now) {
            boolean anyoneElse = now.entrySet().stream()
                    .anyMatch(entry -> !(entry.getValue() instanceof Verdict.Stopped)
                            && leader().stream().noneMatch(one -> one.name().equals(entry.getKey())));
            return !anyoneElse && leader().stream().allMatch(timeGoals::isClear);
        }

        Verdict verdict(String name) {
            Optional<String> missed = missed(name);
            if (missed.isPresent()) {
                return new Verdict.Stopped(Stop.Kind.MISSES, missed.get());
            }
            return leader().filter(leader -> !leader.name().equals(name))
                    .map(leader -> against(leader, name))
                    .orElse(new Verdict.Open());
        }

        private Optional<String> missed(String name) {
            Optional<String> lasting = record(name)
                    .flatMap(strategy -> feasibility.lasting(strategy).stream().findFirst())
                    .map(Feasibility.Miss::text);
            return lasting.isPresent()
                    ? lasting
                    : Optional.ofNullable(figures.get(name)).flatMap(timeGoals::broken);
        }

        private Verdict against(Figures leader, String name) {
            Figures own = figures.get(name);
            Optional<StrategyRecord> strategy = record(name);
            if (strategy.stream().anyMatch(one -> ranking.objective().isOutrun(one, leader))) {
                return new Verdict.Stopped(
                        Stop.Kind.BOUNDED, Reasons.bounded(strategy.orElseThrow(), leader, ranking.contrasts()));
            }
            if (own == null) {
                return heldOrOpen(leader, name);
            }
            return switch (ranking.objective().relation(own, leader)) {
                case WORSE -> stopped(Stop.Kind.BEATEN, own);
                case EQUAL -> stopped(Stop.Kind.TIED, own);
                case NO_BETTER -> isClose(own) ? stopped(Stop.Kind.NO_BETTER, own) : heldOrOpen(leader, name);
                case UNDECIDED, BETTER -> heldOrOpen(leader, name);
            };
        }

        private Verdict heldOrOpen(Figures leader, String name) {
            return isRacedInTime()
                            && wireNanos(name)
                                    > leader.nanos(ranking.objective().figure())
                    ? new Verdict.Held()
                    : new Verdict.Open();
        }

        /// Whether telling a strategy from the leader takes many rounds; where it does not, the reader is
        /// better served by a clear verdict.
        private boolean isClose(Figures own) {
            return ranking.contrast(own).stream()
                    .anyMatch(contrast -> contrast.ratio() <= 1 + worth || contrast.rounds() >= MANY_ROUNDS);
        }

        private Verdict stopped(Stop.Kind kind, Figures own) {
            return new Verdict.Stopped(kind, Reasons.stopped(own, ranking));
        }
    }
}
