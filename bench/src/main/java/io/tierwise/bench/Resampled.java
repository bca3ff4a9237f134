package io.tierwise.bench;

import io.tierwise.study.Addition;
import io.tierwise.study.Block;
import io.tierwise.study.Observation;
import io.tierwise.study.PhaseTimes;
import io.tierwise.study.Planner;
import io.tierwise.study.Stop;
import io.tierwise.study.StudyRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/// Answers a planner with published latencies in place of agents: a round draws an input for all its
/// strategies, and each of them one of the input's passes.
final class Resampled implements Planner.Progressed {
    private final PublishedStudy study;
    private final String model;
    private final SplittableRandom random;
    private final List<Observation> observations = new ArrayList<>();
    private final Set<Block> done = new HashSet<>();
    private final List<Stop> stops = new ArrayList<>();
    private int round = -1;
    private int input;

    Resampled(PublishedStudy study, String model, SplittableRandom random) {
        this.study = study;
        this.model = model;
        this.random = random;
    }

    /// Runs what the planner asks for, but not more than so many trials.
    void run(Planner planner, int most) {
        for (Optional<Block> next = planner.next(this);
                next.isPresent() && observations.size() < most;
                next = planner.next(this)) {
            measure(next.get());
        }
    }

    private void measure(Block block) {
        if (block.round() > round) {
            round = block.round();
            input = random.nextInt(100);
        }
        double seconds = study.draw(model, cell(block.strategy()), input, random);
        observations.add(new Observation(
                block.strategy(),
                Observation.Purpose.COMPARISON,
                block.round(),
                0,
                "input " + input,
                new PhaseTimes(0, 0, 0, 0, Math.round(seconds * 1e9), 0, 0),
                0,
                0,
                0,
                "",
                1));
        done.add(block);
    }

    /// A strategy under a second name, `I'@edge`, is the same cell.
    private static String cell(String strategy) {
        return strategy.replace("'", "");
    }

    List<Stop> stops() {
        return stops;
    }

    @Override
    public boolean done(Block block) {
        return done.contains(block);
    }

    /// Nothing fails; a control that the study does not have does not run.
    @Override
    public boolean failed(String strategy) {
        return strategy.isEmpty();
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
    public StudyRecord add(List<Addition> additions) {
        throw new IllegalStateException("the published study holds no other strategies than its own: " + additions);
    }
}
