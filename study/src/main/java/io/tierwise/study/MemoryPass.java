package io.tierwise.study;

import io.tierwise.agent.TierException;
import io.tierwise.deployment.DeployedPart;
import io.tierwise.deployment.Fleet;
import io.tierwise.deployment.FleetSettings;
import io.tierwise.deployment.Tier;
import io.tierwise.deployment.Topology;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Takes the peak memory of every distinct part, once, in a fresh process and outside timed rounds.
///
/// What is taken is the agent's highest resident size while it opens and runs the part, less its
/// resident size before. A part bound for an agent elsewhere, which is not ours to start, is opened in
/// a process of this machine that stands in for it.
final class MemoryPass {
    private final StudyPlan plan;
    private final Journal journal;
    private final FleetSettings settings;
    private final Progress progress;

    MemoryPass(StudyPlan plan, Journal journal, FleetSettings settings, Progress progress) {
        this.plan = plan;
        this.journal = journal;
        this.settings = settings;
        this.progress = progress;
    }

    void run(List<Crafted> strategies) {
        Map<String, Runnable> parts = new LinkedHashMap<>();
        for (Crafted strategy : strategies) {
            for (DeployedPart part : strategy.parts()) {
                String tier = strategy.strategy().tiers().get(part.place());
                if (journal.peakMemory(part.id()).isEmpty()) {
                    parts.putIfAbsent(part.id(), () -> {
                        take(part, ofThisMachine(plan.topology().tier(tier)));
                        progress.advance(part.id());
                    });
                }
            }
        }
        progress.begin("Taking the peak memory of " + parts.size() + " parts", parts.size());
        SideBySide.doAll(List.copyOf(parts.values()));
        progress.end();
    }

    private static Tier ofThisMachine(Tier tier) {
        return tier.isLocal() ? tier : Tier.local(tier.name(), tier.threads());
    }

    private void take(DeployedPart part, Tier tier) {
        var alone = new Topology(List.of(tier), List.of(), tier.name());
        try (Fleet fresh = Fleet.start(alone, settings)) {
            long before = fresh.memory(tier.name()).residentBytes();
            long peak = fresh.tryOut(tier.name(), part).memory().peakBytes();
            journal.peakMemory(part.id(), Math.max(0, peak - before));
        } catch (TierException e) {
            progress.note("No peak memory of " + part.id() + ": " + e.getMessage());
        }
    }
}
