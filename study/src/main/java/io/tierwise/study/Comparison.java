package io.tierwise.study;

import io.tierwise.agent.LoadReport;
import io.tierwise.agent.TierException;
import io.tierwise.deployment.Deployed;
import io.tierwise.deployment.Disturbance;
import io.tierwise.deployment.Fleet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Measures strategies block by block until the planner is satisfied, and journals every trial as it
/// ends.
final class Comparison implements Planner.Progressed {
    private static final int WARM_UP_TRIALS = 10;

    /// Of all blocks, and a few at the beginning: a machine that is always disturbed would never get on.
    private static final double SHARE_RUN_AGAIN = 0.2;

    private static final int FEW_RUN_AGAIN = 3;

    private final StudyPlan plan;
    private final Journal journal;
    private final Fleet fleet;
    private final Progress progress;
    private final Guard guard;
    private final List<String> timed;
    private final Maker maker;
    private final Map<String, Crafted> strategies = new LinkedHashMap<>();
    private final List<Observation> observations = new ArrayList<>();
    private final Set<TrialKey> measured = new HashSet<>();
    private final Set<String> failed = new HashSet<>();
    private final Set<BlockKey> ranAgain = new HashSet<>();
    private final Set<BlockKey> begun = new HashSet<>();

    private record BlockKey(String strategy, int round) {}

    private record TrialKey(String strategy, int round, int index) {}

    /// Makes strategies that are added on the way.
    interface Maker {
        /// Those that could be made, ready to run.
        List<Crafted> make(List<Addition> additions);
    }

    /// @param control the untouched model at the source, measured along whether or not it is compared
    /// @param timed ids of the samples that the source holds; blocks name positions in it
    Comparison(
            StudyPlan plan,
            Journal journal,
            Fleet fleet,
            List<Crafted> crafted,
            Crafted control,
            Guard guard,
            Progress progress,
            List<String> timed,
            Maker maker) {
        this.plan = plan;
        this.journal = journal;
        this.fleet = fleet;
        this.progress = progress;
        this.timed = List.copyOf(timed);
        this.maker = maker;
        this.guard = guard;
        crafted.forEach(strategy -> strategies.put(strategy.name(), strategy));
        strategies.putIfAbsent(control.name(), control);
        journal.observations().stream()
                .filter(trial -> trial.purpose() == Observation.Purpose.COMPARISON)
                .forEach(this::remember);
        journal.disturbances().stream()
                .filter(DisturbedBlock::ranAgain)
                .forEach(block -> ranAgain.add(new BlockKey(block.strategy(), block.round())));
        for (Journal.Described described : journal.strategies()) {
            if (described.outcome() instanceof Outcome.Failed) {
                failed.add(described.description().name());
            }
        }
    }

    private void remember(Observation trial) {
        observations.add(trial);
        measured.add(new TrialKey(trial.strategy(), trial.round(), trial.index()));
        begun.add(new BlockKey(trial.strategy(), trial.round()));
    }

    @Override
    public boolean done(Block block) {
        return firstMissing(block) == block.samples().size();
    }

    @Override
    public boolean failed(String strategy) {
        return failed.contains(strategy);
    }

    @Override
    public List<Observation> observations() {
        return Collections.unmodifiableList(observations);
    }

    @Override
    public void decided(Stop stop) {
        journal.stop(stop);
    }

    @Override
    public StudyRecord add(List<Addition> additions) {
        List<Crafted> made = maker.make(additions);
        made.forEach(strategy -> strategies.put(strategy.name(), strategy));
        additions.stream()
                .map(Addition::strategy)
                .filter(name -> !strategies.containsKey(name))
                .forEach(failed::add);
        warmUp(made);
        return StudyReader.read(journal);
    }

    /// Measures what the planner asks for.
    ///
    /// @return every strategy there is in the end
    List<Crafted> run(Planner planner) {
        Optional<Block> next = planner.next(this);
        if (next.isPresent()) {
            warmUp(strategies.values());
        }
        int most = plan.schedule().rounds();
        progress.begin("Measuring " + strategies.size() + " strategies, at most " + most + " rounds", most);
        int round = next.map(Block::round).orElse(0);
        while (next.isPresent()) {
            measure(next.get());
            next = planner.next(this);
            if (next.isPresent() && next.get().round() > round) {
                round = next.get().round();
                progress.advance("round " + (round + 1));
            }
        }
        progress.end();
        strategies.keySet().stream()
                .filter(name -> !failed.contains(name))
                .forEach(name -> journal.outcome(name, new Outcome.Completed()));
        return List.copyOf(strategies.values());
    }

    /// Runs every strategy a little and keeps nothing: in a fresh agent the code around a run is still
    /// interpreted, and the first few hundred trials cost some tenths of a millisecond more.
    private void warmUp(Collection<Crafted> some) {
        List<String> samples = timed.subList(0, Math.min(WARM_UP_TRIALS, timed.size()));
        progress.begin("Warming up " + some.size() + (some.size() == 1 ? " strategy" : " strategies"), some.size());
        for (Crafted strategy : some) {
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
                && measured.contains(new TrialKey(block.strategy(), block.round(), index))) {
            index++;
        }
        return index;
    }

    private void measure(Block block) {
        Crafted strategy = crafted(block.strategy());
        int first = firstMissing(block);
        List<String> samples = block.samples().subList(first, block.samples().size()).stream()
                .map(timed::get)
                .toList();
        try (Deployed deployed = fleet.deploy(strategy.strategy(), strategy.parts(), plan.task())) {
            journalOpenings(strategy, block.round(), deployed.loads());
            int[] index = {first};
            List<Disturbance> disturbances = guard.around(() -> deployed.block(
                    samples, plan.schedule().spacing(), plan.schedule().deadline(), report -> {
                        Observation trial = Observing.of(
                                report, strategy.name(), Observation.Purpose.COMPARISON, block.round(), index[0]);
                        journal.observation(trial);
                        remember(trial);
                        index[0]++;
                    }));
            if (!disturbances.isEmpty()) {
                mark(block, disturbances);
            }
        } catch (TierException e) {
            giveUp(strategy, e);
        }
    }

    /// Marks a disturbed block, and lets it run again, once, as long as few of them are.
    private void mark(Block block, List<Disturbance> disturbances) {
        var key = new BlockKey(block.strategy(), block.round());
        boolean again = ranAgain.size() < FEW_RUN_AGAIN + SHARE_RUN_AGAIN * begun.size() && ranAgain.add(key);
        journal.disturbed(DisturbedBlock.of(block, again, disturbances));
        if (again) {
            observations.removeIf(trial -> trial.strategy().equals(block.strategy()) && trial.round() == block.round());
            measured.removeIf(trial -> trial.strategy().equals(block.strategy()) && trial.round() == block.round());
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
                    strategy.name(), round, strategy.tiers().get(part), load.loadNanos(), load.firstRunNanos()));
        }
    }

    /// A strategy that fails is reported and left alone; its tier is started anew if its agent died,
    /// and the study goes on. Where an agent elsewhere is gone for good the study ends instead, and the
    /// strategy stays open for the day it goes on.
    private void giveUp(Crafted strategy, TierException e) {
        try {
            fleet.recover(e);
        } catch (TierException gone) {
            gone.addSuppressed(e);
            throw gone;
        }
        progress.note(strategy.name() + " failed: " + e.getMessage());
        failed.add(strategy.name());
        journal.outcome(strategy.name(), new Outcome.Failed(e.tier(), String.valueOf(e.getMessage())));
    }
}
