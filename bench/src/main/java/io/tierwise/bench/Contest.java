package io.tierwise.bench;

import io.tierwise.advice.Advisor;
import io.tierwise.advice.Decision;
import io.tierwise.stats.Quantiles;
import io.tierwise.study.Accuracy;
import io.tierwise.study.Course;
import io.tierwise.study.Goal;
import io.tierwise.study.ModelSummary;
import io.tierwise.study.Outcome;
import io.tierwise.study.PartRecord;
import io.tierwise.study.Stop;
import io.tierwise.study.StrategyRecord;
import io.tierwise.study.StudyRecord;
import io.tierwise.study.TierRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/// One question to the published study: which strategy of a model is fastest at a drop in accuracy of at
/// most so many points.
///
/// @param points most points of accuracy lost; infinite for no such goal
/// @param worth the smallest ratio that matters
record Contest(PublishedStudy study, String model, double points, double worth) {
    private static final double CLOSE = 1.02;
    private static final int MOST_TRIALS = PublishedStudy.TRIALS / 10;
    private static final String TIER = "tier";

    /// What a way of measuring came to.
    record Found(String strategy, int trials) {}

    /// The strategies that keep the goal.
    List<String> contenders() {
        return study.strategies(model).stream()
                .filter(strategy -> PublishedStudy.drop(model, strategy) <= points)
                .toList();
    }

    /// Whether a strategy's median over all data is within 2 % of the best's.
    boolean isRight(String strategy) {
        double best = contenders().stream()
                .mapToDouble(name -> study.medianSeconds(model, name))
                .min()
                .orElseThrow();
        return study.medianSeconds(model, strategy) <= CLOSE * best;
    }

    /// Measures until it is decided, as a study does.
    Found untilDecided(SplittableRandom random) {
        var advisor = new Advisor(goals(), worth);
        StudyRecord before = before(study.strategies(model));
        var source = new Resampled(study, model, random);
        source.run(advisor.planner(before, course(study.strategies(model), 1000)), MOST_TRIALS);
        Decision decision =
                advisor.advise(before.withObservations(source.observations())).decision();
        String named = switch (decision) {
            case Decision.Chosen chosen -> chosen.strategy();
            case Decision.Undecided undecided -> undecided.leading();
            case Decision.Infeasible infeasible -> infeasible.nearest();
        };
        return new Found(named, source.observations().size());
    }

    /// Whether a strategy that races itself under a second name is ever called faster or slower.
    boolean isFalselyTold(String strategy, int rounds, SplittableRandom random) {
        String second = strategy.replace("@", "'@");
        var advisor = new Advisor(List.of(Goal.parse("minimize p50")), worth);
        var source = new Resampled(study, model, random);
        source.run(
                advisor.planner(before(List.of(strategy, second)), course(List.of(strategy, second), rounds)),
                Integer.MAX_VALUE);
        return source.stops().stream().anyMatch(stop -> stop.kind() == Stop.Kind.BEATEN);
    }

    /// As many trials of every contender; the smallest median wins.
    Found uniform(int trials, SplittableRandom random) {
        List<String> names = contenders();
        int each = Math.max(1, trials / names.size());
        Map<String, List<Double>> seconds = new HashMap<>();
        measure(names, each, seconds, random);
        return new Found(fastest(names, seconds).getFirst(), each * names.size());
    }

    /// The same number of trials in stages of equal cost, each of which the faster half survives.
    /// Reference: Karnin, Koren, Somekh, *Almost optimal exploration in multi-armed bandits* (2013).
    Found halving(int trials, SplittableRandom random) {
        List<String> names = contenders();
        int stages = Math.max(1, (int) Math.ceil(Math.log(names.size()) / Math.log(2)));
        Map<String, List<Double>> seconds = new HashMap<>();
        int spent = 0;
        for (int stage = 0; stage < stages; stage++) {
            int each = Math.max(1, trials / stages / names.size());
            measure(names, each, seconds, random);
            spent += each * names.size();
            names = fastest(names, seconds).subList(0, (names.size() + 1) / 2);
        }
        return new Found(names.getFirst(), spent);
    }

    private void measure(List<String> names, int each, Map<String, List<Double>> seconds, SplittableRandom random) {
        for (int trial = 0; trial < each; trial++) {
            int input = random.nextInt(100);
            for (String name : names) {
                seconds.computeIfAbsent(name, key -> new ArrayList<>()).add(study.draw(model, name, input, random));
            }
        }
    }

    private static List<String> fastest(List<String> names, Map<String, List<Double>> seconds) {
        return names.stream()
                .sorted(Comparator.comparingDouble(
                        name -> Quantiles.median(seconds.getOrDefault(name, List.of()).stream()
                                .mapToDouble(Double::doubleValue)
                                .toArray())))
                .toList();
    }

    private List<Goal> goals() {
        Stream<String> bound = Double.isInfinite(points) ? Stream.of() : Stream.of("drop<=" + points + "pp");
        return Stream.concat(Stream.of("minimize p50"), bound).map(Goal::parse).toList();
    }

    /// One trial a round, as the study opened a session for every request; its control, which the
    /// published data have not, is left out.
    private static Course course(List<String> strategies, int rounds) {
        return new Course(strategies, List.of(), "", 0, rounds, 0, 1, rounds, 1);
    }

    private StudyRecord before(List<String> strategies) {
        return new StudyRecord(
                model,
                Instant.EPOCH,
                "published",
                TIER,
                List.of(new TierRecord(TIER, "published", false, TIER, List.of(), Optional.empty())),
                List.of(),
                goals(),
                worth,
                1,
                Map.of(),
                Map.of(),
                List.of(),
                new ModelSummary(model, 0, 0, List.of()),
                Map.of(TIER, accuracy(0)),
                strategies.stream().map(this::record).toList(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    private StrategyRecord record(String strategy) {
        return new StrategyRecord(
                strategy,
                strategy,
                strategy.substring(0, strategy.indexOf('@')),
                List.of(new PartRecord(TIER, strategy, 0, 0, 0)),
                List.of(),
                List.of(),
                List.of(),
                Math.round(PublishedStudy.wireSeconds(model, strategy) * 1e9),
                Optional.empty(),
                new Outcome.Completed(),
                Optional.of(accuracy(PublishedStudy.drop(model, strategy.replace("'", "")))));
    }

    private Accuracy accuracy(double drop) {
        double value = (PublishedStudy.accuracy(model, "I") - drop) / 100;
        return new Accuracy("published", value, value, value, 1, value, value, value, 1, List.of());
    }
}
