package io.tierwise.agent;

import java.net.InetSocketAddress;
import java.util.Objects;

/// What an agent is told when it starts.
///
/// @param name the tier it serves
/// @param listen where it listens; port 0 takes any free one
/// @param token shared with its controller and the other agents
/// @param cpuShare cores each run is stretched to; 0 leaves runs as they are
/// @param threads most threads a session may have; 0 sets no limit
/// @param memoryBytes what parts may use above the agent's own footprint, beside the control group's
///     limit; 0 sets none
public record AgentSettings(
        String name, InetSocketAddress listen, Token token, double cpuShare, int threads, long memoryBytes) {
    public AgentSettings {
        Objects.requireNonNull(listen, "listen");
        Objects.requireNonNull(token, "token");
        if (name.isBlank()) {
            throw new IllegalArgumentException("an agent needs a name");
        }
        if (!(cpuShare >= 0) || cpuShare > 4096 || threads < 0 || memoryBytes < 0) {
            throw new IllegalArgumentException("agent " + name + ": CPU share " + cpuShare + ", threads " + threads
                    + ", memory " + memoryBytes + " must not be negative (nor the share above 4096)");
        }
    }
}
