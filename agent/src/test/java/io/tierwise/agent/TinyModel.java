package io.tierwise.agent;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Chains of small models, written byte by byte (ONNX's protobuf field numbers): each step of a chain
/// is its own model, and the whole chain is one too.
final class TinyModel {

    private static final int FLOAT = 1;
    private static final int VARINT = 0;
    private static final int BYTES = 2;

    private TinyModel() {}

    /// One node: `output = operator(input, input)` or `operator(input)`.
    record Step(String operator, String input, String output) {}

    /// `Add(x, x) -> a`, `Relu(a) -> b`, `Softmax(b) -> y`: three steps that may stand apart.
    static final List<Step> CHAIN =
            List.of(new Step("Add", "x", "a"), new Step("Relu", "a", "b"), new Step("Softmax", "b", "y"));

    /// Steps `from` to `to` (exclusive) of a chain as a model on floats of this shape.
    static byte[] of(List<Step> chain, int from, int to, long... shape) {
        ByteArrayOutputStream graph = new ByteArrayOutputStream();
        for (Step step : chain.subList(from, to)) {
            bytes(graph, 1, node(step));
        }
        text(graph, 2, "tiny");
        bytes(graph, 11, value(chain.get(from).input(), shape));
        bytes(graph, 12, value(chain.get(to - 1).output(), shape));
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

    private static byte[] node(Step step) {
        ByteArrayOutputStream node = new ByteArrayOutputStream();
        text(node, 1, step.input());
        if ("Add".equals(step.operator())) {
            text(node, 1, step.input());
        }
        text(node, 2, step.output());
        text(node, 3, step.operator() + " to " + step.output());
        text(node, 4, step.operator());
        return node.toByteArray();
    }

    private static byte[] value(String name, long... shape) {
        ByteArrayOutputStream dimensions = new ByteArrayOutputStream();
        for (long size : shape) {
            ByteArrayOutputStream dimension = new ByteArrayOutputStream();
            number(dimension, 1, size);
            bytes(dimensions, 1, dimension.toByteArray());
        }
        ByteArrayOutputStream tensor = new ByteArrayOutputStream();
        number(tensor, 1, FLOAT);
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
