package io.tierwise.operators;

import io.tierwise.data.ElementType;
import io.tierwise.data.Tensor;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.ModelReader;
import io.tierwise.onnx.UnsupportedModelException;
import io.tierwise.onnx.ValueInfo;
import io.tierwise.onnx.Weight;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// One test case of the ONNX project: a model, inputs, and the outputs its reference computes.
///
/// @param inputs the model's given inputs, by name
/// @param outputs what they give, by name
record BackendCase(String name, Model model, Map<String, Weight> inputs, Map<String, Weight> outputs) {

    /// Where Debian's package `libonnx-testdata` puts them.
    static final Path HOME = Path.of("/usr/share/libonnx-testdata/data");

    private static final int NAME = 8;

    /// The folders of all cases, in order.
    static List<Path> folders() {
        try (Stream<Path> found = Files.find(HOME, 2, (path, what) -> Files.exists(path.resolve("model.onnx")))) {
            return found.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Reads a case and the first set of its data.
    ///
    /// @throws UnsupportedModelException when the model is older than we read, or its data of another type
    ///     than it says, as those of bfloat16 are
    /// @throws io.tierwise.onnx.MalformedModelException when an input or output is no tensor
    static BackendCase read(Path folder) {
        Model model = ModelReader.read(folder.resolve("model.onnx"));
        Path data = folder.resolve("test_data_set_0");
        return new BackendCase(
                HOME.relativize(folder).toString(),
                model,
                values(data, "input_", model.graph().givenInputs()),
                values(data, "output_", model.graph().outputs()));
    }

    private static Map<String, Weight> values(Path data, String prefix, List<ValueInfo> infos) {
        Map<String, Weight> values = new LinkedHashMap<>();
        for (int i = 0; i < infos.size(); i++) {
            String tensor = infos.get(i).name();
            Weight value = tensor(data.resolve(prefix + i + ".pb")).renamed(tensor);
            if (value.type() != infos.get(i).type()) {
                throw new UnsupportedModelException(tensor + " is " + value.type() + " in the data and "
                        + infos.get(i).type() + " in the model");
            }
            values.put(tensor, value);
        }
        return values;
    }

    /// Reads a file that holds one tensor message, by wrapping it into a model that has it as its weight.
    private static Weight tensor(Path file) {
        try {
            ByteArrayOutputStream renamed = new ByteArrayOutputStream();
            renamed.writeBytes(Files.readAllBytes(file));
            renamed.writeBytes(field(NAME, "tensor".getBytes(StandardCharsets.UTF_8)));
            ByteArrayOutputStream graph = new ByteArrayOutputStream();
            graph.writeBytes(field(5, renamed.toByteArray()));
            graph.writeBytes(field(12, field(1, "tensor".getBytes(StandardCharsets.UTF_8))));
            ByteArrayOutputStream model = new ByteArrayOutputStream();
            model.writeBytes(new byte[] {1 << 3, 8});
            model.writeBytes(field(NAME, new byte[] {2 << 3, 13}));
            model.writeBytes(field(7, graph.toByteArray()));
            return ModelReader.read(model.toByteArray(), HOME)
                    .graph()
                    .initializers()
                    .values()
                    .iterator()
                    .next();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A field of the protobuf format that holds bytes.
    private static byte[] field(int number, byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write((number << 3) | 2);
        int left = bytes.length;
        while (left > 0x7F) {
            out.write((left & 0x7F) | 0x80);
            left >>>= 7;
        }
        out.write(left);
        out.writeBytes(bytes);
        return out.toByteArray();
    }

    /// The values of a weight as a tensor.
    static Tensor tensor(Weight weight) {
        ByteBuffer values = weight.bytes();
        byte[] bytes = new byte[values.remaining()];
        values.get(bytes);
        long[] shape = weight.shape().stream().mapToLong(Long::longValue).toArray();
        return Tensor.ofBytes(ElementType.valueOf(weight.type().name()), bytes, shape);
    }
}
