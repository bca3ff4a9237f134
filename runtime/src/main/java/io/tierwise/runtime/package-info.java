/// Sessions: run a model on tensors, time its nodes, say what the processor can do.
///
/// The only module that knows the native runtime. A tour:
///
/// - [ModelSession] opens a model (a file, or bytes whose weights lie beside it) under
///   [SessionSettings] and runs it: named tensors in, named tensors out. It checks names, types and
///   shapes first ([TensorSpec]), so that a wrong input is an [InputMismatchException] that says what
///   was found and what was expected.
/// - Tensors are direct buffers in native byte order; the runtime reads inputs where they lie and,
///   where the output shapes are known, writes outputs where the caller will read them.
///   [ModelSession#runInto] reuses the same outputs run after run: a run then allocates nothing.
/// - [Profile] times each node of a model: medians over runs, scaled so that they add up to the total
///   measured without the profiler, whose own cost would otherwise be spread over the nodes.
/// - [HostCpu] and [NativeRuntime] are the facts a measurement has to carry: which processor, which
///   runtime.
///
/// ```java
/// try (var session = ModelSession.open(Path.of("model.onnx"), SessionSettings.fast(2))) {
///     Map<String, Tensor> outputs = session.run(Map.of("input", image));
/// }
/// ```
///
/// Threads of a session never spin unless asked: a spinning thread is paid for by every other session
/// of the machine and by its own tier's quota. A session is used by one thread at a time and closed by
/// who opened it.
///
/// Faults: [UnsupportedByRuntimeException] the model (the runtime refuses it, or its types cannot be
/// carried), [InputMismatchException] the input, [RunFailedException] the run itself (memory, an
/// operator that failed).
@NullMarked
package io.tierwise.runtime;

import org.jspecify.annotations.NullMarked;
