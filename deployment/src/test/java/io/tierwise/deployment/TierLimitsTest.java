package io.tierwise.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierwise.agent.Hop;
import io.tierwise.runtime.HostCpu;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TierLimitsTest {

    private static final Tier MOBILE = Tier.local("mobile", 1).withCpu(0.25).withMemoryBytes(64L << 20);

    @TempDir
    private Path root;

    @Test
    void afterStart_controlGroups_shareIsEmulatedRestEnforced() throws IOException {
        try (ControlGroups groups = FakeKernel.v2(root, "/").groups()) {
            ControlGroup group = groups.create("mobile");
            List<Limit> limits =
                    TierLimits.afterStart(MOBILE, group, TierLimits.beforeStart(MOBILE, group), 120L << 20);

            assertThat(limits.stream().map(Limit::what))
                    .containsExactly("cpu share", "cpu ceiling", "threads", "memory");
            assertThat(limits.stream().map(Limit::how))
                    .containsExactly(Limit.How.EMULATED, Limit.How.ENFORCED, Limit.How.ENFORCED, Limit.How.ENFORCED);
            assertThat(limits.getLast())
                    .hasToString("memory: asked 64Mi above the agent's own 120Mi, got 184Mi in all, enforced: "
                            + "control group v2");
        }
    }

    @Test
    void afterStart_noControlGroups_saysWhoLooksInstead() {
        try (ControlGroups groups = ControlGroups.at(root, GroupFolders.kernel())) {
            ControlGroup group = groups.create("mobile");
            List<Limit> limits =
                    TierLimits.afterStart(MOBILE, group, TierLimits.beforeStart(MOBILE, group), 120L << 20);

            assertThat(limits.get(1).how()).isEqualTo(Limit.How.NOT_ENFORCED);
            assertThat(limits.getLast().how()).isEqualTo(Limit.How.EMULATED);
            assertThat(limits.getLast().reason()).contains("is refused", "no control group controller 'memory'");
        }
    }

    @Test
    void afterStart_nothingAsked_onlyThreads() {
        try (ControlGroups groups = ControlGroups.at(root, GroupFolders.kernel())) {
            Tier cloud = Tier.local("cloud", 2);
            ControlGroup group = groups.create("cloud");

            assertThat(TierLimits.afterStart(cloud, group, TierLimits.beforeStart(cloud, group), 1))
                    .extracting(Limit::what)
                    .containsExactly("threads");
        }
    }

    @Test
    void ceiling_anyShare_isWholeCoresRoundedUp() {
        assertThat(TierLimits.ceilingCores(MOBILE)).isEqualTo(1);
        assertThat(TierLimits.ceilingCores(MOBILE.withCpu(1))).isEqualTo(1);
        assertThat(TierLimits.ceilingCores(MOBILE.withCpu(1.5))).isEqualTo(2);
    }

    @Test
    void hops_relayedPairs_nameTheFirstStepOnly() {
        Topology topology = new Topology(
                List.of(MOBILE, Tier.local("edge", 1), Tier.local("cloud", 1)),
                List.of(Link.Direct.unshaped("mobile", "edge"), Link.Direct.unshaped("edge", "cloud")),
                "mobile");
        Wiring wiring = new Wiring(topology, 1);

        assertThat(wiring.involved(List.of("cloud"))).containsExactlyInAnyOrder("mobile", "edge", "cloud");
        assertThat(wiring.involved(List.of("edge"))).containsExactlyInAnyOrder("mobile", "edge");
        assertThat(wiring.hops(List.of("cloud")))
                .containsExactlyInAnyOrder(new Hop("mobile", "cloud", "edge"), new Hop("cloud", "mobile", "edge"));
        assertThat(wiring.hops(List.of("mobile", "edge"))).isEmpty();
    }

    @Test
    void standing_processorNames_loseTheirOrnaments() {
        assertThat(Standing.cpu(new HostCpu(
                        "Intel(R) Xeon(R) Processor @ 2.80GHz", Set.of("avx2", "avx512f", "avx512_vnni", "amx_int8"))))
                .isEqualTo("Intel Xeon, AMX, AVX512-VNNI");
        assertThat(Standing.cpu(new HostCpu("AMD EPYC 7763 64-Core Processor", Set.of("avx2"))))
                .isEqualTo("AMD EPYC 7763 64-Core, AVX2");
        assertThat(Standing.cpu(new HostCpu("ARM implementer 0x41 part 0xd0c", Set.of("dotprod"))))
                .isEqualTo("ARM implementer 0x41 part 0xd0c, dotprod");
        assertThat(Standing.cpu(new HostCpu("unknown", Set.of()))).isEqualTo("unknown");
    }
}
