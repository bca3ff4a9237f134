package io.tierwise.bench;

import io.tierwise.onnx.Cut;
import io.tierwise.onnx.Cuts;
import io.tierwise.onnx.DataType;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.ModelReader;
import io.tierwise.onnx.ModelWriter;
import io.tierwise.onnx.Slicer;
import io.tierwise.onnx.TensorSizes;
import io.tierwise.onnx.ValueInfo;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The first thing a new process does: reads a model, finds all its cuts, and makes the two parts of the one
/// in the middle, as the runtime takes them.
///
/// @param readNanos until the model was read, in nanoseconds; the start of the process does not count
/// @param cutsNanos until its cuts were found as well
/// @param totalNanos until both parts were made
/// @param cuts found
/// @param partBytes of both messages; their weights stay where they are
/// @param heapBytes peak of the heap
record FirstCut(long readNanos, long cutsNanos, long totalNanos, int cuts, long partBytes, long heapBytes) {

    /// Takes the model's file and prints the figures in order.
    public static void main(String[] arguments) {
        long start = System.nanoTime();
        Path file = Path.of(arguments[0]).toAbsolutePath();
        Model model = ModelReader.read(file);
        long read = System.nanoTime();
        List<Cut> cuts =
                Cuts.of(model, TensorSizes.ALIKE).find(Cuts.MOST_TENSORS).cuts();
        long found = System.nanoTime();
        long bytes = parts(model, cuts.get(cuts.size() / 2), file.resolveSibling(""));
        long end = System.nanoTime();
        long heap = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(usage -> usage.getUsed())
                .sum();
        System.out.printf("%d %d %d %d %d %d", read - start, found - start, end - start, cuts.size(), bytes, heap);
    }

    private static long parts(Model model, Cut cut, Path folder) {
        List<String> inputs =
                model.graph().givenInputs().stream().map(ValueInfo::name).toList();
        List<String> outputs =
                model.graph().outputs().stream().map(ValueInfo::name).toList();
        Map<String, ValueInfo> known = new HashMap<>();
        cut.tensors().forEach(tensor -> known.put(tensor, ValueInfo.of(tensor, DataType.FLOAT, 1, -1, -1, -1)));
        Model head = Slicer.slice(model, inputs, cut.tensors(), known);
        Model tail = Slicer.slice(model, cut.tensors(), outputs, known);
        return ModelWriter.toBytes(head, folder).length + (long) ModelWriter.toBytes(tail, folder).length;
    }

    /// Does it in a new process.
    static FirstCut run(Path model, int heapMegabytes) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx" + heapMegabytes + "m",
                FirstCut.class.getName(),
                model.toString());
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String[] said = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).split(" ", -1);
        if (said.length != 6) {
            throw new IOException("the process that cuts " + model + " did not come to its end");
        }
        return new FirstCut(
                Long.parseLong(said[0]),
                Long.parseLong(said[1]),
                Long.parseLong(said[2]),
                Integer.parseInt(said[3]),
                Long.parseLong(said[4]),
                Long.parseLong(said[5]));
    }
}
