package io.tierwise.operators;

import io.tierwise.exits.Head;
import io.tierwise.onnx.Attribute;
import io.tierwise.onnx.DataType;
import io.tierwise.onnx.GraphIndex;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.Node;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Adds what exits need to a model's graph: features of a tap, and heads that read them.
///
/// Features of an image of channels are each channel's means over nine windows or, where pixels are too few for
/// that or classes too many, over all; those of tokens are the first token and the mean of all. Where
/// each pixel has an answer, the head is a convolution over the tap as it is.
final class ExitGraph {
    /// Side of the convolution that answers pixels.
    static final int PIXEL_SIDE = 3;

    private static final long WINDOWS = 3;

    /// With more classes nine windows make more weights than there are samples to fit them to.
    private static final int MOST_CLASSES_FOR_WINDOWS = 100;

    private final Shapes shapes;
    private final GraphIndex index;
    private final GraphDraft draft;
    private final ExitNodes nodes;
    private final ExitAnswer answer;

    ExitGraph(Model model, Shapes shapes, WeightStore store, ExitAnswer answer) {
        this.shapes = shapes;
        this.index = GraphIndex.of(model.graph());
        this.draft = new GraphDraft(model, store);
        this.nodes = new ExitNodes(draft, model.opset());
        this.answer = answer;
        index.order().forEach(draft::add);
    }

    /// Adds the features of a tap; gives their tensor: one row, or the tap itself where pixels are answered.
    String features(ExitTap tap) {
        String values = floats(tap.tensor());
        if (answer.isMap()) {
            return values;
        }
        return tap.hasTokens() ? ofTokens(values) : ofPixels(tap, values);
    }

    /// Adds a head; its answer is probabilities where the model's own is.
    ///
    /// @param features the tensor it reads
    ExitOutputs head(ExitTap tap, String features, Head head, boolean probabilities) {
        return answer.isMap()
                ? mapHead(tap, features, head.layers().getFirst(), probabilities)
                : classHead(tap, features, head, probabilities);
    }

    /// Scores of every pixel of the tap, enlarged to the answer's size; the confidence is the mean over pixels.
    private ExitOutputs mapHead(ExitTap tap, String values, Head.Layer layer, boolean probabilities) {
        String stem = tap.tensor() + ".head";
        String weights = draft.floats(
                stem + ".weight", layer.weights().toArray(), layer.outputs(), tap.channels(), PIXEL_SIDE, PIXEL_SIDE);
        String bias = draft.floats(stem + ".bias", layer.bias().toArray(), layer.outputs());
        Map<String, Attribute> window = new LinkedHashMap<>();
        window.put("kernel_shape", new Attribute.Ints(List.of((long) PIXEL_SIDE, (long) PIXEL_SIDE)));
        window.put("pads", new Attribute.Ints(Collections.nCopies(4, PIXEL_SIDE / 2L)));
        String scores = nodes.node("Conv", tap.tensor(), List.of(values, weights, bias), window);
        String shares = nodes.softmax(tap.tensor(), scores);
        String confidence = nodes.confidence(tap.tensor(), shares, answer);
        String enlarged = resized(tap, probabilities ? shares : scores);
        return new ExitOutputs(tap.cut(), nodes.named(tap.tensor() + ".answer", enlarged), confidence, 0, 0, 0);
    }

    private String resized(ExitTap tap, String scores) {
        if (tap.height() == answer.height() && tap.width() == answer.width()) {
            return scores;
        }
        float[] factors = {1, 1, (float) answer.height() / tap.height(), (float) answer.width() / tap.width()};
        String scales = draft.floats(tap.tensor() + ".scales", factors, factors.length);
        return nodes.node(
                "Resize", tap.tensor(), List.of(scores, "", scales), Map.of("mode", new Attribute.Text("linear")));
    }

    private ExitOutputs classHead(ExitTap tap, String features, Head head, boolean probabilities) {
        String known = features;
        for (int i = 0; i < head.layers().size(); i++) {
            Head.Layer layer = head.layers().get(i);
            String stem = tap.tensor() + ".head" + (i + 1);
            String weights = draft.floats(stem + ".weight", layer.weights().toArray(), layer.outputs(), layer.inputs());
            String bias = draft.floats(stem + ".bias", layer.bias().toArray(), layer.outputs());
            known = nodes.node(
                    "Gemm", tap.tensor(), List.of(known, weights, bias), Map.of("transB", ExitNodes.number(1)));
            if (i < head.layers().size() - 1) {
                known = nodes.node("Relu", tap.tensor(), List.of(known), Map.of());
            }
        }
        String shares = nodes.softmax(tap.tensor(), known);
        String confidence = nodes.confidence(tap.tensor(), shares, answer);
        String given = nodes.named(tap.tensor() + ".answer", probabilities ? shares : known);
        return new ExitOutputs(tap.cut(), given, confidence, 0, 0, 0);
    }

    /// The model with these tensors as outputs after its own.
    Model finish(List<String> outputs) {
        return draft.finish(outputs);
    }

    /// Nine windows say what one over all pixels would.
    private String ofPixels(ExitTap tap, String values) {
        if (tap.height() < WINDOWS || tap.width() < WINDOWS || answer.classes() > MOST_CLASSES_FOR_WINDOWS) {
            return flat(nodes.node("GlobalAveragePool", values, List.of(values), Map.of()));
        }
        long down = tap.height() / WINDOWS;
        long right = tap.width() / WINDOWS;
        Map<String, Attribute> windows = new LinkedHashMap<>();
        windows.put(
                "kernel_shape",
                new Attribute.Ints(List.of(tap.height() - (WINDOWS - 1) * down, tap.width() - (WINDOWS - 1) * right)));
        windows.put("strides", new Attribute.Ints(List.of(down, right)));
        return flat(nodes.node("AveragePool", values, List.of(values), windows));
    }

    private String ofTokens(String values) {
        String first = draft.longs(values + ".first", List.of(0L));
        String token = nodes.node("Gather", values, List.of(values, first), ExitNodes.axis(1));
        return nodes.node(
                "Concat",
                values,
                List.of(flat(token), flat(nodes.reduced("ReduceMean", values, 1L))),
                ExitNodes.axis(1));
    }

    private String flat(String tensor) {
        return nodes.node("Flatten", tensor, List.of(tensor), ExitNodes.axis(1));
    }

    /// The tap's numbers as float32.
    private String floats(String tensor) {
        if (shapes.isFloat(tensor)) {
            return tensor;
        }
        return dequantizer(tensor, index)
                .map(reader -> nodes.node("DequantizeLinear", tensor, reader.inputs(), reader.attributes()))
                .orElseGet(() -> nodes.node(
                        "Cast", tensor, List.of(tensor), Map.of("to", ExitNodes.number(DataType.FLOAT.code()))));
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
}
