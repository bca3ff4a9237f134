package io.tierwise.deployment;

import com.sun.management.OperatingSystemMXBean;
import io.tierwise.runtime.HostCpu;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.OptionalDouble;

/// What this machine is and which limits it lets us set.
///
/// @param cpu the processor
/// @param processors processors this process may be scheduled on
/// @param quotaCores cores a quota leaves this process; empty where there is none
/// @param memoryBytes memory this process may use
/// @param controlGroups `v1`, `v2`, `v1 and v2` or `none`
/// @param capabilities what can be enforced on local tiers, and what to do where not
public record HostFacts(
        HostCpu cpu,
        int processors,
        OptionalDouble quotaCores,
        long memoryBytes,
        String controlGroups,
        List<Capability> capabilities) {

    /// A limit that local tiers can be held to, or not.
    ///
    /// @param what `cpu ceiling` or `memory`
    /// @param enforceable whether the kernel holds it
    /// @param words by what it is held, or what stands in the way
    /// @param remedy what to do where it is not enforceable; else empty
    public record Capability(String what, boolean enforceable, String words, String remedy) {}

    public HostFacts {
        capabilities = List.copyOf(capabilities);
    }

    /// Looks at this machine; makes and removes a control group to know whether it can be done.
    public static HostFacts read() {
        try (ControlGroups groups = ControlGroups.ofMachine()) {
            return read(groups);
        }
    }

    /// Looks at this machine through control groups that are already there.
    static HostFacts read(ControlGroups groups) {
        try (ControlGroup probe = groups.create("probe")) {
            List<Capability> capabilities = List.of(
                    capability(probe.limitCpu(1), groups.seat(Hierarchy.Controller.CPU)),
                    capability(probe.limitMemory(1L << 30, "1Gi"), groups.seat(Hierarchy.Controller.MEMORY)));
            return new HostFacts(
                    HostCpu.read(),
                    Runtime.getRuntime().availableProcessors(),
                    groups.ownQuotaCores(),
                    memory(),
                    groups.versions(),
                    capabilities);
        }
    }

    /// Cores that local tiers may use together: the processors, or the quota where that is less.
    public double cores() {
        return Math.min(processors, quotaCores.orElse(processors));
    }

    /// What the processor has to multiply bytes fast, as people call it: `AMX`, `AVX512-VNNI`; empty if
    /// nothing.
    public List<String> int8Instructions() {
        return Standing.int8(cpu);
    }

    private static Capability capability(Limit limit, Seat seat) {
        boolean enforced = limit.how() == Limit.How.ENFORCED;
        return switch (seat) {
            case Seat.Closed closed -> new Capability(limit.what(), false, closed.reason(), closed.remedy());
            case Seat.Open open ->
                new Capability(limit.what(), enforced, limit.reason(), enforced ? "" : "run as root");
        };
    }

    private static long memory() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    }
}
