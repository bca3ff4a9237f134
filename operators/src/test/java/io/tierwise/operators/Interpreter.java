package io.tierwise.operators;

import io.tierwise.data.Tensor;
import io.tierwise.onnx.Attribute;
import io.tierwise.onnx.Graph;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.Node;
import io.tierwise.onnx.Weight;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Computes tensors of an ONNX graph in double precision, after the text of the operator specification
/// and nothing else: the oracle that quantization is held against.
///
/// A tensor is computed when it is asked for, and everything it needs before it.
final class Interpreter {

    /// Computes a node in another way than its operator says; empty where it does not.
    @FunctionalInterface
    interface Substitute {
        Optional<List<Values>> compute(Node node, Interpreter interpreter);
    }

    private final Map<String, Node> producers = new HashMap<>();
    private final Map<String, Weight> weights;
    private final Graph graph;
    private final long opset;
    private final Function<String, Optional<Values>> given;
    private final Substitute substitute;
    private final Map<String, Values> known = new HashMap<>();

    /// @param given tensors that need not be computed: inputs at least
    /// @param substitute asked for every node first
    Interpreter(Graph graph, long opset, Function<String, Optional<Values>> given, Substitute substitute) {
        this.graph = graph;
        this.opset = opset;
        this.given = given;
        this.substitute = substitute;
        this.weights = graph.weights();
        graph.nodes().forEach(node -> node.outputs().forEach(output -> producers.put(output, node)));
    }

    /// The model as it is written.
    static Interpreter of(Model model, Map<String, Tensor> sample) {
        return new Interpreter(
                model.graph(),
                model.opset(),
                name -> Optional.ofNullable(sample.get(name)).map(Values::of),
                (node, interpreter) -> Optional.empty());
    }

    /// The value of a tensor.
    ///
    /// @throws UnsupportedByOracleException when it, or something it needs, is made by an operator or a
    ///     form of one that is not known here
    Values of(String tensor) {
        Optional<Values> found = find(tensor);
        return found.orElseThrow(() -> new IllegalArgumentException("nothing makes '" + tensor + "'"));
    }

    private Optional<Values> find(String tensor) {
        if (known.containsKey(tensor)) {
            return Optional.ofNullable(known.get(tensor));
        }
        Optional<Values> found = given.apply(tensor);
        if (found.isEmpty() && weights.containsKey(tensor)) {
            found = Optional.ofNullable(weights.get(tensor)).map(Values::of);
        }
        if (found.isEmpty() && producers.containsKey(tensor)) {
            Node maker = producers.getOrDefault(tensor, graph.nodes().getFirst());
            compute(maker);
            if (!known.containsKey(tensor)) {
                throw new UnsupportedByOracleException("'" + tensor + "' of " + maker.label());
            }
            return Optional.ofNullable(known.get(tensor));
        }
        found.ifPresent(values -> known.put(tensor, values));
        return found;
    }

    private void compute(Node node) {
        List<Values> answers = substitute.compute(node, this).orElseGet(() -> answers(node));
        for (int i = 0; i < answers.size(); i++) {
            known.put(node.outputs().get(i), answers.get(i));
        }
    }

    private List<Values> answers(Node node) {
        if (!node.domain().isEmpty()) {
            throw new UnsupportedByOracleException(node.domain() + "." + node.operator());
        }
        return node.operator().equals("If") ? branch(node) : Kernels.run(call(node));
    }

    /// A node of this graph with the values of its inputs.
    Call call(Node node) {
        List<Optional<Values>> inputs = new ArrayList<>();
        for (String input : node.inputs()) {
            inputs.add(input.isEmpty() ? Optional.empty() : Optional.of(of(input)));
        }
        return new Call(node, opset, inputs);
    }

    private List<Values> branch(Node node) {
        String taken = of(node.inputs().getFirst()).flat(0) != 0 ? "then_branch" : "else_branch";
        Graph inner = ((Attribute.GraphValue) node.attribute(taken).orElseThrow()).value();
        Interpreter inside = new Interpreter(inner, opset, this::find, substitute);
        return inner.outputs().stream().map(output -> inside.of(output.name())).toList();
    }

    /// The node that makes a tensor.
    Optional<Node> producer(String tensor) {
        return Optional.ofNullable(producers.get(tensor));
    }
}
