package io.tierwise.study;

import io.tierwise.data.DidYouMean;
import io.tierwise.study.StudyNode.Scalar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Finds what a study file names, relative to the folder it lies in.
final class NearbyFiles {
    private static final int MOST_LISTED = 1000;

    private final Path folder;
    private final Faults faults;
    private final boolean moved;

    NearbyFiles(Path folder, Faults faults) {
        this(folder, faults, false);
    }

    /// @param moved whether files named by their whole path may have come along into the folder
    NearbyFiles(Path folder, Faults faults, boolean moved) {
        this.folder = folder;
        this.faults = faults;
        this.moved = moved;
    }

    /// A file or folder that is there and may be read; else the fault says what is there instead.
    Optional<Path> existing(Scalar named) {
        return path(named).filter(path -> {
            if (!Files.exists(path)) {
                faults.add(
                        named,
                        "there is no file or folder '" + named.text() + "'"
                                + instead(path).orElse("; paths are relative to the study file"));
                return false;
            }
            if (!Files.isReadable(path)) {
                faults.add(named, "'" + named.text() + "' must not be read by this user; check its permissions");
                return false;
            }
            return true;
        });
    }

    /// As [#existing(Scalar)], and no folder.
    Optional<Path> existingFile(Scalar named, String what) {
        return existing(named).filter(path -> {
            if (Files.isDirectory(path)) {
                faults.add(named, "'" + named.text() + "' is a folder; the " + what + " is a file");
                return false;
            }
            return true;
        });
    }

    private Optional<Path> path(Scalar named) {
        try {
            if (named.text().isBlank()) {
                faults.add(named, "a file's name is missing");
                return Optional.empty();
            }
            return Optional.of(found(folder.resolve(named.text()).normalize()));
        } catch (InvalidPathException e) {
            faults.add(named, "'" + named.text() + "' cannot be a file's name: " + e.getReason());
            return Optional.empty();
        }
    }

    private Path found(Path named) {
        Path here = folder.resolve(named.getFileName());
        return moved && !Files.exists(named) && Files.exists(here) ? here : named;
    }

    /// The nearest name beside the missing one, or the first folder on its way that is missing too.
    static Optional<String> instead(Path missing) {
        Path parent = missing.toAbsolutePath().getParent();
        if (parent == null) {
            return Optional.empty();
        }
        if (!Files.isDirectory(parent)) {
            return Optional.of("; not even the folder '" + parent.getFileName() + "' is there");
        }
        try (Stream<Path> beside = Files.list(parent)) {
            List<String> names = beside.limit(MOST_LISTED)
                    .map(path -> path.getFileName().toString())
                    .sorted()
                    .toList();
            return DidYouMean.nearest(String.valueOf(missing.getFileName()), names)
                    .map(name -> "; did you mean '" + name + "'?");
        } catch (IOException e) {
            return Optional.of("; its folder cannot be listed: " + e.getMessage());
        }
    }
}
