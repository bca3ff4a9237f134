package io.tierwise.runtime;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.file.Path;
import java.util.Objects;

/// The graph the runtime makes of a model before it runs it, saved to be looked at.
///
/// It is made for the processor at hand and for this version of the runtime: good for counting and
/// naming nodes, not for carrying elsewhere.
public final class OptimizedModel {

    private static final String LARGE = "session.optimized_model_external_initializers_file_name";
    private static final String LARGE_BYTES = "session.optimized_model_external_initializers_min_size_in_bytes";

    private OptimizedModel() {}

    /// Opens a model, saves the graph the runtime made of it, and closes it again. Weights above 1 KiB
    /// lie beside the file, under its name with `.data` added.
    ///
    /// @throws UnsupportedByRuntimeException when the runtime refuses the model
    public static void save(byte[] model, SessionSettings settings, Path target) {
        String name = Objects.requireNonNull(target.getFileName(), "target names a file")
                .toString();
        try (OrtSession.SessionOptions options = NativeRuntime.options(settings)) {
            options.setOptimizedModelFilePath(target.toAbsolutePath().toString());
            options.addConfigEntry(LARGE, name + ".data");
            options.addConfigEntry(LARGE_BYTES, "1024");
            NativeRuntime.environment().createSession(model, options).close();
        } catch (OrtException e) {
            throw new UnsupportedByRuntimeException(
                    "model of " + model.length + " bytes refused by the runtime: " + e.getMessage(), e);
        }
    }
}
