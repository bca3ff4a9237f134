package io.tierwise.operators;

import io.tierwise.onnx.Model;
import io.tierwise.onnx.ModelWriter;
import io.tierwise.runtime.ModelSession;
import io.tierwise.runtime.SessionSettings;
import java.nio.file.Path;

/// Opens models held as values; their weights are read where they lie.
final class Sessions {

    /// Weights may lie anywhere: in the original file, in the work folder.
    private static final Path ANYWHERE = Path.of("/");

    private Sessions() {}

    static ModelSession open(Model model, SessionSettings settings) {
        return ModelSession.open(bytes(model), settings(settings));
    }

    /// The model as the runtime takes it with [#settings(SessionSettings)].
    static byte[] bytes(Model model) {
        return ModelWriter.toBytes(model, ANYWHERE);
    }

    static SessionSettings settings(SessionSettings settings) {
        return settings.withExternalFolder(ANYWHERE);
    }
}
