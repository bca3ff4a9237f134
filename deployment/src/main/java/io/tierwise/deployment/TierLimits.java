package io.tierwise.deployment;

import io.tierwise.agent.AgentFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// Sets a tier's limits, or learns them from its agent, and says what became of each.
final class TierLimits {

    private static final String CHECKED = "checked after each opening";
    private static final String THERE = "set where its agent was started";

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
    /// What it emulates unasked is told too.
    ///
    /// @param ownBytes the agent's own footprint; 0 where its kernel does not say
    static List<Limit> ofRemote(Tier tier, AgentFacts facts, long ownBytes) {
        List<Limit> limits = new ArrayList<>();
        double share = facts.emulation().cpuShare();
        if (tier.cpu().isPresent() || share > 0) {
            limits.add(remoteShare(tier.cpu(), share));
        }
        int threads = facts.emulation().threads();
        limits.add(new Limit(
                "threads",
                String.valueOf(tier.threads()),
                String.valueOf(threads == 0 ? tier.threads() : Math.min(threads, tier.threads())),
                Limit.How.ENFORCED,
                threads == 0 ? "most threads of a session" : THERE));
        remoteMemory(tier.memoryBytes(), facts, ownBytes).ifPresent(limits::add);
        return List.copyOf(limits);
    }

    private static Limit remoteShare(OptionalDouble asked, double got) {
        boolean asAsked = asked.isEmpty() || asked.getAsDouble() == got;
        return new Limit(
                "cpu share",
                asked.isEmpty() ? "none" : cores(asked.getAsDouble()),
                got > 0 ? cores(got) : "none",
                asAsked ? Limit.How.EMULATED : Limit.How.NOT_ENFORCED,
                asAsked ? THERE : "only its agent can: start it with --cpu " + Words.cores(asked.getAsDouble()));
    }

    /// The narrowest of what the agent was told, what was asked, and what its control group grants.
    private static Optional<Limit> remoteMemory(OptionalLong asked, AgentFacts facts, long ownBytes) {
        String above = " above the agent's own " + Words.bytes(ownBytes);
        String wanted = asked.isEmpty() ? "none" : Words.bytes(asked.getAsLong()) + above;
        long told = facts.emulation().memoryBytes();
        if (told > 0 && told <= asked.orElse(told)) {
            return Optional.of(new Limit("memory", wanted, Words.bytes(told) + above, Limit.How.EMULATED, THERE));
        }
        if (asked.isPresent()) {
            return Optional.of(
                    ownBytes > 0
                            ? new Limit(
                                    "memory", wanted, CHECKED, Limit.How.EMULATED, "a part that leaves more is refused")
                            : new Limit(
                                    "memory",
                                    wanted,
                                    "none",
                                    Limit.How.NOT_ENFORCED,
                                    "its kernel does not say what a process uses"));
        }
        long granted = facts.limits().memoryBytes();
        return granted > 0
                ? Optional.of(new Limit(
                        "memory",
                        wanted,
                        Words.bytes(granted),
                        Limit.How.ENFORCED,
                        "its control group, for all of the agent"))
                : Optional.empty();
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
                        CHECKED,
                        Limit.How.EMULATED,
                        "a part that leaves the agent with more is refused; no kernel limit: " + limit.reason());
        };
    }

    private static String cores(double cores) {
        return Words.cores(cores) + (cores == 1 ? " core" : " cores");
    }
}
