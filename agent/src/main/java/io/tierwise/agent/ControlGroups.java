package io.tierwise.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The limits control groups put on this process: the narrowest between its own group and the root.
///
/// @param root where the file systems are mounted, `/sys/fs/cgroup`
/// @param membership lines of `/proc/self/cgroup`
record ControlGroups(Path root, List<String> membership) {

    /// Above this a v1 limit means none: the kernel shows the largest page-aligned number.
    private static final long NO_LIMIT = 1L << 60;

    static ControlGroups ofSelf() {
        return new ControlGroups(
                Path.of("/sys/fs/cgroup"),
                text(Path.of("/proc/self/cgroup")).map(t -> t.lines().toList()).orElse(List.of()));
    }

    AgentFacts.Limits limits() {
        Optional<Path> cpu = group("cpu");
        if (cpu.isPresent()) {
            return limitsV1(cpu.get(), group("memory").orElse(root.resolve("memory")));
        }
        return unified().map(this::limitsV2).orElse(new AgentFacts.Limits("none", 0, 0, 0));
    }

    /// The file that counts throttling, if a quota is set.
    Optional<Path> throttlingFile() {
        if (limits().cpuShare() == 0) {
            return Optional.empty();
        }
        return group("cpu").or(this::unified).map(group -> group.resolve("cpu.stat"));
    }

    /// The v1 group of a controller; mounted alone or together with `cpuacct`.
    private Optional<Path> group(String controller) {
        for (String line : membership) {
            String[] fields = line.split(":", 3);
            if (fields.length == 3 && List.of(fields[1].split(",", -1)).contains(controller)) {
                for (String mount : List.of(controller, fields[1])) {
                    Path path = root.resolve(mount);
                    if (Files.isDirectory(path)) {
                        return Optional.of(inside(path, fields[2]));
                    }
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Path> unified() {
        if (!Files.isRegularFile(root.resolve("cgroup.controllers"))) {
            return Optional.empty();
        }
        return membership.stream()
                .filter(line -> line.startsWith("0::"))
                .findFirst()
                .map(line -> inside(root, line.substring(3)));
    }

    /// Inside a container the path is the host's and does not exist; the mount itself is then the group.
    private static Path inside(Path mount, String group) {
        Path path = mount.resolve(group.startsWith("/") ? group.substring(1) : group);
        return Files.isDirectory(path) ? path : mount;
    }

    private AgentFacts.Limits limitsV1(Path cpu, Path memory) {
        double share = 0;
        long period = 0;
        for (Path group = cpu; group.startsWith(root) && !group.equals(root); group = parent(group)) {
            long quota = number(group.resolve("cpu.cfs_quota_us"));
            long length = number(group.resolve("cpu.cfs_period_us"));
            if (quota > 0 && length > 0 && (share == 0 || (double) quota / length < share)) {
                share = (double) quota / length;
                period = length;
            }
        }
        return new AgentFacts.Limits("v1", share, period, narrowest(memory, "memory.limit_in_bytes"));
    }

    private AgentFacts.Limits limitsV2(Path own) {
        double share = 0;
        long period = 0;
        for (Path group = own; group.startsWith(root); group = parent(group)) {
            String[] max =
                    text(group.resolve("cpu.max")).orElse("max 0").strip().split(" ", -1);
            if (max.length == 2 && !"max".equals(max[0])) {
                double found = Double.parseDouble(max[0]) / Long.parseLong(max[1]);
                if (share == 0 || found < share) {
                    share = found;
                    period = Long.parseLong(max[1]);
                }
            }
        }
        return new AgentFacts.Limits("v2", share, period, narrowest(own, "memory.max"));
    }

    private long narrowest(Path own, String file) {
        long narrowest = 0;
        for (Path group = own; group.startsWith(root); group = parent(group)) {
            long limit = number(group.resolve(file));
            if (limit > 0 && limit < NO_LIMIT && (narrowest == 0 || limit < narrowest)) {
                narrowest = limit;
            }
        }
        return narrowest;
    }

    private static Path parent(Path path) {
        Path parent = path.getParent();
        return parent == null ? Path.of("/") : parent;
    }

    private static long number(Path file) {
        String text = text(file).orElse("").strip();
        return text.matches("-?\\d{1,19}") ? Long.parseLong(text) : 0;
    }

    private static Optional<String> text(Path file) {
        try {
            return Files.isReadable(file) && !Files.isDirectory(file)
                    ? Optional.of(Files.readString(file, StandardCharsets.US_ASCII))
                    : Optional.empty();
        } catch (IOException e) {
            // A group may vanish, and some files refuse to be read at all: both mean that no limit is known from there.
            return Optional.empty();
        }
    }
}
