package io.tierwise.bench;

import io.tierwise.study.Addition;
import io.tierwise.study.Block;
import io.tierwise.study.Observation;
import io.tierwise.study.Planner;
import io.tierwise.study.Stop;
import io.tierwise.study.StrategyRecord;
import io.tierwise.study.StudyRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Answers a planner with trials that were taken before, of every strategy in every round.
final class RecordedTrials implements Planner.Progressed {
    private final StudyRecord all;
    private final Set<String> known;
    private final List<Observation> observations = new ArrayList<>();
    private final Set<Block> done = new HashSet<>();

    /// @param all every strategy that could be added, with its trials
    /// @param known the strategies there are in the beginning
    RecordedTrials(StudyRecord all, Set<String> known) {
        this.all = all;
        this.known = new HashSet<>(known);
    }

    /// Runs what the planner asks for, to its end.
    ///
    /// @return the strategies measured, with their trials
    StudyRecord run(Planner planner) {
        for (Optional<Block> next = planner.next(this); next.isPresent(); next = planner.next(this)) {
            Block block = next.get();
            all.observations().stream()
                    .filter(trial -> trial.strategy().equals(block.strategy()) && trial.round() == block.round())
                    .forEach(observations::add);
            done.add(block);
        }
        return all.withStrategies(measured()).withObservations(observations);
    }

    private List<StrategyRecord> measured() {
        return all.strategies().stream()
                .filter(strategy -> known.contains(strategy.name()))
                .toList();
    }

    @Override
    public boolean done(Block block) {
        return done.contains(block);
    }

    @Override
    public boolean failed(String strategy) {
        return false;
    }

    @Override
    public List<Observation> observations() {
        return observations;
    }

    /// Stops are the race's own affair.
    @Override
    public void decided(Stop stop) {}

    @Override
    public StudyRecord add(List<Addition> additions) {
        additions.forEach(addition -> known.add(addition.strategy()));
        return all.withStrategies(measured());
    }
}
