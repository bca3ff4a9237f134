package io.tierwise.deployment;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// The control groups of one run: a folder `tierwise-<process>-<start>` of each controller, one group a
/// tier in it.
///
/// Groups of runs that are dead are removed when this one begins. Where groups cannot be made, nothing
/// fails: the seat of the controller says why, and each limit asked for is reported as not enforced.
public final class ControlGroups implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(ControlGroups.class.getName());
    private static final String PREFIX = "tierwise-";

    private final Path root;
    private final GroupFolders folders;
    private final String runName;
    private final Map<Hierarchy.Controller, Seat> seats = new EnumMap<>(Hierarchy.Controller.class);
    private final Optional<Path> left;
    private final List<ControlGroup> groups = new ArrayList<>();

    private ControlGroups(Path root, GroupFolders folders, String runName) {
        this.root = root;
        this.folders = folders;
        this.runName = runName;
        SeatSearch search = new SeatSearch(root, folders, runName);
        for (Hierarchy.Controller controller : Hierarchy.Controller.values()) {
            seats.put(controller, search.find(controller));
        }
        this.left = search.left();
        removeStale();
    }

    /// Those of this machine.
    public static ControlGroups ofMachine() {
        return at(Path.of("/"), GroupFolders.kernel());
    }

    /// Those of a file system.
    static ControlGroups at(Path root, GroupFolders folders) {
        try {
            long pid = OwnProcess.id(root);
            long start = OwnProcess.startTicks(root, pid).orElse(0);
            return new ControlGroups(root, folders, PREFIX + pid + "-" + start);
        } catch (IOException e) {
            return new ControlGroups(
                    root, folders, PREFIX + ProcessHandle.current().pid() + "-0");
        }
    }

    /// Makes a tier's group; without the controllers that cannot be had.
    public synchronized ControlGroup create(String tier) {
        Tier.checkName(tier);
        Map<Path, Integer> made = new LinkedHashMap<>();
        Map<Hierarchy.Controller, Seat> inside = new EnumMap<>(Hierarchy.Controller.class);
        seats.forEach((controller, seat) -> inside.put(controller, create(seat, controller, tier, made)));
        ControlGroup group = new ControlGroup(inside, List.copyOf(made.keySet()), folders);
        groups.add(group);
        return group;
    }

    /// Where a controller's groups are made, or why none can be.
    Seat seat(Hierarchy.Controller controller) {
        return seats.getOrDefault(controller, new Seat.Closed("closed", "start anew"));
    }

    /// Versions of the trees our controllers live in: `v1`, `v2`, `v1 and v2`, or `none`.
    String versions() {
        Set<String> found = new TreeSet<>();
        for (Hierarchy.Controller controller : Hierarchy.Controller.values()) {
            try {
                Hierarchy.of(controller, root).ifPresent(tree -> found.add("v" + tree.version()));
            } catch (IOException e) {
                LOG.log(WARNING, "control groups cannot be read: " + SeatSearch.words(e));
            }
        }
        return found.isEmpty() ? "none" : String.join(" and ", found);
    }

    /// Cores that the quotas above and around this process leave it; empty where there is no quota.
    OptionalDouble ownQuotaCores() {
        try {
            Optional<Hierarchy> hierarchy = Hierarchy.of(Hierarchy.Controller.CPU, root);
            return hierarchy.isEmpty() ? OptionalDouble.empty() : Quota.tightest(hierarchy.get());
        } catch (IOException e) {
            LOG.log(WARNING, "the CPU quota cannot be read: " + SeatSearch.words(e));
            return OptionalDouble.empty();
        }
    }

    /// Removes every group of this run; their processes must have ended.
    @Override
    public synchronized void close() {
        groups.forEach(ControlGroup::close);
        groups.clear();
        openParents().forEach(parent -> removeIfEmpty(parent.resolve(runName)));
        left.ifPresent(this::moveBack);
        seats.clear();
    }

    private Seat create(Seat seat, Hierarchy.Controller controller, String tier, Map<Path, Integer> made) {
        return switch (seat) {
            case Seat.Closed closed -> closed;
            case Seat.Open open -> {
                Path run = open.parent().resolve(runName);
                Path group = run.resolve(tier);
                try {
                    if (open.version() == 2) {
                        folders.write(run.resolve("cgroup.subtree_control"), "+" + controller.word());
                    }
                    if (made.putIfAbsent(group, open.version()) == null) {
                        folders.create(group);
                    }
                    yield new Seat.Open(open.version(), group);
                } catch (IOException e) {
                    yield new Seat.Closed(
                            "cannot make control group " + group + ": " + SeatSearch.words(e), "run as root");
                }
            }
        };
    }

    private List<Path> openParents() {
        return seats.values().stream()
                .filter(Seat.Open.class::isInstance)
                .map(seat -> ((Seat.Open) seat).parent())
                .distinct()
                .toList();
    }

    /// A run's groups outlive it when it was killed; they hold no process then, for agents end with their controller.
    private void removeStale() {
        for (Path parent : openParents()) {
            try (Stream<Path> children = Files.list(parent)) {
                children.filter(this::isStale).forEach(this::removeWithChildren);
            } catch (IOException e) {
                LOG.log(WARNING, "stale control groups below " + parent + " stay: " + SeatSearch.words(e));
            }
        }
    }

    private boolean isStale(Path group) {
        String[] parts = String.valueOf(group.getFileName()).split("-", -1);
        if (parts.length != 3 || !(parts[0] + "-").equals(PREFIX) || !(parts[1] + parts[2]).matches("[0-9]{2,36}")) {
            return false;
        }
        OptionalLong start = OwnProcess.startTicks(root, Long.parseLong(parts[1]));
        return start.isEmpty() || start.getAsLong() != Long.parseLong(parts[2]);
    }

    /// Another fleet of this run may still have groups there.
    private void removeIfEmpty(Path run) {
        try (Stream<Path> children = Files.list(run)) {
            if (children.noneMatch(Files::isDirectory)) {
                remove(run);
            }
        } catch (IOException e) {
            LOG.log(INFO, "control group " + run + " stays: " + SeatSearch.words(e));
        }
    }

    private void removeWithChildren(Path run) {
        try (Stream<Path> children = Files.list(run)) {
            children.filter(Files::isDirectory).forEach(this::remove);
        } catch (IOException e) {
            LOG.log(WARNING, "stale control groups below " + run + " stay: " + SeatSearch.words(e));
        }
        remove(run);
    }

    private void remove(Path group) {
        try {
            folders.remove(group);
        } catch (IOException e) {
            LOG.log(INFO, "control group " + group + " stays: " + SeatSearch.words(e));
        }
    }

    private void moveBack(Path own) {
        try {
            folders.write(own.resolve("cgroup.subtree_control"), "-cpu -memory");
            folders.write(own.resolve("cgroup.procs"), String.valueOf(OwnProcess.id(root)));
            remove(own.resolve("tierwise-self"));
        } catch (IOException e) {
            LOG.log(WARNING, "this process stays in a leaf of " + own + ": " + SeatSearch.words(e));
        }
    }
}
