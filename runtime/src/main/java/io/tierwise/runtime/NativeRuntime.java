package io.tierwise.runtime;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.TensorInfo;
import io.tierwise.data.ElementType;
import java.nio.file.Path;
import java.util.Optional;

/// The native library every session runs on.
public final class NativeRuntime {

    /// The variable that keeps the runtime's telemetry from starting, when it is `1`.
    public static final String SILENCE = "ORT_DISABLE_TELEMETRY";

    private NativeRuntime() {}

    /// Version of the native runtime, such as `1.29.0`.
    public static String version() {
        return environment().getVersion();
    }

    /// One environment a process: the runtime shares its logger and allocators through it.
    static OrtEnvironment environment() {
        return Holder.ENVIRONMENT;
    }

    /// Whether the runtime was told before it started to report nothing to its makers: by then it has
    /// already begun a log and an upload, which a call can only keep from growing.
    public static boolean isSilent() {
        return "1".equals(System.getenv(SILENCE));
    }

    private static final class Holder {
        static final OrtEnvironment ENVIRONMENT = open();

        private static OrtEnvironment open() {
            var environment = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "tierwise");
            try {
                environment.setTelemetry(false);
            } catch (OrtException e) {
                throw new IllegalStateException("the native runtime's telemetry cannot be switched off", e);
            }
            return environment;
        }
    }

    static SessionOptions options(SessionSettings settings) throws OrtException {
        SessionOptions options = new OrtSession.SessionOptions();
        try {
            options.setOptimizationLevel(level(settings.optimization()));
            options.setIntraOpNumThreads(settings.threads());
            options.setInterOpNumThreads(1);
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
            options.addConfigEntry("session.intra_op.allow_spinning", settings.spinning() ? "1" : "0");
            options.addConfigEntry("session.disable_prepacking", settings.prepacking() ? "0" : "1");
            Optional<Path> folder = settings.externalFolder();
            if (folder.isPresent()) {
                options.addConfigEntry(
                        "session.model_external_initializers_file_folder_path",
                        folder.get().toAbsolutePath().toString());
            }
            Optional<Path> profile = settings.profile();
            if (profile.isPresent()) {
                options.enableProfiling(profile.get().toAbsolutePath().toString());
            }
            return options;
        } catch (OrtException | RuntimeException e) {
            options.close();
            throw e;
        }
    }

    private static SessionOptions.OptLevel level(Optimization optimization) {
        return switch (optimization) {
            case NONE -> SessionOptions.OptLevel.NO_OPT;
            case BASIC -> SessionOptions.OptLevel.BASIC_OPT;
            case EXTENDED -> SessionOptions.OptLevel.EXTENDED_OPT;
            case ALL -> SessionOptions.OptLevel.ALL_OPT;
        };
    }

    /// The element type of a tensor of the runtime; empty where its Java interface cannot carry it
    /// (unsigned 16, 32 and 64 bits, strings, and the types below a byte).
    static Optional<ElementType> elementType(TensorInfo.OnnxTensorType type) {
        return switch (type) {
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT -> Optional.of(ElementType.FLOAT);
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_DOUBLE -> Optional.of(ElementType.DOUBLE);
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT16 -> Optional.of(ElementType.FLOAT16);
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT8 -> Optional.of(ElementType.INT8);
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT8 -> Optional.of(ElementType.UINT8);
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT16 -> Optional.of(ElementType.INT16);
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT32 -> Optional.of(ElementType.INT32);
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT64 -> Optional.of(ElementType.INT64);
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_BOOL -> Optional.of(ElementType.BOOL);
            default -> Optional.empty();
        };
    }

    /// The runtime's Java type of an element type; empty for the unsigned types it has none for.
    static Optional<OnnxJavaType> javaType(ElementType type) {
        return switch (type) {
            case FLOAT -> Optional.of(OnnxJavaType.FLOAT);
            case DOUBLE -> Optional.of(OnnxJavaType.DOUBLE);
            case FLOAT16 -> Optional.of(OnnxJavaType.FLOAT16);
            case INT8 -> Optional.of(OnnxJavaType.INT8);
            case UINT8 -> Optional.of(OnnxJavaType.UINT8);
            case INT16 -> Optional.of(OnnxJavaType.INT16);
            case INT32 -> Optional.of(OnnxJavaType.INT32);
            case INT64 -> Optional.of(OnnxJavaType.INT64);
            case BOOL -> Optional.of(OnnxJavaType.BOOL);
            case UINT16, UINT32, UINT64 -> Optional.empty();
        };
    }
}
