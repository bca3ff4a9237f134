package io.tierwise.operators;

import io.tierwise.exits.Head;
import io.tierwise.onnx.Attribute;
import io.tierwise.onnx.DataType;
import io.tierwise.onnx.GraphIndex;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Adds what exits need to a model's graph: features of a tap, and heads that read them.
///
/// Features of an image of channels are each channel's mean over all pixels and, where there are enough of
/// them and few enough classes, over nine windows; those of tokens are the first token and the mean of all.
final class ExitGraph {
    private static final long WINDOWS = 3;

    /// With more classes nine windows make more weights than there are samples to fit them to.
    private static final int MOST_CLASSES_FOR_WINDOWS = 100;

    /// From this opset on, reductions take their axes as an input.
    private static final long AXES_AS_INPUT = 18;

    private final Model model;
    private final Shapes shapes;
    private final GraphIndex index;
    private final GraphDraft draft;
    private final int classes;

    /// @param classes of the answer
    ExitGraph(Model model, Shapes shapes, WeightStore store, int classes) {
        this.model = model;
        this.shapes = shapes;
        this.index = GraphIndex.of(model.graph());
        this.draft = new GraphDraft(model, store);
        this.classes = classes;
        index.order().forEach(draft::add);
    }

    /// Adds the features of a tap; gives their tensor, one row.
    String features(ExitTap tap) {
        String values = floats(tap.tensor());
        List<String> kinds = tap.hasTokens() ? ofTokens(values) : ofPixels(tap, values);
        return kinds.size() == 1 ? kinds.getFirst() : node("Concat", values, kinds, axis(1));
    }

    /// Adds a head; its answer is probabilities where the model's own is.
    ///
    /// @param features the tensor it reads
    ExitOutputs head(ExitTap tap, String features, Head head, boolean probabilities) {
        String known = features;
        for (int i = 0; i < head.layers().size(); i++) {
            Head.Layer layer = head.layers().get(i);
            String stem = tap.tensor() + ".head" + (i + 1);
            String weights = draft.floats(stem + ".weight", layer.weights().toArray(), layer.outputs(), layer.inputs());
            String bias = draft.floats(stem + ".bias", layer.bias().toArray(), layer.outputs());
            known = node("Gemm", tap.tensor(), List.of(known, weights, bias), Map.of("transB", number(1)));
            if (i < head.layers().size() - 1) {
                known = node("Relu", tap.tensor(), List.of(known), Map.of());
            }
        }
        String shares = node("Softmax", tap.tensor(), List.of(known), axis(1));
        String confidence = named(tap.tensor() + ".confidence", reduced("ReduceMax", shares, 1));
        return new ExitOutputs(
                tap.tensor(), named(tap.tensor() + ".answer", probabilities ? shares : known), confidence, 0);
    }

    /// The model with these tensors as outputs after its own.
    Model finish(List<String> outputs) {
        return draft.finish(outputs);
    }

    private List<String> ofPixels(ExitTap tap, String values) {
        List<String> kinds = new ArrayList<>();
        kinds.add(flat(node("GlobalAveragePool", values, List.of(values), Map.of())));
        if (tap.height() >= WINDOWS && tap.width() >= WINDOWS && classes <= MOST_CLASSES_FOR_WINDOWS) {
            long down = tap.height() / WINDOWS;
            long right = tap.width() / WINDOWS;
            Map<String, Attribute> windows = new LinkedHashMap<>();
            windows.put(
                    "kernel_shape",
                    new Attribute.Ints(
                            List.of(tap.height() - (WINDOWS - 1) * down, tap.width() - (WINDOWS - 1) * right)));
            windows.put("strides", new Attribute.Ints(List.of(down, right)));
            kinds.add(flat(node("AveragePool", values, List.of(values), windows)));
        }
        return kinds;
    }

    private List<String> ofTokens(String values) {
        String first = draft.longs(values + ".first", List.of(0L));
        String token = node("Gather", values, List.of(values, first), axis(1));
        return List.of(flat(token), flat(reduced("ReduceMean", values, 1)));
    }

    private String flat(String tensor) {
        return node("Flatten", tensor, List.of(tensor), axis(1));
    }

    private String reduced(String operator, String tensor, long axis) {
        Map<String, Attribute> attributes = new LinkedHashMap<>();
        attributes.put("keepdims", number(0));
        if (model.opset() >= AXES_AS_INPUT) {
            String axes = draft.longs(tensor + ".axes", List.of(axis));
            return node(operator, tensor, List.of(tensor, axes), attributes);
        }
        attributes.put("axes", new Attribute.Ints(List.of(axis)));
        return node(operator, tensor, List.of(tensor), attributes);
    }

    /// The tap's numbers as float32.
    private String floats(String tensor) {
        if (shapes.isFloat(tensor)) {
            return tensor;
        }
        return dequantizer(tensor, index)
                .map(reader -> node("DequantizeLinear", tensor, reader.inputs(), reader.attributes()))
                .orElseGet(() -> node("Cast", tensor, List.of(tensor), Map.of("to", number(DataType.FLOAT.code()))));
    }

    /// Whether heads can read a tensor: it holds floating-point numbers, or bytes that stand for them.
    static boolean isReadable(String tensor, Shapes shapes, GraphIndex index) {
        return shapes.isFloating(tensor) || dequantizer(tensor, index).isPresent();
    }

    /// The node that makes floating-point numbers of a tensor's bytes.
    private static Optional<Node> dequantizer(String tensor, GraphIndex index) {
        return index.consumers(tensor).stream()
                .filter(node ->
                        node.is("DequantizeLinear") && node.inputs().getFirst().equals(tensor))
                .findFirst();
    }

    private String named(String wanted, String tensor) {
        String name = draft.fresh(wanted);
        draft.add(Nodes.of("Identity", name, List.of(tensor), List.of(name)));
        return name;
    }

    private String node(String operator, String stem, List<String> inputs, Map<String, Attribute> attributes) {
        String output = draft.fresh(stem + ".exit." + operator.toLowerCase(Locale.ROOT));
        draft.add(new Node(output, operator, "", inputs, List.of(output), attributes));
        return output;
    }

    private static Map<String, Attribute> axis(long axis) {
        return Map.of("axis", number(axis));
    }

    private static Attribute number(long value) {
        return new Attribute.IntValue(value);
    }
}
