package io.tierwise.runtime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Models of a few nodes, written byte by byte (ONNX's protobuf field numbers), so that sessions are
/// tested on files nobody else made.
final class TinyModel {

    static final int FLOAT = 1;
    static final int UINT32 = 12;
    private static final int VARINT = 0;
    private static final int BYTES = 2;

    private TinyModel() {}

    /// `y = relu(x + x)`; a dimension of -1 is left open.
    static byte[] doubledRelu(int type, long... shape) {
        ByteArrayOutputStream graph = new ByteArrayOutputStream();
        bytes(graph, 1, node("Add", "double", new String[] {"x", "x"}, "sum"));
        bytes(graph, 1, node("Relu", "clip", new String[] {"sum"}, "y"));
        text(graph, 2, "tiny");
        bytes(graph, 11, value("x", type, shape));
        bytes(graph, 12, value("y", type, shape));
        return model(graph.toByteArray());
    }

    /// `y = nonzero(x)`: the output's shape follows from the values.
    static byte[] nonZero(long size) {
        ByteArrayOutputStream graph = new ByteArrayOutputStream();
        bytes(graph, 1, node("NonZero", "find", new String[] {"x"}, "y"));
        text(graph, 2, "tiny");
        bytes(graph, 11, value("x", FLOAT, size));
        bytes(graph, 12, value("y", 7, 1, -1));
        return model(graph.toByteArray());
    }

    static byte[] unknownOperator() {
        ByteArrayOutputStream graph = new ByteArrayOutputStream();
        bytes(graph, 1, node("Frobnicate", "odd", new String[] {"x"}, "y"));
        text(graph, 2, "tiny");
        bytes(graph, 11, value("x", FLOAT, 2));
        bytes(graph, 12, value("y", FLOAT, 2));
        return model(graph.toByteArray());
    }

    private static byte[] model(byte[] graph) {
        ByteArrayOutputStream opset = new ByteArrayOutputStream();
        number(opset, 2, 17);
        ByteArrayOutputStream model = new ByteArrayOutputStream();
        number(model, 1, 8);
        bytes(model, 7, graph);
        bytes(model, 8, opset.toByteArray());
        return model.toByteArray();
    }

    private static byte[] node(String operator, String name, String[] inputs, String output) {
        ByteArrayOutputStream node = new ByteArrayOutputStream();
        for (String input : inputs) {
            text(node, 1, input);
        }
        text(node, 2, output);
        text(node, 3, name);
        text(node, 4, operator);
        return node.toByteArray();
    }

    private static byte[] value(String name, int type, long... shape) {
        ByteArrayOutputStream dimensions = new ByteArrayOutputStream();
        for (long size : shape) {
            ByteArrayOutputStream dimension = new ByteArrayOutputStream();
            if (size >= 0) {
                number(dimension, 1, size);
            } else {
                text(dimension, 2, "n");
            }
            bytes(dimensions, 1, dimension.toByteArray());
        }
        ByteArrayOutputStream tensor = new ByteArrayOutputStream();
        number(tensor, 1, type);
        bytes(tensor, 2, dimensions.toByteArray());
        ByteArrayOutputStream typed = new ByteArrayOutputStream();
        bytes(typed, 1, tensor.toByteArray());
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        text(value, 1, name);
        bytes(value, 2, typed.toByteArray());
        return value.toByteArray();
    }

    private static void number(ByteArrayOutputStream out, int field, long value) {
        varint(out, ((long) field << 3) | VARINT);
        varint(out, value);
    }

    private static void text(ByteArrayOutputStream out, int field, String value) {
        bytes(out, field, value.getBytes(StandardCharsets.UTF_8));
    }

    private static void bytes(ByteArrayOutputStream out, int field, byte[] value) {
        varint(out, ((long) field << 3) | BYTES);
        varint(out, value.length);
        out.writeBytes(value);
    }

    private static void varint(ByteArrayOutputStream out, long value) {
        long left = value;
        while ((left & ~0x7FL) != 0) {
            out.write((int) ((left & 0x7F) | 0x80));
            left >>>= 7;
        }
        out.write((int) left);
    }
}
