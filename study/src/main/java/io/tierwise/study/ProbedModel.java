package io.tierwise.study;

import io.tierwise.deployment.DeployedPart;
import io.tierwise.onnx.Model;
import io.tierwise.operators.Part;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// A model that is tried and not kept: closing it deletes its files.
///
/// @param part the model as a file
/// @param folder that file's own folder
record ProbedModel(DeployedPart part, Path folder) implements AutoCloseable {

    static ProbedModel write(Model model, int threads, Path parent) {
        try {
            Path folder = Files.createTempDirectory(Files.createDirectories(parent), "probe-");
            return new ProbedModel(new Artefacts(folder).write(Part.whole(model), "probe", threads, List.of()), folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep a model in " + parent, e);
        }
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + folder, e);
        }
    }
}
