package io.tierwise.advice;

import io.tierwise.advice.MadeStudy.Traits;
import io.tierwise.study.Addition;
import io.tierwise.study.Block;
import io.tierwise.study.Course;
import io.tierwise.study.Goal;
import io.tierwise.study.Groundwork;
import io.tierwise.study.Observation;
import io.tierwise.study.PhaseTimes;
import io.tierwise.study.Planner;
import io.tierwise.study.Stop;
import io.tierwise.study.StudyRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;

/// Runs a race on made-up strategies: a block takes no time, its trials are drawn.
///
/// Openings differ: a block's trials share a factor drawn for strategy and round, so an interrupted race
/// meets the same times when it goes on.
final class Track implements Planner.Progressed {
    static final double OPENINGS_DIFFER_BY = 0.08;

    private final Map<String, Traits> strategies = new LinkedHashMap<>();
    private final List<Observation> observations = new ArrayList<>();
    private final List<String> failed = new ArrayList<>();
    final List<Block> blocks = new ArrayList<>();
    final List<Stop> stops = new ArrayList<>();
    private final long seed;
    private String control = "I@mobile";
    private int least;
    private int rounds = 100;
    private int explore;
    private Optional<Groundwork> groundwork = Optional.empty();
    private Function<String, Traits> unasked = name -> Traits.of(Double.NaN);
    final List<Addition> additions = new ArrayList<>();

    Track(long seed) {
        this.seed = seed;
    }

    Track with(String name, Traits traits) {
        strategies.put(name, traits);
        return this;
    }

    Track control(String name) {
        control = name;
        return this;
    }

    Track least(int count) {
        least = count;
        return this;
    }

    Track rounds(int most) {
        rounds = most;
        return this;
    }

    /// Lets so many strategies be added, whose times are these.
    Track explore(int most, Groundwork world, Function<String, Traits> traits) {
        explore = most;
        groundwork = Optional.of(world);
        unasked = traits;
        return this;
    }

    Track fail(String name) {
        failed.add(name);
        return this;
    }

    /// Races until the planner ends it, or for so many blocks.
    Track race(int mostBlocks, String... goals) {
        Planner planner = planner(goals);
        Optional<Block> next = planner.next(this);
        for (int block = 0; next.isPresent() && block < mostBlocks; block++) {
            run(next.get());
            next = planner.next(this);
        }
        return this;
    }

    Track race(String... goals) {
        return race(Integer.MAX_VALUE, goals);
    }

    private Planner planner(String... goals) {
        var course =
                new Course(List.copyOf(strategies.keySet()), additions, control, least, rounds, explore, 5, 50, seed);
        return advisor(goals).planner(record(), course);
    }

    private static Advisor advisor(String... goals) {
        return new Advisor(Stream.of(goals).map(Goal::parse).toList(), 0.05);
    }

    private StudyRecord record() {
        var study = new MadeStudy(0);
        strategies.forEach(study::planned);
        groundwork.ifPresent(study::groundwork);
        return study.record();
    }

    Advice advise(String... goals) {
        return advisor(goals).advise(record().withObservations(observations));
    }

    private void run(Block block) {
        Traits traits = strategies.getOrDefault(block.strategy(), Traits.of(8));
        var random = new Random(seed + 31L * block.strategy().hashCode() + 1_000_003L * block.round());
        double opening = Math.exp(OPENINGS_DIFFER_BY * random.nextGaussian());
        for (int index = 0; index < block.samples().size(); index++) {
            double millis = traits.millis() * opening * Math.exp(traits.noise() * random.nextGaussian());
            var phases = new PhaseTimes(0, 0, 0, 0, Math.round(millis * 1e6), 0, 0);
            observations.add(new Observation(
                    block.strategy(),
                    Observation.Purpose.COMPARISON,
                    block.round(),
                    index,
                    "s" + block.samples().get(index),
                    phases,
                    traits.bytes(),
                    0,
                    0,
                    "1",
                    1));
        }
        blocks.add(block);
    }

    /// What a strategy really takes.
    double millis(String strategy) {
        return strategies.getOrDefault(strategy, Traits.of(Double.NaN)).millis();
    }

    long roundsOf(String strategy) {
        return blocks.stream()
                .filter(block -> block.strategy().equals(strategy))
                .count();
    }

    Stop lastStop(String strategy) {
        return stops.stream()
                .filter(stop -> stop.strategy().equals(strategy))
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }

    @Override
    public boolean done(Block block) {
        return blocks.contains(block);
    }

    @Override
    public boolean failed(String strategy) {
        return failed.contains(strategy);
    }

    @Override
    public List<Observation> observations() {
        return observations;
    }

    @Override
    public void decided(Stop stop) {
        stops.add(stop);
    }

    @Override
    public StudyRecord add(List<Addition> joining) {
        additions.addAll(joining);
        joining.forEach(addition -> strategies.put(addition.strategy(), unasked.apply(addition.strategy())));
        return record();
    }
}
