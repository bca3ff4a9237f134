package io.tierwise.deployment;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Control groups as ordinary folders: fills new ones with the kernel's files, obeys the kernel's rules that matter.
final class FakeKernel implements GroupFolders {

    static final long PID = 4242;
    private static final long TICKS = 777;

    final Path root;
    final List<Path> removed = new ArrayList<>();
    final Set<Path> forbidden = new HashSet<>();
    private final int version;

    private FakeKernel(Path root, int version) {
        this.root = root;
        this.version = version;
    }

    /// Controllers cpu and memory, each with a tree of its own; our group is `/` in the first, `/jobs/a` in the second.
    static FakeKernel v1(Path root) throws IOException {
        FakeKernel kernel = new FakeKernel(root, 1);
        kernel.process(PID, TICKS);
        kernel.file("proc/self/cgroup", "4:memory:/jobs/a\n2:cpu,cpuacct:/\n0::/\n");
        kernel.file("proc/self/mountinfo", """
                30 24 0:26 / /sys/fs/cgroup/cpu rw,relatime shared:9 - cgroup cgroup rw,cpu,cpuacct
                31 24 0:27 / /sys/fs/cgroup/memory rw,relatime shared:10 - cgroup cgroup rw,memory
                32 24 0:28 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw
                33 24 8:1 / / rw - ext4 /dev/sda rw
                """);
        kernel.group("sys/fs/cgroup/cpu");
        kernel.group("sys/fs/cgroup/memory/jobs/a");
        kernel.file("sys/fs/cgroup/unified/cgroup.controllers", "hugetlb\n");
        return kernel;
    }

    /// One tree; our group is `place`.
    static FakeKernel v2(Path root, String place) throws IOException {
        FakeKernel kernel = new FakeKernel(root, 2);
        kernel.process(PID, TICKS);
        kernel.file("proc/self/cgroup", "0::" + place + "\n");
        kernel.file(
                "proc/self/mountinfo",
                "30 24 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate\n");
        kernel.group("sys/fs/cgroup");
        Path at = root.resolve("sys/fs/cgroup");
        for (Path name : Path.of(place.substring(1))) {
            at = at.resolve(name);
            kernel.group(root.relativize(at).toString());
        }
        return kernel;
    }

    ControlGroups groups() {
        return ControlGroups.at(root, this);
    }

    String runName() {
        return "tierwise-" + PID + "-" + TICKS;
    }

    Path path(String relative) {
        return root.resolve(relative);
    }

    String read(String relative) throws IOException {
        return Files.readString(path(relative)).strip();
    }

    void file(String relative, String text) throws IOException {
        Path file = path(relative);
        Files.createDirectories(file.resolve("..").normalize());
        Files.writeString(file, text);
    }

    void group(String relative) throws IOException {
        Files.createDirectories(path(relative));
        fill(path(relative));
    }

    void process(long pid, long startTicks) throws IOException {
        String stat = pid + " (java (tierwise)) S" + " 0".repeat(18) + " " + startTicks + " 1 2 3\n";
        file("proc/" + pid + "/stat", stat);
        if (pid == PID) {
            file("proc/self/stat", stat);
        }
    }

    @Override
    public void create(Path group) throws IOException {
        if (forbidden.contains(group.resolve("..").normalize())) {
            throw new AccessDeniedException(group.toString());
        }
        Files.createDirectory(group);
        fill(group);
        if (version == 2) {
            Files.writeString(group.resolve("cgroup.type"), "domain\n");
        }
    }

    @Override
    public void remove(Path group) throws IOException {
        if (!Files.exists(group)) {
            return;
        }
        try (Stream<Path> inside = Files.list(group)) {
            for (Path file : inside.toList()) {
                if (Files.isDirectory(file)) {
                    throw new DirectoryNotEmptyException(group.toString());
                }
                Files.delete(file);
            }
        }
        Files.delete(group);
        removed.add(group);
    }

    @Override
    public void write(Path file, String text) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        if (forbidden.contains(file)) {
            throw new FileSystemException(file.toString(), null, "Invalid argument");
        }
        boolean adds = String.valueOf(file.getFileName()).equals("cgroup.subtree_control");
        String before = adds ? Files.readString(file).strip() + " " : "";
        Files.writeString(file, before + (adds ? text.replace("+", "") : text) + "\n");
    }

    private void fill(Path group) throws IOException {
        List<String> names = version == 1
                ? List.of(
                        "cgroup.procs",
                        "cpu.cfs_period_us",
                        "cpu.cfs_quota_us",
                        "memory.limit_in_bytes",
                        "memory.memsw.limit_in_bytes")
                : List.of("cgroup.procs", "cgroup.subtree_control", "memory.max", "memory.swap.max");
        for (String name : names) {
            Files.writeString(group.resolve(name), name.endsWith("quota_us") ? "-1\n" : "");
        }
        if (version == 1) {
            Files.writeString(group.resolve("cpu.cfs_period_us"), "100000\n");
            Files.writeString(group.resolve("cpu.stat"), "nr_periods 9\nnr_throttled 3\nthrottled_time 5000\n");
            Files.writeString(group.resolve("memory.oom_control"), "oom_kill_disable 0\nunder_oom 0\noom_kill 1\n");
        } else {
            Files.writeString(group.resolve("cgroup.controllers"), "cpuset cpu io memory pids\n");
            Files.writeString(group.resolve("cpu.max"), "max 100000\n");
            Files.writeString(group.resolve("cpu.stat"), "usage_usec 1\nnr_throttled 2\nthrottled_usec 7\n");
            Files.writeString(group.resolve("memory.events"), "low 0\noom 4\noom_kill 2\noom_group_kill 0\n");
        }
    }
}
