package io.tierwise.runtime;

import io.tierwise.onnx.DataType;
import io.tierwise.onnx.Graph;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.ModelWriter;
import io.tierwise.onnx.Node;
import io.tierwise.onnx.ValueInfo;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Models of a node or two, as the bytes of their files.
final class TinyModel {

    private TinyModel() {}

    /// `y = relu(x + x)`; a dimension of -1 is left open.
    static byte[] doubledRelu(DataType type, long... shape) {
        Node twice = node("double", "Add", List.of("x", "x"), "sum");
        Node relu = node("clip", "Relu", List.of("sum"), "y");
        return model(List.of(twice, relu), ValueInfo.of("x", type, shape), ValueInfo.of("y", type, shape));
    }

    /// `y = nonzero(x)`: the output's shape follows from the values.
    static byte[] nonZero(long size) {
        Node find = node("find", "NonZero", List.of("x"), "y");
        ValueInfo found = ValueInfo.of("y", DataType.INT64, 1, -1);
        return model(List.of(find), ValueInfo.of("x", DataType.FLOAT, size), found);
    }

    static byte[] unknownOperator() {
        Node odd = node("odd", "Frobnicate", List.of("x"), "y");
        return model(List.of(odd), ValueInfo.of("x", DataType.FLOAT, 2), ValueInfo.of("y", DataType.FLOAT, 2));
    }

    private static Node node(String name, String operator, List<String> inputs, String output) {
        return new Node(name, operator, "", inputs, List.of(output), Map.of());
    }

    private static byte[] model(List<Node> nodes, ValueInfo input, ValueInfo output) {
        Graph graph = new Graph("tiny", nodes, List.of(input), List.of(output), Map.of(), Map.of());
        return ModelWriter.toBytes(new Model(8, Map.of("", 17L), Map.of(), "", graph), Path.of(""));
    }
}
