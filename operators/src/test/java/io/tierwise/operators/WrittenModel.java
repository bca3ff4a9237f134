package io.tierwise.operators;

import io.tierwise.onnx.Attribute;
import io.tierwise.onnx.GraphIndex;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.Node;
import io.tierwise.onnx.Weight;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// What stands in a quantized model, told from its nodes alone: which tensors of the float model exist
/// as bytes, which in floating point, what computes them, and what steps their bytes stand for.
final class WrittenModel {

    /// What a tensor of the float model became.
    enum Kind {
        /// Bytes rounded from what a node computed.
        COMPUTED,
        /// Bytes that a node moved, selected or clamped.
        CARRIED,
        /// Floating point that is rounded to bytes for those who want bytes.
        ENTERING,
        /// Floating point alone.
        FLOAT,
        /// It is gone: computed inside of another.
        ABSENT
    }

    private static final Pattern BYTES = Pattern.compile("(.*)\\.[us]8(\\.\\d+)?");

    private final Model model;
    private final GraphIndex index;
    private final Map<String, String> bytes = new HashMap<>();

    WrittenModel(Model model) {
        this.model = model;
        this.index = GraphIndex.of(model.graph());
        for (Node node : model.graph().nodes()) {
            for (String output : node.outputs()) {
                Matcher named = BYTES.matcher(output);
                if (named.matches()) {
                    bytes.put(named.group(1), output);
                }
            }
        }
    }

    Model model() {
        return model;
    }

    /// The tensor that holds the bytes of a tensor of the float model.
    Optional<String> bytesOf(String tensor) {
        return Optional.ofNullable(bytes.get(tensor));
    }

    /// Whether a tensor is made in floating point under its own name.
    boolean inFloat(String tensor) {
        return index.producer(tensor)
                .map(node -> !node.is("DequantizeLinear"))
                .orElse(model.graph().givenInputs().stream()
                        .anyMatch(input -> input.name().equals(tensor)));
    }

    Kind kind(String tensor) {
        Optional<Node> maker = bytesOf(tensor).flatMap(index::producer);
        if (maker.isEmpty()) {
            return inFloat(tensor) ? Kind.FLOAT : Kind.ABSENT;
        }
        if (!maker.get().is("QuantizeLinear")) {
            return Kind.CARRIED;
        }
        return maker.get().inputs().getFirst().equals(tensor) ? Kind.ENTERING : Kind.COMPUTED;
    }

    /// The node that computes a tensor's value, before it is rounded; empty for an input.
    Optional<Node> computing(String tensor) {
        return switch (kind(tensor)) {
            case COMPUTED ->
                bytesOf(tensor)
                        .flatMap(index::producer)
                        .flatMap(quantize -> index.producer(quantize.inputs().getFirst()));
            case CARRIED -> bytesOf(tensor).flatMap(index::producer);
            case ENTERING, FLOAT -> index.producer(tensor);
            case ABSENT -> Optional.empty();
        };
    }

    /// The DequantizeLinear of a constant that a node takes at a position.
    Optional<Node> dequantizedConstant(Node node, int position) {
        return Inputs.at(node, position)
                .flatMap(index::producer)
                .filter(maker -> maker.is("DequantizeLinear"))
                .filter(maker -> index.weight(maker.inputs().getFirst()).isPresent());
    }

    /// The positions at which a node takes constants that are rounded.
    List<Integer> dequantizedConstants(Node node) {
        return IntStream.range(0, node.inputs().size())
                .filter(position -> dequantizedConstant(node, position).isPresent())
                .boxed()
                .toList();
    }

    /// The steps of the activation that a node takes first.
    Optional<Steps> stepsOfActivation(Node node) {
        return index.producer(node.inputs().getFirst())
                .filter(maker -> maker.is("DequantizeLinear"))
                .map(this::stepsGiven);
    }

    /// The steps that a tensor of bytes stands for.
    Steps steps(String bytesTensor) {
        Optional<Node> maker = index.producer(bytesTensor);
        if (maker.filter(node -> node.is("QuantizeLinear")).isPresent()) {
            return stepsGiven(maker.orElseThrow());
        }
        Optional<Steps> said = index.consumers(bytesTensor).stream()
                .filter(node -> node.is("DequantizeLinear"))
                .map(this::stepsGiven)
                .findFirst();
        Optional<Steps> carried = maker.map(node -> steps(node.inputs().getFirst()));
        if (said.isPresent() && carried.isPresent() && !said.equals(carried)) {
            throw new AssertionError(bytesTensor + " is carried from steps " + carried + " and read as " + said);
        }
        return said.or(() -> carried).orElseThrow();
    }

    private Steps stepsGiven(Node node) {
        Weight zero = weight(node.inputs().get(2));
        return Steps.of(weight(node.inputs().get(1)).floats()[0], zero.longs()[0], zero.type());
    }

    /// The scale that a tensor's bytes share with those it was carried from.
    String scaleName(String bytesTensor) {
        Node maker = index.producer(bytesTensor).orElseThrow();
        return maker.is("QuantizeLinear")
                ? maker.inputs().get(1)
                : scaleName(maker.inputs().getFirst());
    }

    Weight weight(String tensor) {
        return index.weight(tensor)
                .orElseThrow(() -> new AssertionError("no constant '" + tensor + "' in the quantized model"));
    }

    /// The axis along which a DequantizeLinear has one scale for each index; -1 where it has one for all.
    int axis(Node dequantize) {
        boolean perChannel = !weight(dequantize.inputs().get(1)).shape().isEmpty();
        long axis = dequantize.attribute("axis").orElse(new Attribute.IntValue(1)) instanceof Attribute.IntValue given
                ? given.value()
                : 1;
        return perChannel ? (int) axis : -1;
    }

    /// The same model that also gives these tensors.
    Model exposing(List<String> tensors) {
        return Models.withOutputs(model, model.graph().nodes(), tensors);
    }
}
