package io.tierwise.runtime;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.tierwise.data.ElementType;
import io.tierwise.data.Tensor;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/// A model opened by the native runtime: named tensors in, named tensors out.
///
/// Used by one thread at a time. Inputs are read where they lie; outputs are written into the caller's
/// buffers as soon as their shapes are known, which is from the second run with the same input shapes
/// on, at the latest.
public final class ModelSession implements AutoCloseable {

    private final String label;
    private final OrtSession session;
    private final OrtSession.SessionOptions options;
    private final List<TensorSpec> inputs;
    private final List<TensorSpec> outputs;
    private final long loadNanos;
    private Optional<Learned> learned = Optional.empty();
    private boolean shapesFollowValues;
    private boolean closed;

    /// Output shapes seen with these input shapes.
    private record Learned(List<long[]> inputShapes, List<long[]> outputShapes) {
        boolean fits(List<long[]> shapes) {
            return Arrays.deepEquals(inputShapes.toArray(), shapes.toArray());
        }
    }

    private interface Creation {
        OrtSession create(OrtSession.SessionOptions options) throws OrtException;
    }

    private ModelSession(String label, SessionSettings settings, Creation creation) {
        this.label = label;
        long start = System.nanoTime();
        OrtSession.SessionOptions opening = options(label, settings);
        try {
            session = creation.create(opening);
        } catch (OrtException e) {
            opening.close();
            throw new UnsupportedByRuntimeException(label + " refused by the runtime: " + e.getMessage(), e);
        }
        options = opening;
        loadNanos = System.nanoTime() - start;
        try {
            inputs = specs("input", session.getInputInfo());
            outputs = specs("output", session.getOutputInfo());
        } catch (OrtException e) {
            close();
            throw new UnsupportedByRuntimeException(label + " refused by the runtime: " + e.getMessage(), e);
        } catch (UnsupportedByRuntimeException e) {
            close();
            throw e;
        }
    }

    /// Opens a model file; its external weights are found beside it unless the settings name a folder.
    ///
    /// @throws UnsupportedByRuntimeException when the runtime refuses the model
    public static ModelSession open(Path model, SessionSettings settings) {
        if (!Files.isRegularFile(model)) {
            throw new UncheckedIOException(new NoSuchFileException(model.toString(), null, "no such model file"));
        }
        OrtEnvironment environment = NativeRuntime.environment();
        return new ModelSession(
                "model " + model,
                settings,
                options -> environment.createSession(model.toAbsolutePath().toString(), options));
    }

    /// Opens a model from its bytes; external weights are found in the settings' folder.
    ///
    /// @throws UnsupportedByRuntimeException when the runtime refuses the model
    public static ModelSession open(byte[] model, SessionSettings settings) {
        OrtEnvironment environment = NativeRuntime.environment();
        return new ModelSession(
                "model of " + model.length + " bytes", settings, options -> environment.createSession(model, options));
    }

    /// What the model takes, in the model's order.
    public List<TensorSpec> inputs() {
        return inputs;
    }

    /// What the model gives, in the model's order.
    public List<TensorSpec> outputs() {
        return outputs;
    }

    /// Nanoseconds the runtime took to open the model.
    public long loadNanos() {
        return loadNanos;
    }

    /// Runs the model once. Keys of the answer follow [#outputs()]; its tensors belong to the caller.
    ///
    /// @throws InputMismatchException when a name, type or shape does not fit
    /// @throws RunFailedException when the runtime fails in the run
    public Map<String, Tensor> run(Map<String, Tensor> values) {
        checkInputs(values);
        List<long[]> shapes =
                inputs.stream().map(i -> tensor(values, i).shape()).toList();
        Optional<List<long[]>> known = knownOutputShapes(shapes);
        if (known.isPresent()) {
            Map<String, Tensor> fresh = allocate(known.get());
            try {
                execute(values, fresh);
                return fresh;
            } catch (OrtException e) {
                // Shapes that follow from values (non-maximum suppression, NonZero) refuse a buffer made beforehand.
                shapesFollowValues = true;
            }
        }
        Map<String, Tensor> answer = runCopying(values);
        learned = Optional.of(
                new Learned(shapes, answer.values().stream().map(Tensor::shape).toList()));
        return answer;
    }

