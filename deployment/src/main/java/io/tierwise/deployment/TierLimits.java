package io.tierwise.deployment;

import io.tierwise.agent.AgentFacts;
import java.util.ArrayList;
import java.util.List;

/// Sets a tier's limits, or learns them from its agent, and says what became of each.
final class TierLimits {

    private TierLimits() {}

    /// Whole cores that a tier's threads may use together: its share, rounded up. The share itself is
    /// emulated run by run; the ceiling keeps the threads of its JVM from taking what belongs to the
    /// others.
    static int ceilingCores(Tier tier) {
        return (int) Math.max(1, Math.ceil(tier.cpu().orElse(1)));
    }

    /// Sets the ceiling of a process about to start; empty where nothing was asked.
    static List<Limit> beforeStart(Tier tier, ControlGroup group) {
        return tier.cpu().isEmpty() ? List.of() : List.of(group.limitCpu(ceilingCores(tier)));
    }

    /// Every limit of a local tier whose agent has started.
    ///
    /// @param ownBytes the agent's own footprint
    static List<Limit> afterStart(Tier tier, ControlGroup group, List<Limit> ceiling, long ownBytes) {
        List<Limit> limits = new ArrayList<>();
        tier.cpu().ifPresent(cpu -> limits.add(share(cpu)));
        limits.addAll(ceiling);
        limits.add(threads(tier.threads()));
        tier.memoryBytes().ifPresent(bytes -> limits.add(memory(bytes, ownBytes, group)));
        return List.copyOf(limits);
    }

    /// Limits of an agent that somebody else started: what it says of itself, against what was asked.
    static List<Limit> ofRemote(Tier tier, AgentFacts facts) {
        List<Limit> limits = new ArrayList<>();
        String whose = "set where its agent was started";
        tier.cpu().ifPresent(asked -> {
            double got = facts.emulation().cpuShare();
            limits.add(remote("cpu share", cores(asked), got > 0 ? cores(got) : "none", got == asked, whose));
        });
        int threads = facts.emulation().threads();
        limits.add(new Limit(
                "threads",
                String.valueOf(tier.threads()),
                threads == 0 ? "as asked of each session" : String.valueOf(threads),
                Limit.How.ENFORCED,
                whose));
        tier.memoryBytes().ifPresent(asked -> {
            long got = Math.max(facts.limits().memoryBytes(), facts.emulation().memoryBytes());
            limits.add(remote("memory", Words.bytes(asked), got > 0 ? Words.bytes(got) : "none", got > 0, whose));
        });
        return List.copyOf(limits);
    }

    private static Limit remote(String what, String asked, String got, boolean holds, String whose) {
        return new Limit(what, asked, got, holds ? Limit.How.EMULATED : Limit.How.NOT_ENFORCED, whose);
    }

    private static Limit share(double cpu) {
        return new Limit(
                "cpu share",
                cores(cpu),
                cores(cpu),
                Limit.How.EMULATED,
                "each run is held until its CPU time divided by the share has passed");
    }

    private static Limit threads(int threads) {
        String words = String.valueOf(threads);
        return new Limit("threads", words, words, Limit.How.ENFORCED, "most threads of a session");
    }

    private static Limit memory(long bytes, long ownBytes, ControlGroup group) {
        String asked = Words.bytes(bytes) + " above the agent's own " + Words.bytes(ownBytes);
        Limit limit = group.limitMemory(Math.addExact(bytes, ownBytes), asked);
        return switch (limit.how()) {
            case ENFORCED, EMULATED -> limit;
            case NOT_ENFORCED ->
                new Limit(
                        "memory",
                        asked,
                        "checked after each opening",
                        Limit.How.EMULATED,
                        "a part that leaves the agent with more is refused; no kernel limit: " + limit.reason());
        };
    }

    private static String cores(double cores) {
        return Words.cores(cores) + (cores == 1 ? " core" : " cores");
    }
}
