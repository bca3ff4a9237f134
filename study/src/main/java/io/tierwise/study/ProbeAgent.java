package io.tierwise.study;

import io.tierwise.agent.LoadReport;
import io.tierwise.agent.TierException;
import io.tierwise.agent.TierException.Reason;
import io.tierwise.data.Tensor;
import io.tierwise.deployment.DeployedPart;
import io.tierwise.deployment.Fleet;
import io.tierwise.deployment.FleetSettings;
import io.tierwise.deployment.Tier;
import io.tierwise.deployment.Topology;
import io.tierwise.operators.OperatorException;
import io.tierwise.runtime.Profile;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// An agent that runs candidates, one after the other and nothing else beside them.
///
/// On this machine it is a process of its own without limits: what is tried there must not fill the
/// memory of an agent that is timed later. Elsewhere it is the one agent that serves the tier.
final class ProbeAgent implements AutoCloseable {
    private static final Set<Reason> OF_THE_MODEL = Set.of(Reason.MEMORY, Reason.MODEL);

    private final Fleet fleet;
    private final String tier;
    private final boolean ours;

    private ProbeAgent(Fleet fleet, String tier, boolean ours) {
        this.fleet = fleet;
        this.tier = tier;
        this.ours = ours;
    }

    /// Starts a process where the tier is of this machine.
    ///
    /// @param fleet the study's own
    static ProbeAgent of(Tier tier, Fleet fleet, FleetSettings settings) {
        if (!tier.isLocal()) {
            return new ProbeAgent(fleet, tier.name(), false);
        }
        var alone = new Topology(List.of(Tier.local(tier.name(), tier.threads())), List.of(), tier.name());
        return new ProbeAgent(Fleet.start(alone, settings), tier.name(), true);
    }

    /// Runs a model a few times.
    ///
    /// @throws OperatorException when it cannot run there
    /// @throws TierException when an agent elsewhere is lost
    LoadReport run(DeployedPart part, Map<String, Tensor> inputs, int runs) {
        return tried(() -> fleet.probe(tier, part, inputs, runs));
    }

    /// Times a model's nodes; as [#run].
    Profile profile(DeployedPart part, Map<String, Tensor> inputs, int runs) {
        return tried(() -> fleet.profile(tier, part, inputs, runs));
    }

    private interface Question<T> {
        T ask();
    }

    private <T> T tried(Question<T> question) {
        try {
            return question.ask();
        } catch (TierException e) {
            if (!ours && !OF_THE_MODEL.contains(e.reason())) {
                throw e;
            }
            fleet.recover(e);
            throw new OperatorException("on " + tier + " " + e.finding(), e);
        }
    }

    @Override
    public void close() {
        if (ours) {
            fleet.close();
        }
    }
}
