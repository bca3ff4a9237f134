package io.tierwise.operators;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A folder for the weights of a model that is tried and thrown away.
record Scratch(Path folder) implements AutoCloseable {

    /// A new folder inside this one.
    static Scratch in(Path folder) {
        try {
            return new Scratch(Files.createTempDirectory(Files.createDirectories(folder), "tried"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a folder in " + folder, e);
        }
    }

    WeightStore store() {
        return WeightStore.in(folder);
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + folder, e);
        }
    }
}
