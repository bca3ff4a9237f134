package io.tierwise.study;

import io.tierwise.agent.TierException;
import io.tierwise.data.SampleSet;
import io.tierwise.deployment.Deployed;
import io.tierwise.deployment.Fleet;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/// Runs the winner on for a while, without a rest and without opening its sessions again: a machine that
/// is fast for a minute may not be fast for ten.
///
/// Trials are journalled in stretches of some seconds, numbered like rounds. An attempt that was
/// interrupted is begun anew, since the machine has rested meanwhile; its trials keep rounds below 0.
final class SustainedPass {
    /// Long enough for many trials, short enough for a dozen in a minute.
    private static final Duration STRETCH = Duration.ofSeconds(5);

    private static final int MOST_TRIALS_A_STRETCH = 5_000;

    private final StudyPlan plan;
    private final Journal journal;
    private final Fleet fleet;
    private final Clock clock;
    private final Progress progress;
    private long lastNanos = Duration.ofMillis(50).toNanos();

    SustainedPass(StudyPlan plan, Journal journal, Fleet fleet, Clock clock, Progress progress) {
        this.plan = plan;
        this.journal = journal;
        this.fleet = fleet;
        this.clock = clock;
        this.progress = progress;
    }

    void run(Crafted winner, Duration duration) {
        if (journal.fact("sustained").isPresent()) {
            return;
        }
        journal.setSustainedAside();
        SampleSet samples = plan.samples().confirmation();
        int count = Math.min(samples.size(), plan.schedule().trials());
        fleet.samples(IntStream.range(0, count).mapToObj(samples::get).toList());
        progress.begin(
                "Running " + winner.name() + " on for " + duration.toSeconds() + " s",
                Math.toIntExact(Math.max(1, duration.dividedBy(STRETCH))));
        try (Deployed deployed = fleet.deploy(winner.strategy(), winner.parts(), plan.task())) {
            Instant end = clock.instant().plus(duration);
            for (int stretch = 0; clock.instant().isBefore(end); stretch++) {
                measure(deployed, winner, stretch, count);
                progress.advance(winner.name());
            }
            journal.fact("sustained", String.valueOf(duration.toSeconds()));
        } catch (TierException e) {
            String sentence = winner.name() + " could not be run on: " + e.getMessage();
            progress.note(sentence);
            journal.warning(sentence);
        }
        progress.end();
    }

    /// One block whose length follows from what trials took in the one before.
    private void measure(Deployed deployed, Crafted winner, int stretch, int count) {
        SampleSet samples = plan.samples().confirmation();
        long pace = Math.max(plan.schedule().spacing().toNanos(), Math.max(1, lastNanos));
        int trials = Math.clamp(STRETCH.toNanos() / pace, 1, MOST_TRIALS_A_STRETCH);
        List<String> ids = IntStream.range(0, trials)
                .mapToObj(i -> samples.get((stretch + i) % count).id())
                .toList();
        int[] index = {0};
        deployed.block(ids, plan.schedule().spacing(), plan.schedule().deadline(), report -> {
            Observation trial = Observing.of(report, winner.name(), Observation.Purpose.SUSTAINED, stretch, index[0]++);
            lastNanos = trial.totalNanos();
            journal.observation(trial);
        });
    }
}
