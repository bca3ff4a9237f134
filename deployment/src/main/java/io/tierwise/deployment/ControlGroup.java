package io.tierwise.deployment;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The control group of one tier: holds its agent's CPU time and memory down, and counts when it does.
public final class ControlGroup implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(ControlGroup.class.getName());

    private final Map<Hierarchy.Controller, Seat> seats;
    private final List<Path> folders;
    private final GroupFolders kernel;

    ControlGroup(Map<Hierarchy.Controller, Seat> seats, List<Path> folders, GroupFolders kernel) {
        this.seats = new EnumMap<>(seats);
        this.folders = folders;
        this.kernel = kernel;
    }

    /// Puts a process and what it starts into the group. What cannot be joined is given up and reported by the limits.
    void add(long pid) {
        for (Path folder : folders) {
            try {
                kernel.write(folder.resolve("cgroup.procs"), String.valueOf(pid));
            } catch (IOException e) {
                Seat.Closed closed = new Seat.Closed(
                        "process " + pid + " cannot be put into control group " + folder + ": " + SeatSearch.words(e),
                        SeatSearch.SCOPE);
                seats.replaceAll((c, seat) ->
                        seat instanceof Seat.Open open && open.parent().equals(folder) ? closed : seat);
            }
        }
    }

    /// Lets all threads together use so many whole cores, and no more.
    Limit limitCpu(int cores) {
        String asked = cores + (cores == 1 ? " core" : " cores");
        return switch (seat(Hierarchy.Controller.CPU)) {
            case Seat.Closed closed -> notEnforced("cpu ceiling", asked, closed);
            case Seat.Open open -> {
                long quota = cores * Quota.PERIOD_MICROS;
                try {
                    if (open.version() == 1) {
                        kernel.write(open.parent().resolve("cpu.cfs_period_us"), String.valueOf(Quota.PERIOD_MICROS));
                        kernel.write(open.parent().resolve("cpu.cfs_quota_us"), String.valueOf(quota));
                    } else {
                        kernel.write(open.parent().resolve("cpu.max"), quota + " " + Quota.PERIOD_MICROS);
                    }
                    String got =
                            Words.cores(Quota.of(open.parent(), open.version()).orElseThrow());
                    yield enforced("cpu ceiling", asked, got + (got.equals("1") ? " core" : " cores"), open);
                } catch (IOException e) {
                    yield refused("cpu ceiling", asked, e);
                }
            }
        };
    }

    /// Kills the agent when it needs more than this, swapped memory included.
    ///
    /// @param bytes of the whole process, its own footprint included
    /// @param asked the tier's memory in words
    Limit limitMemory(long bytes, String asked) {
        return switch (seat(Hierarchy.Controller.MEMORY)) {
            case Seat.Closed closed -> notEnforced("memory", asked, closed);
            case Seat.Open open -> {
                Path group = open.parent();
                try {
                    Path limit = group.resolve(open.version() == 1 ? "memory.limit_in_bytes" : "memory.max");
                    kernel.write(limit, String.valueOf(bytes));
                    if (open.version() == 1) {
                        writeIfThere(group.resolve("memory.memsw.limit_in_bytes"), String.valueOf(bytes));
                    } else {
                        writeIfThere(group.resolve("memory.swap.max"), "0");
                    }
                    long got = Long.parseLong(Hierarchy.words(limit).getFirst());
                    yield enforced("memory", asked, Words.bytes(got) + " in all", open);
                } catch (IOException e) {
                    yield refused("memory", asked, e);
                }
            }
        };
    }

    /// What was counted so far; zeros where there is no group.
    public Counters counters() {
        return new Counters(
                count(Hierarchy.Controller.CPU, "cpu.stat", "nr_throttled"),
                version(Hierarchy.Controller.CPU) == 1
                        ? count(Hierarchy.Controller.CPU, "cpu.stat", "throttled_time")
                        : 1000 * count(Hierarchy.Controller.CPU, "cpu.stat", "throttled_usec"),
                count(
                        Hierarchy.Controller.MEMORY,
                        version(Hierarchy.Controller.MEMORY) == 1 ? "memory.oom_control" : "memory.events",
                        "oom_kill"));
    }

    @Override
    public void close() {
        for (Path folder : folders) {
            try {
                kernel.remove(folder);
            } catch (IOException e) {
                LOG.log(INFO, "control group " + folder + " stays: " + SeatSearch.words(e));
            }
        }
    }

    private Seat seat(Hierarchy.Controller controller) {
        return Optional.ofNullable(seats.get(controller)).orElseThrow();
    }

    private int version(Hierarchy.Controller controller) {
        return seat(controller) instanceof Seat.Open open ? open.version() : 0;
    }

    private long count(Hierarchy.Controller controller, String file, String word) {
        if (!(seat(controller) instanceof Seat.Open open)) {
            return 0;
        }
        try {
            return Files.readAllLines(open.parent().resolve(file)).stream()
                    .filter(line -> line.startsWith(word + " "))
                    .mapToLong(
                            line -> Long.parseLong(line.substring(word.length()).strip()))
                    .findFirst()
                    .orElse(0);
        } catch (NoSuchFileException e) {
            // An interrupted run takes its groups down while strategies still end.
            LOG.log(DEBUG, "control group counter " + file + " went with its group");
            return 0;
        } catch (IOException e) {
            LOG.log(WARNING, "control group counter " + file + " cannot be read: " + SeatSearch.words(e));
            return 0;
        }
    }

    private void writeIfThere(Path file, String text) throws IOException {
        if (Files.exists(file)) {
            kernel.write(file, text);
        }
    }

    private static Limit enforced(String what, String asked, String got, Seat.Open open) {
        return new Limit(what, asked, got, Limit.How.ENFORCED, "control group v" + open.version());
    }

    private static Limit notEnforced(String what, String asked, Seat.Closed closed) {
        return new Limit(what, asked, "none", Limit.How.NOT_ENFORCED, closed.reason() + "; " + closed.remedy());
    }

    private static Limit refused(String what, String asked, IOException e) {
        return new Limit(what, asked, "none", Limit.How.NOT_ENFORCED, "the kernel refused it: " + SeatSearch.words(e));
    }
}
