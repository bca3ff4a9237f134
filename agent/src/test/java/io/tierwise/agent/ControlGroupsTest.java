package io.tierwise.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ControlGroupsTest {

    @TempDir
    private Path root;

    private void file(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Test
    void limits_v2_areTheNarrowestOnTheWayUp() throws IOException {
        file("cgroup.controllers", "cpu memory\n");
        file("study/cpu.max", "50000 100000\n");
        file("study/memory.max", "max\n");
        file("study/mobile/cpu.max", "2500 10000\n");
        file("study/mobile/memory.max", "268435456\n");
        file("study/mobile/cpu.stat", "nr_throttled 0\n");
        ControlGroups groups = new ControlGroups(root, List.of("0::/study/mobile"));

        assertThat(groups.limits()).isEqualTo(new AgentFacts.Limits("v2", 0.25, 10_000, 268_435_456));
        assertThat(groups.throttlingFile()).contains(root.resolve("study/mobile/cpu.stat"));
    }

    @Test
    void limits_v1_readsEachControllersOwnTree() throws IOException {
        file("cpu/mobile/cpu.cfs_quota_us", "5000\n");
        file("cpu/mobile/cpu.cfs_period_us", "10000\n");
        file("memory/memory.limit_in_bytes", "9223372036854771712\n");
        file("memory/mobile/memory.limit_in_bytes", "1048576\n");
        ControlGroups groups = new ControlGroups(root, List.of("4:memory:/mobile", "1:cpu:/mobile", "0::/"));

        assertThat(groups.limits()).isEqualTo(new AgentFacts.Limits("v1", 0.5, 10_000, 1_048_576));
    }

    @Test
    void limits_noneSet_areZero() throws IOException {
        file("cpu/cpu.cfs_quota_us", "-1\n");
        file("cpu/cpu.cfs_period_us", "100000\n");

        assertThat(new ControlGroups(root, List.of("1:cpu:/")).limits())
                .isEqualTo(new AgentFacts.Limits("v1", 0, 0, 0));
        assertThat(new ControlGroups(root, List.of()).limits()).isEqualTo(new AgentFacts.Limits("none", 0, 0, 0));
        assertThat(new ControlGroups(root, List.of("1:cpu:/")).throttlingFile()).isEmpty();
    }

    @Test
    void throttling_bothVersions_inNanoseconds() {
        assertThat(Throttling.parse("nr_periods 9\nnr_throttled 4\nthrottled_time 123\n"))
                .isEqualTo(new Throttling.Count(4, 123));
        assertThat(Throttling.parse("usage_usec 5\nnr_throttled 2\nthrottled_usec 7\n"))
                .isEqualTo(new Throttling.Count(2, 7_000));
        assertThat(Throttling.parse("")).isEqualTo(Throttling.Count.NONE);
    }

    @Test
    void memory_statusLines_areKibibytes() {
        assertThat(ProcessMemory.field("Name:\tx\nVmRSS:\t   12 kB\n", "VmRSS")).isEqualTo(12 * 1024);
        assertThat(ProcessMemory.field("Name:\tx\n", "VmRSS")).isZero();
    }
}
