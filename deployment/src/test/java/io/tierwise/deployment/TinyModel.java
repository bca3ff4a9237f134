package io.tierwise.deployment;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// ONNX files of a few hundred bytes, written field by field.
final class TinyModel {

    private static final int FLOAT = 1;
    private static final int INT64 = 7;
    private static final int INTS = 7;

    private TinyModel() {}

    /// `out = 2 * in`, both `[1,4]`.
    static Path doubling(Path folder, String in, String out) throws IOException {
        Message node = new Message()
                .text(1, in)
                .text(1, in)
                .text(2, out)
                .text(3, "double")
                .text(4, "Add");
        return write(folder, in + "-" + out, new Message().message(1, node), in, out, 4);
    }

    /// `out = max of so many copies of in`: what runs it needs 16 bytes for each.
    static Path hungry(Path folder, String in, String out, long copies) throws IOException {
        Message repeats = new Message()
                .number(1, 2)
                .number(2, INT64)
                .number(7, 1)
                .number(7, copies)
                .text(8, "repeats");
        Message tile = new Message()
                .text(1, in)
                .text(1, "repeats")
                .text(2, "tiled")
                .text(3, "tile")
                .text(4, "Tile");
        Message axes = new Message().text(1, "axes").number(8, 1).number(20, INTS);
        Message max = new Message()
                .text(1, "tiled")
                .text(2, out)
                .text(3, "max")
                .text(4, "ReduceMax")
                .message(5, axes);
        Message graph = new Message().message(1, tile).message(1, max).message(5, repeats);
        return write(folder, "hungry", graph, in, out, 1);
    }

    private static Path write(Path folder, String name, Message graph, String in, String out, long width)
            throws IOException {
        graph.text(2, "g").message(11, value(in, 4)).message(12, value(out, width));
        Message model = new Message()
                .number(1, 8)
                .message(7, graph)
                .message(8, new Message().text(1, "").number(2, 13));
        return Files.write(folder.resolve(name + ".onnx"), model.bytes());
    }

    private static Message value(String name, long width) {
        Message shape = new Message();
        for (long dimension : List.of(1L, width)) {
            shape.message(1, new Message().number(1, dimension));
        }
        Message tensor = new Message().number(1, FLOAT).message(2, shape);
        return new Message().text(1, name).message(2, new Message().message(1, tensor));
    }

    /// A protobuf message under construction.
    private static final class Message {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Message number(int field, long value) {
            varint((long) field << 3);
            varint(value);
            return this;
        }

        Message text(int field, String text) {
            return bytes(field, text.getBytes(StandardCharsets.UTF_8));
        }

        Message message(int field, Message inner) {
            return bytes(field, inner.bytes());
        }

        byte[] bytes() {
            return out.toByteArray();
        }

        private Message bytes(int field, byte[] bytes) {
            varint(((long) field << 3) | 2);
            varint(bytes.length);
            out.writeBytes(bytes);
            return this;
        }

        private void varint(long value) {
            long left = value;
            while (left > 127) {
                out.write((int) ((left & 127) | 128));
                left >>>= 7;
            }
            out.write((int) left);
        }
    }
}
