package io.tierwise.operators;

import io.tierwise.onnx.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Rewrites nodes of opset 9 to 12 so that they mean the same in opset 13, the first whose
/// DequantizeLinear knows one scale for each channel.
///
/// What changed between them, after the operator changelog of the ONNX specification: attributes that
/// became inputs (Clip, Pad, Slice, Squeeze, Unsqueeze, Split, ReduceSum, TopK, Dropout), Upsample that
/// became Resize, Resize that got a region and coordinate modes, Scatter that became ScatterElements,
/// and Softmax and its kin, which once flattened their input to a matrix and now work along one axis.
final class OpsetRaise {

    /// The version every quantized graph has at least.
    static final int TARGET = 13;

    private static final int LOWEST = 9;
    private static final Set<String> FLATTENING = Set.of("Softmax", "LogSoftmax", "Hardmax");

    private final GraphDraft draft;
    private final Shapes shapes;
    private final long from;

    private OpsetRaise(GraphDraft draft, Shapes shapes, long from) {
        this.draft = draft;
        this.shapes = shapes;
        this.from = from;
    }

    /// Adds a node to the draft as it must be written in opset 13.
    ///
    /// @throws OperatorException naming the node that cannot be raised
    static void add(Node node, GraphDraft draft, Shapes shapes, long from) {
        if (from >= TARGET || !node.domain().isEmpty()) {
            draft.add(node);
            return;
        }
        if (from < LOWEST) {
            throw new OperatorException("the model has opset " + from + "; quantization needs at least " + LOWEST);
        }
        OpsetRaise raise = new OpsetRaise(draft, shapes, from);
        if (!node.graphs().isEmpty()) {
            throw raise.cannot(node, "control flow is left alone");
        }
        raise.rewrite(node);
    }

    private OperatorException cannot(Node node, String reason) {
        return new OperatorException("cannot raise " + node.operator() + " '"
                + node.outputs().getFirst()
                + "' from opset " + from + " to " + TARGET + ": " + reason + "; export the model with opset " + TARGET
                + " or above");
    }

    private void rewrite(Node node) {
        switch (node.operator()) {
            case "Clip" -> bounds(node);
            case "Pad" -> pad(node);
            case "Slice" -> listsToInputs(node, "starts", "ends", "axes");
            case "Squeeze", "Unsqueeze", "ReduceSum" -> listsToInputs(node, "axes");
            case "Split" -> listsToInputs(node, "split");
            case "TopK" -> topK(node);
            case "Dropout" -> draft.add(Nodes.without(node, "ratio"));
            case "Upsample" -> resize(node, node.inputs().get(1));
            case "Resize" -> {
                if (from < 11) {
                    resize(node, node.inputs().get(1));
                } else {
                    draft.add(node);
                }
            }
            case "Scatter" -> draft.add(Nodes.renamed(node, "ScatterElements"));
            default -> {
                if (FLATTENING.contains(node.operator())) {
                    alongOneAxis(node);
                } else {
                    draft.add(node);
                }
            }
        }
    }

    private void bounds(Node node) {
        if (from >= 11) {
            draft.add(node);
            return;
        }
        String stem = node.outputs().getFirst();
        String low = draft.scale(stem + ".min", Attributes.decimal(node, "min", -Float.MAX_VALUE));
        String high = draft.scale(stem + ".max", Attributes.decimal(node, "max", Float.MAX_VALUE));
        draft.add(Nodes.without(node, "min", "max")
                .rewired(List.of(node.inputs().getFirst(), low, high), node.outputs()));
    }

    private void pad(Node node) {
        if (from >= 11) {
            draft.add(node);
            return;
        }
        String stem = node.outputs().getFirst();
        String pads = draft.longs(stem + ".pads", Attributes.integers(node, "pads", List.of()));
        String value = draft.scale(stem + ".value", Attributes.decimal(node, "value", 0));
        draft.add(Nodes.without(node, "pads", "value")
                .rewired(List.of(node.inputs().getFirst(), pads, value), node.outputs()));
    }

    private void listsToInputs(Node node, String... names) {
        if (!Attributes.has(node, names[0])) {
            draft.add(node);
            return;
        }
        List<String> inputs = new ArrayList<>(List.of(node.inputs().getFirst()));
        for (String name : names) {
            boolean given = Attributes.has(node, name);
            inputs.add(
                    given
                            ? draft.longs(
                                    node.outputs().getFirst() + "." + name, Attributes.integers(node, name, List.of()))
                            : "");
        }
        while (inputs.getLast().isEmpty()) {
            inputs.removeLast();
        }
        draft.add(Nodes.without(node, names).rewired(inputs, node.outputs()));
    }

    private void topK(Node node) {
        if (!Attributes.has(node, "k")) {
            draft.add(node);
            return;
        }
        String k = draft.longs(node.outputs().getFirst() + ".k", List.of(Attributes.integer(node, "k", 1)));
        draft.add(Nodes.without(node, "k").rewired(List.of(node.inputs().getFirst(), k), node.outputs()));
    }

    private void resize(Node node, String scales) {
        Node resize = Nodes.renamed(node, "Resize");
        Map<String, String> modes = Map.of("coordinate_transformation_mode", "asymmetric", "nearest_mode", "floor");
        for (var mode : modes.entrySet()) {
            resize = Nodes.with(resize, mode.getKey(), mode.getValue());
        }
        draft.add(resize.rewired(List.of(node.inputs().getFirst(), "", scales), node.outputs()));
    }

    private void alongOneAxis(Node node) {
        String input = node.inputs().getFirst();
        int rank = shapes.rank(input).orElseThrow(() -> cannot(node, "the rank of '" + input + "' is unknown"));
        long axis = Attributes.integer(node, "axis", 1);
        long positive = axis < 0 ? axis + rank : axis;
        if (positive == rank - 1) {
            draft.add(Nodes.with(node, "axis", -1));
            return;
        }
        String stem = node.outputs().getFirst();
        String shape = draft.fresh(stem + ".shape");
        String flat = draft.fresh(stem + ".flat");
        String answer = draft.fresh(stem + ".rows");
        draft.add(Nodes.of("Shape", shape, List.of(input), List.of(shape)));
        draft.add(Nodes.with(Nodes.of("Flatten", flat, List.of(input), List.of(flat)), "axis", positive));
        draft.add(Nodes.with(node.rewired(List.of(flat), List.of(answer)), "axis", -1));
        draft.add(Nodes.of("Reshape", stem + ".Reshape", List.of(answer, shape), List.of(stem)));
    }
}
