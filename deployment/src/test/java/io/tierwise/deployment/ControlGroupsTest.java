package io.tierwise.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlGroupsTest {

    @TempDir
    private Path root;

    @Test
    void create_v1_limitsGoToEachControllersOwnTree() throws IOException {
        FakeKernel kernel = FakeKernel.v1(root);
        try (ControlGroups groups = kernel.groups()) {
            ControlGroup mobile = groups.create("mobile");
            mobile.add(99);
            Limit cpu = mobile.limitCpu(2);
            Limit memory = mobile.limitMemory(184L << 20, "64Mi above the agent's own 120Mi");

            String cpuGroup = "sys/fs/cgroup/cpu/" + kernel.runName() + "/mobile/";
            String memoryGroup = "sys/fs/cgroup/memory/jobs/a/" + kernel.runName() + "/mobile/";
            assertThat(kernel.read(cpuGroup + "cpu.cfs_period_us")).isEqualTo("10000");
            assertThat(kernel.read(cpuGroup + "cpu.cfs_quota_us")).isEqualTo("20000");
            assertThat(kernel.read(cpuGroup + "cgroup.procs")).isEqualTo("99");
            assertThat(kernel.read(memoryGroup + "cgroup.procs")).isEqualTo("99");
            assertThat(kernel.read(memoryGroup + "memory.limit_in_bytes")).isEqualTo("192937984");
            assertThat(kernel.read(memoryGroup + "memory.memsw.limit_in_bytes")).isEqualTo("192937984");
            assertThat(cpu).hasToString("cpu ceiling: asked 2 cores, got 2 cores, enforced: control group v1");
            assertThat(memory)
                    .hasToString("memory: asked 64Mi above the agent's own 120Mi, got 184Mi in all, enforced: "
                            + "control group v1");
            assertThat(mobile.counters()).isEqualTo(new Counters(3, 5000, 1));
        }
    }

    @Test
    void create_v2WhereAnAncestorHandsDown_usesTheNearest() throws IOException {
        FakeKernel kernel = FakeKernel.v2(root, "/user/app/term");
        kernel.file("sys/fs/cgroup/user/app/cgroup.subtree_control", "cpu memory pids\n");
        try (ControlGroups groups = kernel.groups()) {
            ControlGroup edge = groups.create("edge");
            edge.add(7);
            Limit cpu = edge.limitCpu(1);
            Limit memory = edge.limitMemory(1L << 30, "1Gi");

            String run = "sys/fs/cgroup/user/app/" + kernel.runName();
            assertThat(kernel.read(run + "/cgroup.subtree_control")).contains("cpu", "memory");
            assertThat(kernel.read(run + "/edge/cpu.max")).isEqualTo("10000 10000");
            assertThat(kernel.read(run + "/edge/memory.max")).isEqualTo("1073741824");
            assertThat(kernel.read(run + "/edge/memory.swap.max")).isEqualTo("0");
            assertThat(List.of(cpu.how(), memory.how())).containsOnly(Limit.How.ENFORCED);
            assertThat(edge.counters()).isEqualTo(new Counters(2, 7000, 2));
        }
    }

    @Test
    void create_v2AloneInADelegatedGroup_movesIntoALeafAndBack() throws IOException {
        FakeKernel kernel = FakeKernel.v2(root, "/scope");
        kernel.file("sys/fs/cgroup/scope/cgroup.procs", FakeKernel.PID + "\n");
        kernel.file("sys/fs/cgroup/scope/cgroup.type", "domain\n");
        try (ControlGroups groups = kernel.groups()) {
            assertThat(groups.create("cloud").limitMemory(1L << 30, "1Gi").how())
                    .isEqualTo(Limit.How.ENFORCED);
            assertThat(kernel.read("sys/fs/cgroup/scope/tierwise-self/cgroup.procs"))
                    .isEqualTo("4242");
        }
        assertThat(kernel.path("sys/fs/cgroup/scope/tierwise-self")).doesNotExist();
        assertThat(kernel.read("sys/fs/cgroup/scope/cgroup.procs")).isEqualTo("4242");
    }

    @Test
    void create_v2BesideOtherProcesses_saysHowToStart() throws IOException {
        FakeKernel kernel = FakeKernel.v2(root, "/session");
        kernel.file("sys/fs/cgroup/session/cgroup.procs", "1\n2\n" + FakeKernel.PID + "\n");
        kernel.file("sys/fs/cgroup/session/cgroup.type", "domain\n");
        try (ControlGroups groups = kernel.groups()) {
            Limit limit = groups.create("mobile").limitCpu(1);

            assertThat(limit.how()).isEqualTo(Limit.How.NOT_ENFORCED);
            assertThat(limit.reason()).contains("holds 3 processes", "systemd-run --user --scope -p Delegate=yes");
        }
    }

    @Test
    void create_notAllowed_isReportedNotThrown() throws IOException {
        FakeKernel kernel = FakeKernel.v1(root);
        kernel.forbidden.add(kernel.path("sys/fs/cgroup/memory/jobs/a"));
        try (ControlGroups groups = kernel.groups()) {
            ControlGroup mobile = groups.create("mobile");

            assertThat(mobile.limitCpu(1).how()).isEqualTo(Limit.How.ENFORCED);
            Limit memory = mobile.limitMemory(1L << 30, "1Gi");
            assertThat(memory.how()).isEqualTo(Limit.How.NOT_ENFORCED);
            assertThat(memory.got()).isEqualTo("none");
            assertThat(memory.reason()).contains("not allowed to make control groups", "run as root");
            assertThat(mobile.counters().outOfMemoryKills()).isZero();
        }
    }

    @Test
    void create_noControlGroupsAtAll_isReportedNotThrown() {
        try (ControlGroups groups = ControlGroups.at(root, GroupFolders.kernel())) {
            ControlGroup mobile = groups.create("mobile");
            mobile.add(1);

            assertThat(mobile.limitCpu(1).reason()).contains("no control group controller 'cpu'", "on Linux");
            assertThat(mobile.counters()).isEqualTo(Counters.NONE);
        }
    }

    @Test
    void limit_kernelRefuses_isReportedNotThrown() throws IOException {
        FakeKernel kernel = FakeKernel.v1(root);
        try (ControlGroups groups = kernel.groups()) {
            ControlGroup mobile = groups.create("mobile");
            kernel.forbidden.add(kernel.path("sys/fs/cgroup/cpu/" + kernel.runName() + "/mobile/cpu.cfs_quota_us"));

            Limit limit = mobile.limitCpu(8);
            assertThat(limit.how()).isEqualTo(Limit.How.NOT_ENFORCED);
            assertThat(limit.reason()).contains("the kernel refused it", "Invalid argument");
        }
    }

    @Test
    void add_processThatCannotBeMoved_takesTheLimitBack() throws IOException {
        FakeKernel kernel = FakeKernel.v1(root);
        try (ControlGroups groups = kernel.groups()) {
            ControlGroup mobile = groups.create("mobile");
            kernel.forbidden.add(kernel.path("sys/fs/cgroup/cpu/" + kernel.runName() + "/mobile/cgroup.procs"));
            mobile.add(99);

            assertThat(mobile.limitCpu(1).reason()).contains("process 99 cannot be put into");
            assertThat(mobile.limitMemory(1L << 30, "1Gi").how()).isEqualTo(Limit.How.ENFORCED);
        }
    }

    @Test
    void close_runWithGroups_leavesNothing() throws IOException {
        FakeKernel kernel = FakeKernel.v1(root);
        try (ControlGroups groups = kernel.groups()) {
            groups.create("mobile");
            groups.create("edge");
        }
        assertThat(kernel.removed).hasSize(6);
        assertThat(kernel.path("sys/fs/cgroup/cpu/" + kernel.runName())).doesNotExist();
    }

    @Test
    void of_groupsOfDeadRuns_areRemovedOthersStay() throws IOException {
        FakeKernel kernel = FakeKernel.v1(root);
        kernel.process(50, 10);
        String cpu = "sys/fs/cgroup/cpu/";
        for (String name : List.of("tierwise-50-10", "tierwise-50-9", "tierwise-51-3", "tierwise-x", "other-1-1")) {
            kernel.group(cpu + name);
        }
        kernel.group(cpu + "tierwise-51-3/mobile");
        try (ControlGroups groups = kernel.groups()) {
            assertThat(groups.seat(Hierarchy.Controller.CPU)).isInstanceOf(Seat.Open.class);
        }
        assertThat(kernel.path(cpu + "tierwise-50-10")).exists();
        assertThat(kernel.path(cpu + "tierwise-x")).exists();
        assertThat(kernel.path(cpu + "other-1-1")).exists();
        assertThat(kernel.path(cpu + "tierwise-50-9")).doesNotExist();
        assertThat(kernel.path(cpu + "tierwise-51-3")).doesNotExist();
    }

    @Test
    void ownQuota_quotaOnAnAncestor_isSeen() throws IOException {
        FakeKernel kernel = FakeKernel.v2(root, "/pod/container");
        kernel.file("sys/fs/cgroup/pod/cpu.max", "150000 100000\n");
        try (ControlGroups groups = kernel.groups()) {
            assertThat(groups.ownQuotaCores()).hasValue(1.5);
        }
    }

    @Test
    void hierarchy_containerWhosePlaceIsTheHosts_isTheMountItself() throws IOException {
        FakeKernel kernel = FakeKernel.v1(root);
        kernel.file("proc/self/cgroup", "4:memory:/docker/abc\n2:cpu,cpuacct:/docker/abc\n");
        try (ControlGroups groups = kernel.groups()) {
            assertThat(groups.seat(Hierarchy.Controller.CPU))
                    .isEqualTo(new Seat.Open(1, kernel.path("sys/fs/cgroup/cpu")));
        }
    }

    @Test
    void hostFacts_fakeMachine_sayWhatCanBeEnforced() throws IOException {
        FakeKernel kernel = FakeKernel.v1(root);
        kernel.forbidden.add(kernel.path("sys/fs/cgroup/memory/jobs/a"));
        try (ControlGroups groups = kernel.groups()) {
            HostFacts facts = HostFacts.read(groups);

            assertThat(facts.controlGroups()).isEqualTo("v1");
            assertThat(facts.cores()).isPositive();
            assertThat(facts.memoryBytes()).isPositive();
            assertThat(facts.capabilities())
                    .containsExactly(
                            new HostFacts.Capability("cpu ceiling", true, "control group v1", ""),
                            new HostFacts.Capability(
                                    "memory",
                                    false,
                                    "not allowed to make control groups below "
                                            + kernel.path("sys/fs/cgroup/memory/jobs/a"),
                                    "run as root"));
        }
    }

    @Test
    void create_onThisMachine_limitsAProcess() throws IOException, InterruptedException {
        try (ControlGroups groups = ControlGroups.ofMachine()) {
            assumeTrue(
                    groups.seat(Hierarchy.Controller.CPU) instanceof Seat.Open
                            && groups.seat(Hierarchy.Controller.MEMORY) instanceof Seat.Open,
                    "needs control groups that may be made here: " + groups.seat(Hierarchy.Controller.MEMORY));
            ControlGroup group = groups.create("tested");
            Process process = new ProcessBuilder("sh", "-c", "read line && exec tail /dev/zero").start();
            group.add(process.pid());
            assertThat(group.limitCpu(1).how()).isEqualTo(Limit.How.ENFORCED);
            assertThat(group.limitMemory(32L << 20, "32Mi").how()).isEqualTo(Limit.How.ENFORCED);
            try (OutputStream input = process.getOutputStream()) {
                input.write('\n');
            }

            assertThat(process.waitFor()).isEqualTo(137);
            assertThat(group.counters().outOfMemoryKills()).isEqualTo(1);
        }
        assertThat(Files.exists(Path.of(
                        "/sys/fs/cgroup/cpu/tierwise-" + ProcessHandle.current().pid())))
                .isFalse();
    }
}
