package io.tierwise.agent;

import io.tierwise.runtime.HostCpu;
import java.util.Objects;

/// What an agent stands on, as it sees it itself.
///
/// @param name the tier it serves
/// @param cpu processor and its features
/// @param cores processors the process may use
/// @param limits what control groups really hold it to
/// @param emulation what it does itself to look slower
/// @param machineBytes memory of the machine
/// @param clock how its clock relates to the one who asked
public record AgentFacts(
        String name,
        HostCpu cpu,
        int cores,
        Limits limits,
        Emulation emulation,
        long machineBytes,
        Software software,
        Clock clock) {

    public AgentFacts {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(cpu, "cpu");
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(emulation, "emulation");
        Objects.requireNonNull(software, "software");
        Objects.requireNonNull(clock, "clock");
    }

    /// Limits of the control group the process is in; 0 stands for none.
    ///
    /// @param controlGroups `v1`, `v2` or `none`
    /// @param cpuShare cores the quota grants
    /// @param quotaPeriodMicros period of that quota
    /// @param memoryBytes memory limit
    public record Limits(String controlGroups, double cpuShare, long quotaPeriodMicros, long memoryBytes) {}

    /// What the agent emulates; 0 stands for nothing.
    ///
    /// @param cpuShare cores each run is stretched to
    /// @param threads most threads a session may have
    /// @param memoryBytes what parts may use above the agent's own footprint
    public record Emulation(double cpuShare, int threads, long memoryBytes) {}

    /// Versions under the agent.
    ///
    /// @param agent our own
    /// @param runtime native runtime
    public record Software(String os, String jdk, String runtime, String agent) {}

    /// The agent's monotonic clock against the asking process's.
    ///
    /// @param bootId equal ids mean one machine and one clock
    /// @param offsetNanos agent's clock minus ours; 0 on one boot
    /// @param offsetBoundNanos the offset is right within this
    public record Clock(String bootId, long offsetNanos, long offsetBoundNanos) {}
}
