package io.tierwise.deployment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The tree of control groups in which a controller lives, and our own place in it.
///
/// @param version 1 or 2
/// @param mount its root folder
/// @param own the group this process is in: the root or below it
record Hierarchy(int version, Path mount, Path own) {

    /// What a control group can hold down.
    enum Controller {
        CPU("cpu"),
        MEMORY("memory");

        private final String word;

        Controller(String word) {
            this.word = word;
        }

        /// The kernel's name.
        String word() {
            return word;
        }
    }

    /// A line of `/proc/self/mountinfo`.
    private record Mount(String root, String point, String type, List<String> options) {}

    /// Finds the tree that holds a controller. Version 1 is looked at first: where both are mounted, a
    /// controller lives in the one that names it.
    ///
    /// @param root the file system's root; `/` but in tests
    static Optional<Hierarchy> of(Controller controller, Path root) throws IOException {
        Path mountinfo = root.resolve("proc/self/mountinfo");
        Path cgroup = root.resolve("proc/self/cgroup");
        if (!Files.isReadable(mountinfo) || !Files.isReadable(cgroup)) {
            return Optional.empty();
        }
        List<Mount> mounts = Files.readAllLines(mountinfo).stream()
                .map(Hierarchy::mount)
                .flatMap(Optional::stream)
                .toList();
        List<String> places = Files.readAllLines(cgroup);
        Optional<Hierarchy> first = mounts.stream()
                .filter(m -> m.type.equals("cgroup") && m.options.contains(controller.word))
                .findFirst()
                .map(m -> at(1, m, placeV1(places, controller), root));
        if (first.isPresent()) {
            return first;
        }
        for (Mount mount : mounts) {
            Path controllers = under(root, mount.point).resolve("cgroup.controllers");
            if (mount.type.equals("cgroup2")
                    && Files.isReadable(controllers)
                    && words(controllers).contains(controller.word)) {
                return Optional.of(at(2, mount, placeV2(places), root));
            }
        }
        return Optional.empty();
    }

    /// The words of a file of the kernel, split at blanks.
    static List<String> words(Path file) throws IOException {
        return Arrays.stream(Files.readString(file).strip().split("\\s+", -1))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static Optional<Mount> mount(String line) {
        String[] sides = line.split(" - ", 2);
        String[] left = sides[0].split(" ", -1);
        String[] right = sides.length < 2 ? new String[0] : sides[1].split(" ", -1);
        if (left.length < 5 || right.length < 3) {
            return Optional.empty();
        }
        return Optional.of(new Mount(left[3], left[4], right[0], List.of(right[2].split(",", -1))));
    }

    private static String placeV1(List<String> places, Controller controller) {
        return places.stream()
                .map(line -> line.split(":", 3))
                .filter(parts ->
                        parts.length == 3 && List.of(parts[1].split(",", -1)).contains(controller.word))
                .map(parts -> parts[2])
                .findFirst()
                .orElse("/");
    }

    private static String placeV2(List<String> places) {
        return places.stream()
                .filter(line -> line.startsWith("0::"))
                .map(line -> line.substring("0::".length()))
                .findFirst()
                .orElse("/");
    }

    /// In a container the place is often written as the host sees it; then the mount itself is our group.
    private static Hierarchy at(int version, Mount mount, String place, Path root) {
        Path folder = under(root, mount.point);
        String inside =
                !mount.root.equals("/") && place.startsWith(mount.root) ? place.substring(mount.root.length()) : place;
        Path own = under(folder, inside).normalize();
        return new Hierarchy(version, folder, own.startsWith(folder) && Files.isDirectory(own) ? own : folder);
    }

    private static Path under(Path root, String absolute) {
        return root.resolve(absolute.replaceFirst("^/+", "")).normalize();
    }
}
