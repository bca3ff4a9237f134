package io.tierwise.study;

import io.tierwise.agent.EvaluateSpec;
import io.tierwise.agent.Stage;
import io.tierwise.agent.TierException;
import io.tierwise.data.Prediction;
import io.tierwise.data.Sample;
import io.tierwise.data.Task;
import io.tierwise.deployment.DeployedPart;
import io.tierwise.deployment.Fleet;
import io.tierwise.deployment.FleetSettings;
import io.tierwise.deployment.Tier;
import io.tierwise.deployment.Topology;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// An agent that is asked for answers, apart from timed trials.
///
/// On this machine it is a process of its own without limits, for all parts of a chain are open in it
/// at once. Elsewhere it is the one agent that serves the tier.
final class Respondent implements AutoCloseable {
    private final Fleet fleet;
    private final String tier;
    private final Task task;
    private final boolean ours;
    private final Set<String> given = new HashSet<>();

    private Respondent(Fleet fleet, String tier, Task task, boolean ours) {
        this.fleet = fleet;
        this.tier = tier;
        this.task = task;
        this.ours = ours;
    }

    /// Starts a process for a tier of this machine: answers need no links and no other tiers.
    static Respondent start(Tier tier, StudyPlan plan, FleetSettings settings) {
        var alone = new Topology(List.of(Tier.local(tier.name(), tier.threads())), List.of(), tier.name());
        Fleet fleet = Fleet.start(alone, settings);
        fleet.preprocessing(plan.preprocessing());
        return new Respondent(fleet, tier.name(), plan.task(), true);
    }

    /// The agent of a tier elsewhere, by the study's own fleet.
    static Respondent elsewhere(Tier tier, StudyPlan plan, Fleet fleet) {
        return new Respondent(fleet, tier.name(), plan.task(), false);
    }

    /// What a strategy's parts answer to samples; each sample travels once.
    Map<String, Prediction> answers(Crafted strategy, List<Sample> samples) {
        List<Stage> stages = new ArrayList<>();
        for (DeployedPart part : strategy.parts()) {
            stages.add(part.stage(tier, part.id()));
        }
        fleet.agent(tier)
                .samples(samples.stream()
                        .filter(sample -> !given.contains(sample.id()))
                        .toList());
        List<String> ids = samples.stream().map(Sample::id).toList();
        given.addAll(ids);
        Map<String, Prediction> taken = new LinkedHashMap<>();
        fleet.evaluate(
                tier,
                strategy.parts(),
                new EvaluateSpec(stages, task, ids),
                answer -> taken.put(answer.sampleId(), answer.prediction()));
        return taken;
    }

    /// Goes on after a failure.
    ///
    /// @throws TierException when an agent elsewhere is not reached any more
    void recover(TierException failure) {
        given.clear();
        fleet.recover(failure);
    }

    @Override
    public void close() {
        if (ours) {
            fleet.close();
        }
    }
}