    /// Runs the model once and writes its answer into tensors of an earlier [#run(Map)] with the same
    /// input shapes: nothing is allocated or copied.
    ///
    /// @throws InputMismatchException when a name, type or shape of an input or an output does not fit
    /// @throws RunFailedException when the runtime fails in the run
    public void runInto(Map<String, Tensor> values, Map<String, Tensor> answer) {
        checkInputs(values);
        check("output", outputs, answer);
        try {
            execute(values, answer);
        } catch (OrtException e) {
            throw failed(e);
        }
    }

    private RunFailedException failed(OrtException e) {
        return new RunFailedException(label + " failed in a run: " + e.getMessage(), e);
    }

    private Optional<List<long[]>> knownOutputShapes(List<long[]> inputShapes) {
        if (shapesFollowValues) {
            return Optional.empty();
        }
        if (outputs.stream().allMatch(TensorSpec::isStatic)) {
            return Optional.of(outputs.stream().map(ModelSession::staticShape).toList());
        }
        return learned.filter(l -> l.fits(inputShapes)).map(Learned::outputShapes);
    }

    private static long[] staticShape(TensorSpec spec) {
        return spec.shape().stream().mapToLong(Long::longValue).toArray();
    }

    private Map<String, Tensor> allocate(List<long[]> shapes) {
        Map<String, Tensor> fresh = new LinkedHashMap<>();
        for (int i = 0; i < outputs.size(); i++) {
            TensorSpec spec = outputs.get(i);
            long[] shape = shapes.get(i);
            long bytes = LongStream.of(shape).reduce(1, Math::multiplyExact)
                    * spec.type().bytes();
            ByteBuffer buffer =
                    ByteBuffer.allocateDirect(Math.toIntExact(bytes)).order(ByteOrder.nativeOrder());
            fresh.put(spec.name(), Tensor.ofBuffer(spec.type(), buffer, shape));
        }
        return fresh;
    }

    private void execute(Map<String, Tensor> values, Map<String, Tensor> answer) throws OrtException {
        try (Wrapped given = Wrapped.of(inputs, values);
                Wrapped taken = Wrapped.of(outputs, answer);
                OrtSession.Result result = session.run(given.tensors(), taken.tensors())) {
            if (result.size() != outputs.size()) {
                throw new IllegalStateException(
                        label + " gave " + result.size() + " outputs, expected " + outputs.size());
            }
        }
    }

    private Map<String, Tensor> runCopying(Map<String, Tensor> values) {
        try (Wrapped given = Wrapped.of(inputs, values);
                OrtSession.Result result = session.run(given.tensors())) {
            Map<String, Tensor> answer = new LinkedHashMap<>();
            for (int i = 0; i < outputs.size(); i++) {
                TensorSpec spec = outputs.get(i);
                answer.put(spec.name(), copy(spec, result.get(i)));
            }
            return answer;
        } catch (OrtException e) {
            throw failed(e);
        }
    }

    private Tensor copy(TensorSpec spec, OnnxValue value) {
        if (!(value instanceof OnnxTensor found)) {
            throw new UnsupportedByRuntimeException(label + ": output '" + spec.name() + "' is not a tensor");
        }
        ByteBuffer heap = found.getByteBuffer();
        ByteBuffer direct = ByteBuffer.allocateDirect(heap.remaining()).order(ByteOrder.nativeOrder());
        direct.put(heap).flip();
        return Tensor.ofBuffer(spec.type(), direct, found.getInfo().getShape());
    }

    /// Refuses what [#run(Map)] would refuse, without running.
    ///
    /// @throws InputMismatchException when a name, type or shape does not fit
    public void checkInputs(Map<String, Tensor> values) {
        if (closed) {
            throw new IllegalStateException(label + " is closed");
        }
        check("input", inputs, values);
    }

