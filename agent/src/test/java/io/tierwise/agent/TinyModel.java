package io.tierwise.agent;

import io.tierwise.onnx.DataType;
import io.tierwise.onnx.Graph;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.ModelWriter;
import io.tierwise.onnx.Node;
import io.tierwise.onnx.ValueInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Chains of small models: each step of a chain is its own model, and the whole chain is one too.
final class TinyModel {

    private TinyModel() {}

    /// One node: `output = operator(input, input)` or `operator(input)`.
    record Step(String operator, String input, String output) {

        private Node node() {
            int operands = operator.equals("Add") ? 2 : 1;
            List<String> inputs = Collections.nCopies(operands, input);
            return new Node(operator + " to " + output, operator, "", inputs, List.of(output), Map.of());
        }
    }

    /// `Add(x, x) -> a`, `Relu(a) -> b`, `Softmax(b) -> y`: three steps that may stand apart.
    static final List<Step> CHAIN =
            List.of(new Step("Add", "x", "a"), new Step("Relu", "a", "b"), new Step("Softmax", "b", "y"));

    /// `Add(x, x) -> a` beside an early answer: `Neg(x) -> early`, and how sure it is: `ReduceMax(x) -> sure`.
    static byte[] withExit(long... shape) {
        List<Node> nodes = List.of(
                CHAIN.getFirst().node(),
                new Step("Neg", "x", "early").node(),
                new Node("sure", "ReduceMax", "", List.of("x"), List.of("sure"), Map.of()));
        List<ValueInfo> outputs =
                Stream.of("a", "early", "sure").map(ValueInfo::unknown).toList();
        Graph graph = new Graph(
                "exit", nodes, List.of(ValueInfo.of("x", DataType.FLOAT, shape)), outputs, Map.of(), Map.of());
        return ModelWriter.toBytes(new Model(8, Map.of("", 17L), Map.of(), "", graph), Path.of(""));
    }

    /// Steps `from` to `to` (exclusive) of a chain as a model on floats of this shape.
    static byte[] of(List<Step> chain, int from, int to, long... shape) {
        List<Node> nodes = new ArrayList<>();
        chain.subList(from, to).forEach(step -> nodes.add(step.node()));
        ValueInfo input = ValueInfo.of(chain.get(from).input(), DataType.FLOAT, shape);
        ValueInfo output = ValueInfo.of(chain.get(to - 1).output(), DataType.FLOAT, shape);
        Graph graph = new Graph("tiny", nodes, List.of(input), List.of(output), Map.of(), Map.of());
        return ModelWriter.toBytes(new Model(8, Map.of("", 17L), Map.of(), "", graph), Path.of(""));
    }
}
