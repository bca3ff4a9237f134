package io.tierwise.operators;

import io.tierwise.onnx.Attribute;
import io.tierwise.onnx.Node;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// One node about to be computed by the oracle.
///
/// @param node what to compute
/// @param opset the version of the operators it is written in
/// @param inputs one for each input of the node; empty where it is left out
record Call(Node node, long opset, List<Optional<Values>> inputs) {

    Call {
        inputs = List.copyOf(inputs);
    }

    boolean has(int position) {
        return position < inputs.size() && inputs.get(position).isPresent();
    }

    Values input(int position) {
        return optional(position)
                .orElseThrow(() -> new IllegalArgumentException(node.label() + " has no input " + position));
    }

    Optional<Values> optional(int position) {
        return position < inputs.size() ? inputs.get(position) : Optional.empty();
    }

    boolean has(String attribute) {
        return node.attributes().containsKey(attribute);
    }

    long integer(String attribute, long fallback) {
        return node.attribute(attribute)
                .map(value -> ((Attribute.IntValue) value).value())
                .orElse(fallback);
    }

    boolean flag(String attribute) {
        return integer(attribute, 0) != 0;
    }

    double real(String attribute, double fallback) {
        return node.attribute(attribute)
                .map(value -> (double) ((Attribute.FloatValue) value).value())
                .orElse(fallback);
    }

    String text(String attribute, String fallback) {
        return node.attribute(attribute)
                .map(value -> ((Attribute.Text) value).value())
                .orElse(fallback);
    }

    /// The numbers of an attribute; empty where it is left out.
    Optional<long[]> integers(String attribute) {
        return node.attribute(attribute)
                .map(value -> ((Attribute.Ints) value)
                        .values().stream().mapToLong(Long::longValue).toArray());
    }

    /// The numbers of an attribute, or `count` times the same where it is left out.
    int[] integers(String attribute, int count, int fallback) {
        int[] same = new int[count];
        Arrays.fill(same, fallback);
        return integers(attribute).map(Values::ints).orElse(same);
    }

    /// A list that older versions keep in an attribute and newer ones in an input.
    Optional<long[]> list(String attribute, int position) {
        return has(attribute) ? integers(attribute) : optional(position).map(Values::longs);
    }

    UnsupportedByOracleException unsupported(String what) {
        return new UnsupportedByOracleException(node.operator() + " " + what);
    }
}