    private void check(String side, List<TensorSpec> specs, Map<String, Tensor> values) {
        for (TensorSpec spec : specs) {
            Tensor found = values.get(spec.name());
            if (found == null) {
                throw new InputMismatchException(
                        "%s: %s '%s' is missing, found %s".formatted(label, side, spec.name(), values.keySet()));
            }
            if (found.type() != spec.type() || !spec.accepts(found.shape())) {
                throw new InputMismatchException("%s: %s '%s' is %s%s, expected %s%s"
                        .formatted(
                                label,
                                side,
                                spec.name(),
                                found.type(),
                                Arrays.toString(found.shape()),
                                spec.type(),
                                spec.shape()));
            }
        }
        if (values.size() != specs.size()) {
            throw new InputMismatchException("%s: found %ss %s, expected %s"
                    .formatted(
                            label,
                            side,
                            values.keySet(),
                            specs.stream().map(TensorSpec::name).toList()));
        }
    }

    private static Tensor tensor(Map<String, Tensor> values, TensorSpec spec) {
        Tensor found = values.get(spec.name());
        if (found == null) {
            throw new InputMismatchException("'" + spec.name() + "' is missing, found " + values.keySet());
        }
        return found;
    }

    /// Tensors of the runtime that lie over ours, closed together.
    private record Wrapped(Map<String, OnnxTensor> tensors) implements AutoCloseable {
        static Wrapped of(List<TensorSpec> specs, Map<String, Tensor> values) throws OrtException {
            Wrapped wrapped = new Wrapped(new LinkedHashMap<>());
            try {
                for (TensorSpec spec : specs) {
                    wrapped.tensors.put(spec.name(), wrap(tensor(values, spec)));
                }
                return wrapped;
            } catch (OrtException | RuntimeException e) {
                wrapped.close();
                throw e;
            }
        }

        private static OnnxTensor wrap(Tensor tensor) throws OrtException {
            var type = NativeRuntime.javaType(tensor.type())
                    .orElseThrow(() -> new InputMismatchException(cannotCarry(tensor.type())));
            ByteBuffer bytes = tensor.bytes().order(ByteOrder.nativeOrder());
            return OnnxTensor.createTensor(NativeRuntime.environment(), bytes, tensor.shape(), type);
        }

        @Override
        public void close() {
            tensors.values().forEach(OnnxTensor::close);
        }
    }

    private static String cannotCarry(Object type) {
        return "type " + type + " cannot be carried to the runtime from Java; cast it in the model (int32 or int64)";
    }

    private List<TensorSpec> specs(String side, Map<String, NodeInfo> infos) {
        List<TensorSpec> specs = new ArrayList<>();
        for (NodeInfo info : infos.values()) {
            String name = side + " '" + info.getName() + "'";
            if (!(info.getInfo() instanceof TensorInfo tensor)) {
                throw new UnsupportedByRuntimeException(label + ": " + name + " is not a tensor: " + info.getInfo());
            }
            ElementType type = NativeRuntime.elementType(tensor.onnxType)
                    .orElseThrow(() -> new UnsupportedByRuntimeException(
                            label + ": " + name + ": " + cannotCarry(tensor.onnxType)));
            List<Long> shape = LongStream.of(tensor.getShape()).boxed().toList();
            // Of a window larger than its padded input the runtime infers a negative number of places.
            if (shape.stream().anyMatch(dimension -> dimension < -1)) {
                throw new UnsupportedByRuntimeException(
                        label + ": " + name + " would have the shape " + shape + "; a window is larger than its input");
            }
            specs.add(new TensorSpec(info.getName(), type, shape));
        }
        return Collections.unmodifiableList(specs);
    }

    private static OrtSession.SessionOptions options(String label, SessionSettings settings) {
        try {
            return NativeRuntime.options(settings);
        } catch (OrtException e) {
            throw new UnsupportedByRuntimeException(label + ": settings refused: " + e.getMessage(), e);
        }
    }

    /// Ends profiling and gives the file the runtime wrote; only for sessions whose settings ask for a profile.
    Path endProfiling() {
        try {
            Path file = Path.of(session.endProfiling());
            return file;
        } catch (OrtException e) {
            throw failed(e);
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            session.close();
        } catch (OrtException e) {
            throw failed(e);
        } finally {
            options.close();
        }
    }
}
