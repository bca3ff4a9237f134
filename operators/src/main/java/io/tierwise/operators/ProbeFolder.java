package io.tierwise.operators;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A folder for the weights of models that are tried and thrown away; closing it deletes it.
record ProbeFolder(Path path) implements AutoCloseable {

    static ProbeFolder in(Path workFolder) {
        try {
            return new ProbeFolder(Files.createTempDirectory(Files.createDirectories(workFolder), "probe-"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep weights in " + workFolder, e);
        }
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(path)) {
            List<Path> inmostFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : inmostFirst) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + path, e);
        }
    }
}
