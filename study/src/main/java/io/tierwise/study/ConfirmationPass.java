package io.tierwise.study;

import io.tierwise.agent.TierException;
import io.tierwise.data.Sample;
import io.tierwise.data.SampleSet;
import io.tierwise.deployment.Deployed;
import io.tierwise.deployment.Disturbance;
import io.tierwise.deployment.Fleet;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/// Runs the finalists again: each in fresh processes, in turns, on samples of the confirmation half. An
/// agent elsewhere stays the same process; there the sessions are fresh.
final class ConfirmationPass {
    private static final int WARM_UP_TRIALS = 60;

    private final StudyPlan plan;
    private final Journal journal;
    private final Fleet fleet;
    private final Guard guard;
    private final Progress progress;

    ConfirmationPass(StudyPlan plan, Journal journal, Fleet fleet, Guard guard, Progress progress) {
        this.plan = plan;
        this.journal = journal;
        this.fleet = fleet;
        this.guard = guard;
        this.progress = progress;
    }

    void run(List<Crafted> finalists) {
        int processes = plan.schedule().confirmations();
        progress.begin("Confirming " + finalists.size() + " finalists", processes * finalists.size());
        for (int process = 0; process < processes; process++) {
            for (Crafted finalist : finalists) {
                progress.advance(finalist.name());
                confirm(finalist, process);
            }
        }
        progress.end();
    }

    private void confirm(Crafted finalist, int process) {
        List<Sample> samples = samples();
        int first = alreadyDone(finalist, process);
        if (first == samples.size()) {
            return;
        }
        List<Sample> missing = samples.subList(first, samples.size());
        try (Fleet fresh = fleet.fresh(finalist.strategy().tiers())) {
            fresh.samples(missing);
            try (Deployed deployed = fresh.deploy(finalist.strategy(), finalist.parts(), plan.task())) {
                deployed.block(warmUp(missing), Duration.ZERO, plan.schedule().deadline(), report -> {});
                int[] index = {first};
                List<Disturbance> disturbances = guard.around(() -> deployed.block(
                        missing.stream().map(Sample::id).toList(),
                        plan.schedule().spacing(),
                        plan.schedule().deadline(),
                        report -> journal.observation(Observing.of(
                                report, finalist.name(), Observation.Purpose.CONFIRMATION, process, index[0]++))));
                if (!disturbances.isEmpty()) {
                    journal.disturbed(DisturbedBlock.kept(
                            finalist.name(), Observation.Purpose.CONFIRMATION, process, disturbances));
                }
            }
        } catch (TierException e) {
            progress.note(
                    finalist.name() + " could not be confirmed in process " + (process + 1) + ": " + e.getMessage());
        }
    }

    /// Trials that are not kept: the code of a fresh process is interpreted at first.
    private static List<String> warmUp(List<Sample> samples) {
        return IntStream.range(0, WARM_UP_TRIALS)
                .mapToObj(i -> samples.get(i % samples.size()).id())
                .toList();
    }

    private List<Sample> samples() {
        SampleSet confirmation = plan.samples().confirmation();
        int count = Math.min(confirmation.size(), plan.schedule().trials());
        return IntStream.range(0, count).mapToObj(confirmation::get).toList();
    }

    private int alreadyDone(Crafted finalist, int process) {
        return (int) journal.observations().stream()
                .filter(trial -> trial.purpose() == Observation.Purpose.CONFIRMATION
                        && trial.strategy().equals(finalist.name())
                        && trial.round() == process)
                .count();
    }
}
