package io.tierwise.bench;

import io.tierwise.onnx.Content;
import io.tierwise.onnx.DataType;
import io.tierwise.onnx.GraphBuilder;
import io.tierwise.onnx.ModelWriter;
import io.tierwise.onnx.Weight;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// 2.5 GB of weights, quantized with a small heap.
///
/// @param command the quantizer with [#ENVIRONMENT]
/// @param folder for the model
record LargeWeights(QuantizeCall command, Path folder) {

    static final Map<String, String> ENVIRONMENT = Map.of("JAVA_TOOL_OPTIONS", "-Xmx1000m");

    private static final int WIDTH = 8192;
    private static final int LAYERS = 10;
    private static final long LAYER_BYTES = (long) WIDTH * WIDTH * Float.BYTES;
    private static final int OPSET = 17;

    Row row() throws IOException {
        System.err.println("2.5 GB of weights");
        Path output = folder.resolve("large-quantized.onnx");
        QuantizeCall.Cost cost = command.run(
                model(), output, List.of("--data", samples().toString(), "--samples", "4", "--scheme", "u8s8"));
        return new Held(
                "2.7 GB of weights with a heap of 1,000 MB",
                String.format("%.0f s, peak %s", cost.seconds(), Quantizing.megabytes(cost.peakBytes())),
                "a model",
                Files.size(output) > 0);
    }

    /// Layers share no weights, but their bytes repeat: drawing billions of numbers would take longer than
    /// rounding them.
    private Path model() throws IOException {
        GraphBuilder graph = new GraphBuilder("large", OPSET);
        Path data = folder.resolve("large.data");
        String x = graph.input("x", DataType.FLOAT, 1, WIDTH);
        ByteBuffer row = ByteBuffer.allocateDirect(WIDTH * Float.BYTES * 64).order(ByteOrder.LITTLE_ENDIAN);
        Random random = new Random(1);
        double deviation = Math.sqrt(2.0 / WIDTH);
        try (FileChannel channel = FileChannel.open(data, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int layer = 0; layer < LAYERS; layer++) {
                row.clear();
                while (row.hasRemaining()) {
                    row.putFloat((float) (random.nextGaussian() * deviation));
                }
                for (long written = 0; written < LAYER_BYTES; written += row.capacity()) {
                    row.flip();
                    while (row.hasRemaining()) {
                        channel.write(row);
                    }
                }
                Weight weight = new Weight(
                        "weight" + layer,
                        DataType.FLOAT,
                        List.of((long) WIDTH, (long) WIDTH),
                        new Content.External(data, layer * LAYER_BYTES, LAYER_BYTES));
                x = graph.relu(graph.node("MatMul", Map.of(), List.of(x, graph.weight(weight))));
            }
        }
        Path file = folder.resolve("large.onnx");
        return Files.write(file, ModelWriter.toBytes(graph.output(x).build(), folder));
    }

    private Path samples() throws IOException {
        return NoiseFile.write(folder.resolve("large.npy"), 4, WIDTH);
    }
}
