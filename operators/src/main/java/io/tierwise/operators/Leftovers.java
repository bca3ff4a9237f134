package io.tierwise.operators;

import io.tierwise.onnx.Model;
import io.tierwise.onnx.ModelReader;
import io.tierwise.runtime.OptimizedModel;
import io.tierwise.runtime.SessionSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// QuantizeLinear and DequantizeLinear nodes that the runtime keeps at full optimization: the ways into
/// bytes and back that are really walked. One of each is the best there is.
///
/// @param quantize QuantizeLinear nodes left
/// @param dequantize DequantizeLinear nodes left
public record Leftovers(int quantize, int dequantize) {

    /// Counts in the graph the runtime makes of a model on this machine.
    ///
    /// @param workFolder where the graph is kept while it is counted
    public static Leftovers count(Model model, Path workFolder) {
        try {
            Path folder = Files.createTempDirectory(Files.createDirectories(workFolder), "optimized-");
            Path file = folder.resolve("graph.onnx");
            try {
                OptimizedModel.save(Sessions.bytes(model), Sessions.settings(SessionSettings.fast(1)), file);
                Model optimized = ModelReader.read(file);
                return new Leftovers(
                        Nodes.count(optimized, "QuantizeLinear"), Nodes.count(optimized, "DequantizeLinear"));
            } finally {
                Files.deleteIfExists(file);
                Files.deleteIfExists(folder.resolve("graph.onnx.data"));
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep a graph in " + workFolder, e);
        }
    }

    Leftovers plus(Leftovers other) {
        return new Leftovers(quantize + other.quantize, dequantize + other.dequantize);
    }
}
