package io.tierwise.study;

import io.tierwise.agent.LoadReport;
import io.tierwise.agent.TierException;
import io.tierwise.data.Sample;
import io.tierwise.data.SampleSet;
import io.tierwise.deployment.Deployed;
import io.tierwise.deployment.Fleet;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Measures strategies block by block until the planner is satisfied, and journals every trial as it
/// ends.
final class Comparison {
    private static final int WARM_UP_TRIALS = 10;

    private final StudyPlan plan;
    private final Journal journal;
    private final Fleet fleet;
    private final Progress progress;
    private final Map<String, Crafted> strategies = new LinkedHashMap<>();
    private final Map<TrialKey, Boolean> measured = new HashMap<>();
    private final Set<String> failed = new HashSet<>();

    private record TrialKey(String strategy, int round, int index) {}

    Comparison(StudyPlan plan, Journal journal, Fleet fleet, List<Crafted> crafted, Progress progress) {
        this.plan = plan;
        this.journal = journal;
        this.fleet = fleet;
        this.progress = progress;
        crafted.forEach(strategy -> strategies.put(strategy.name(), strategy));
        for (Observation trial : journal.observations()) {
            if (trial.purpose() == Observation.Purpose.COMPARISON) {
                measured.put(new TrialKey(trial.strategy(), trial.round(), trial.index()), true);
            }
        }
        for (Journal.Described described : journal.strategies()) {
            if (described.outcome() instanceof Outcome.Failed) {
                failed.add(described.description().name());
            }
        }
    }

    /// Whether any strategy still lacks a trial.
    boolean isOpen() {
        long live = strategies.keySet().stream()
                .filter(name -> !failed.contains(name))
                .count();
        return measured.size() < live * plan.schedule().trials();
    }

    void run(Planner planner, SampleSet timed, int blocks) {
        var progressed = new Planner.Progressed() {
            @Override
            public boolean done(Block block) {
                return firstMissing(block) == block.samples().size();
            }

            @Override
            public boolean failed(String strategy) {
                return failed.contains(strategy);
            }
        };
        progress.begin("Measuring " + strategies.size() + " strategies", blocks);
        for (Optional<Block> next = planner.next(progressed); next.isPresent(); next = planner.next(progressed)) {
            measure(next.get(), timed);
            progress.advance(next.get().strategy());
        }
        progress.end();
        strategies.keySet().stream()
                .filter(name -> !failed.contains(name))
                .forEach(name -> journal.outcome(name, new Outcome.Completed()));
    }

    /// Runs every strategy a little and keeps nothing: in a fresh agent the code around a run is still
    /// interpreted, and the first few hundred trials cost some tenths of a millisecond more.
    void warmUp(List<Sample> timed) {
        List<String> samples =
                timed.stream().limit(WARM_UP_TRIALS).map(Sample::id).toList();
        progress.begin("Warming up " + strategies.size() + " strategies", strategies.size());
        for (Crafted strategy : strategies.values()) {
            if (!failed.contains(strategy.name())) {
                try (Deployed deployed = fleet.deploy(strategy.strategy(), strategy.parts(), plan.task())) {
                    deployed.block(samples, Duration.ZERO, plan.schedule().deadline(), report -> {});
                } catch (TierException e) {
                    giveUp(strategy, e);
                }
            }
            progress.advance(strategy.name());
        }
        progress.end();
    }

    /// The first trial of a block that is not journalled yet.
    private int firstMissing(Block block) {
        int index = 0;
        while (index < block.samples().size()
                && measured.containsKey(new TrialKey(block.strategy(), block.round(), index))) {
            index++;
        }
        return index;
    }

    private void measure(Block block, SampleSet timed) {
        Crafted strategy = crafted(block.strategy());
        int first = firstMissing(block);
        List<String> samples = block.samples().subList(first, block.samples().size()).stream()
                .map(position -> timed.get(position).id())
                .toList();
        try (Deployed deployed = fleet.deploy(strategy.strategy(), strategy.parts(), plan.task())) {
            journalOpenings(strategy, block.round(), deployed.loads());
            int[] index = {first};
            deployed.block(samples, plan.schedule().spacing(), plan.schedule().deadline(), report -> {
                journal.observation(
                        Observing.of(report, strategy.name(), Observation.Purpose.COMPARISON, block.round(), index[0]));
                measured.put(new TrialKey(strategy.name(), block.round(), index[0]), true);
                index[0]++;
            });
        } catch (TierException e) {
            giveUp(strategy, e);
        }
    }

    private Crafted crafted(String name) {
        Crafted strategy = strategies.get(name);
        if (strategy == null) {
            throw new IllegalStateException("the planner asked for the unknown strategy " + name);
        }
        return strategy;
    }

    private void journalOpenings(Crafted strategy, int round, List<LoadReport> loads) {
        for (int part = 0; part < loads.size(); part++) {
            LoadReport load = loads.get(part);
            journal.opening(new Opening(
                    strategy.name(),
                    round,
                    strategy.strategy().tiers().get(part),
                    load.loadNanos(),
                    load.firstRunNanos()));
        }
    }

    /// A strategy that fails is reported and left alone; its tier is started anew if its agent died,
    /// and the study goes on. Where an agent elsewhere is gone for good the study ends instead, and the
    /// strategy stays open for the day it goes on.
    private void giveUp(Crafted strategy, TierException e) {
        progress.note(strategy.name() + " failed: " + e.getMessage());
        fleet.recover(e);
        failed.add(strategy.name());
        journal.outcome(strategy.name(), new Outcome.Failed(e.tier(), String.valueOf(e.getMessage())));
    }
}
