package io.tierwise.deployment;

import io.tierwise.agent.TierException;
import io.tierwise.agent.TierException.Reason;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.ModelReader;
import io.tierwise.onnx.ModelWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/// A part's model as one file with its weights inside: what travels to an agent that does not see our
/// disk. It is written once beside the part's own file, and lies there for the next time.
final class StandAlone {

    private static final String ENDING = ".whole.onnx";

    private StandAlone() {}

    /// @param tier where it is bound for
    /// @throws TierException when the part is too large to be one file
    static Path of(DeployedPart part, String tier) {
        if (part.externalFolder().isEmpty()) {
            return part.model();
        }
        String name = part.model().getFileName().toString().replaceFirst("\\.onnx$", "") + ENDING;
        Path file = part.model().resolveSibling(name);
        if (!Files.exists(file)) {
            Model model = ModelReader.read(part.bytes(), part.externalFolder().get());
            if (!ModelWriter.fitsOneFile(model)) {
                throw new TierException(
                        tier,
                        Reason.REQUEST,
                        "part " + part.id() + " takes " + Words.bytes(part.neededBytes())
                                + "; to an agent elsewhere a part travels as one model file, which holds at most 2Gi."
                                + " Quantize it or cut it into smaller parts");
            }
            ModelWriter.writeStandalone(model, file);
        }
        return file;
    }
}
