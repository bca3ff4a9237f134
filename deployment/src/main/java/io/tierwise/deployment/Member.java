package io.tierwise.deployment;

import io.tierwise.agent.AgentClient;
import io.tierwise.agent.AgentFacts;
import io.tierwise.agent.TierException;
import io.tierwise.agent.TierException.Reason;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A tier at work: its agent, what the agent said of itself, and the limits it is held to.
///
/// @param address where other agents reach it
/// @param local its process and group where it is ours
/// @param ownBytes memory the agent had in use before any part was opened
record Member(
        Tier tier,
        InetSocketAddress address,
        AgentClient client,
        AgentFacts facts,
        Optional<Hosted> local,
        long ownBytes,
        List<Limit> limits)
        implements AutoCloseable {

    private static final Duration DYING = Duration.ofSeconds(2);
    private static final int KILLED = 137;

    /// A process of ours and its group.
    record Hosted(AgentProcess process, ControlGroup group) implements AutoCloseable {
        @Override
        public void close() {
            process.close();
            group.close();
        }
    }

    Member {
        limits = List.copyOf(limits);
    }

    String name() {
        return tier.name();
    }

    /// Whether the kernel holds its memory; else we look after each opening.
    boolean memoryIsEnforced() {
        return limits.stream().anyMatch(l -> l.what().equals("memory") && l.how() == Limit.How.ENFORCED);
    }

    /// Whether its process has ended; of one elsewhere we know only whether it is still connected.
    boolean isDead() {
        return local.map(hosted -> !hosted.process().isAlive()).orElseGet(() -> !client.isConnected());
    }

    /// Why its process ended; empty while it lives.
    ///
    /// @param suspected whether it is likely dying, and worth some patience
    Optional<TierException> death(boolean suspected) {
        if (local.isEmpty()) {
            return Optional.empty();
        }
        AgentProcess process = local.get().process();
        return process.exitCode(suspected ? DYING : Duration.ZERO).map(code -> {
            boolean outOfMemory = local.get().group().counters().outOfMemoryKills() > 0;
            return outOfMemory && code == KILLED
                    ? new TierException(
                            name(),
                            Reason.MEMORY,
                            "killed: out of memory (limit " + memoryWords() + ")" + process.quote())
                    : new TierException(
                            name(), Reason.LOST, "its agent ended with exit code " + code + process.quote());
        });
    }

    /// `64Mi above the agent's own 120Mi`.
    String memoryWords() {
        return Words.bytes(tier.memoryBytes().orElse(0)) + " above the agent's own " + Words.bytes(ownBytes);
    }

    /// Tells its agent to end; does not wait.
    void dismiss() {
        client.close();
        local.ifPresent(hosted -> hosted.process().dismiss());
    }

    @Override
    public void close() {
        client.close();
        local.ifPresent(Hosted::close);
    }
}
