package io.tierwise.operators;

import io.tierwise.onnx.Graph;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.ModelReader;
import io.tierwise.runtime.OptimizedModel;
import io.tierwise.runtime.SessionSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The graph that the runtime makes of a model at full optimization on this machine.
final class OptimizedGraph {

    private OptimizedGraph() {}

    /// The graph, to count and name its nodes: the files with its weights are gone.
    ///
    /// @param workFolder where they are kept until it is read
    static Graph of(Model model, Path workFolder) {
        try {
            Path folder = Files.createTempDirectory(Files.createDirectories(workFolder), "optimized-");
            Path file = folder.resolve("graph.onnx");
            try {
                OptimizedModel.save(Sessions.bytes(model), Sessions.settings(SessionSettings.fast(1)), file);
                return ModelReader.read(file).graph();
            } finally {
                Files.deleteIfExists(file);
                Files.deleteIfExists(folder.resolve("graph.onnx.data"));
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep a graph in " + workFolder, e);
        }
    }
}
