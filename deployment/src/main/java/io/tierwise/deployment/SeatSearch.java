package io.tierwise.deployment;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Looks for a folder below which control groups can be made, by making one.
///
/// Version 1: below our own group, so that limits we are under ourselves go on holding. Version 2
/// forbids processes beside groups with controllers, so the nearest ancestor that already hands the
/// controllers down is taken; where our own group holds nothing but us, we move into a leaf of it and
/// hand them down ourselves.
final class SeatSearch {

    static final String SCOPE =
            "start it in a scope of its own: systemd-run --user --scope -p Delegate=yes tierwise ...";
    private static final String LEAF = "tierwise-self";

    private final Path root;
    private final GroupFolders folders;
    private final String runName;
    private Optional<Path> left = Optional.empty();

    /// @param runName name of this run's groups
    SeatSearch(Path root, GroupFolders folders, String runName) {
        this.root = root;
        this.folders = folders;
        this.runName = runName;
    }

    /// The group that this process left for a leaf of it; empty where it stayed.
    Optional<Path> left() {
        return left;
    }

    Seat find(Hierarchy.Controller controller) {
        try {
            Optional<Hierarchy> hierarchy = Hierarchy.of(controller, root);
            if (hierarchy.isEmpty()) {
                return new Seat.Closed(
                        "this system has no control group controller '" + controller.word() + "'",
                        Files.isDirectory(root.resolve("proc/self"))
                                ? "mount control groups, or run where they are mounted"
                                : "run the local tiers on Linux");
            }
            return hierarchy.get().version() == 1
                    ? below(hierarchy.get().own(), 1)
                    : version2(hierarchy.get(), controller);
        } catch (IOException e) {
            return new Seat.Closed("control groups cannot be read: " + words(e), "run as root");
        }
    }

    private Seat version2(Hierarchy hierarchy, Hierarchy.Controller controller) throws IOException {
        Seat nearest = new Seat.Closed("no control group on the way up hands down " + controller.word(), SCOPE);
        for (Path group : upward(hierarchy)) {
            if (handsDown(group, controller)) {
                nearest = below(group, 2);
                if (nearest instanceof Seat.Open) {
                    return nearest;
                }
            }
        }
        Seat own = handDown(hierarchy, controller);
        return own instanceof Seat.Open ? own : worst(nearest, own);
    }

    private static Seat worst(Seat nearest, Seat own) {
        return nearest instanceof Seat.Closed closed && closed.reason().contains("not allowed") ? nearest : own;
    }

    private Seat handDown(Hierarchy hierarchy, Hierarchy.Controller controller) throws IOException {
        Path own = hierarchy.own();
        if (left.isPresent()
                || !Hierarchy.words(own.resolve("cgroup.controllers")).contains(controller.word())) {
            return new Seat.Closed("control group " + own + " was not given controller " + controller.word(), SCOPE);
        }
        List<String> processes = Hierarchy.words(own.resolve("cgroup.procs"));
        String self = String.valueOf(OwnProcess.id(root));
        boolean topmost = !Files.exists(own.resolve("cgroup.type"));
        if (!topmost && !processes.equals(List.of(self))) {
            return new Seat.Closed(
                    "control group " + own + " holds " + processes.size()
                            + " processes besides tierwise, so it cannot hand down its controllers",
                    SCOPE);
        }
        try {
            if (!topmost) {
                moveIntoLeaf(own, self);
            }
            for (Hierarchy.Controller each : Hierarchy.Controller.values()) {
                if (Hierarchy.words(own.resolve("cgroup.controllers")).contains(each.word())) {
                    folders.write(own.resolve("cgroup.subtree_control"), "+" + each.word());
                }
            }
            return below(own, 2);
        } catch (IOException e) {
            return new Seat.Closed("control group " + own + " cannot hand down its controllers: " + words(e), SCOPE);
        }
    }

    private void moveIntoLeaf(Path own, String self) throws IOException {
        Path leaf = own.resolve(LEAF);
        if (!Files.isDirectory(leaf)) {
            folders.create(leaf);
        }
        folders.write(leaf.resolve("cgroup.procs"), self);
        left = Optional.of(own);
    }

    /// Makes this run's group, to know that it can be made.
    private Seat below(Path parent, int version) {
        Path group = parent.resolve(runName);
        try {
            if (!Files.isDirectory(group)) {
                folders.create(group);
            }
            return new Seat.Open(version, parent);
        } catch (AccessDeniedException e) {
            return new Seat.Closed(
                    "not allowed to make control groups below " + parent, version == 1 ? "run as root" : SCOPE);
        } catch (IOException e) {
            return new Seat.Closed(
                    "cannot make control groups below " + parent + ": " + words(e),
                    "make the control groups writable; for a container: --privileged, or "
                            + "-v /sys/fs/cgroup:/sys/fs/cgroup:rw");
        }
    }

    private static List<Path> upward(Hierarchy hierarchy) {
        List<Path> groups = new ArrayList<>();
        for (Path at = hierarchy.own(); ; at = at.resolve("..").normalize()) {
            groups.add(at);
            if (at.equals(hierarchy.mount())) {
                return groups;
            }
        }
    }

    private static boolean handsDown(Path group, Hierarchy.Controller controller) throws IOException {
        Path file = group.resolve("cgroup.subtree_control");
        return Files.isReadable(file) && Hierarchy.words(file).contains(controller.word());
    }

    static String words(IOException e) {
        String message = e.getMessage() == null ? e.toString() : e.getMessage();
        return message.contains("Read-only file system") ? "they are mounted read-only" : message;
    }
}
