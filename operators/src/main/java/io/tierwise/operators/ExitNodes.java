package io.tierwise.operators;

import io.tierwise.onnx.Attribute;
import io.tierwise.onnx.Node;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Writes nodes that exits add to a graph, each under a name that is free.
///
/// @param opset of the graph
record ExitNodes(GraphDraft draft, long opset) {
    /// From this opset on, reductions take their axes as an input.
    private static final long AXES_AS_INPUT = 18;

    /// Adds a node; gives the tensor that it makes.
    ///
    /// @param stem what the tensor's name begins with
    String node(String operator, String stem, List<String> inputs, Map<String, Attribute> attributes) {
        String output = draft.fresh(stem + ".exit." + operator.toLowerCase(Locale.ROOT));
        draft.add(new Node(output, operator, "", inputs, List.of(output), attributes));
        return output;
    }

    /// Reduces a tensor along axes, which go.
    String reduced(String operator, String tensor, Long... axes) {
        Map<String, Attribute> attributes = new LinkedHashMap<>();
        attributes.put("keepdims", number(0));
        if (opset >= AXES_AS_INPUT) {
            return node(operator, tensor, List.of(tensor, draft.longs(tensor + ".axes", List.of(axes))), attributes);
        }
        attributes.put("axes", new Attribute.Ints(List.of(axes)));
        return node(operator, tensor, List.of(tensor), attributes);
    }

    /// Probabilities of classes, from their scores along axis 1.
    String softmax(String stem, String scores) {
        return node("Softmax", stem, List.of(scores), axis(1));
    }

    /// How sure an answer is: its largest probability; where each pixel has an answer their mean.
    String confidence(String stem, String probabilities, ExitAnswer answer) {
        String surest = reduced("ReduceMax", probabilities, 1L);
        return named(stem + ".confidence", answer.isMap() ? reduced("ReduceMean", surest, 1L, 2L) : surest);
    }

    /// Gives a tensor a name, as like the wanted one as is free.
    String named(String wanted, String tensor) {
        String name = draft.fresh(wanted);
        draft.add(Nodes.of("Identity", name, List.of(tensor), List.of(name)));
        return name;
    }

    static Map<String, Attribute> axis(long axis) {
        return Map.of("axis", number(axis));
    }

    static Attribute number(long value) {
        return new Attribute.IntValue(value);
    }
}
