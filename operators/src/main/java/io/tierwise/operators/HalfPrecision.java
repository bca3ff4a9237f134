package io.tierwise.operators;

import io.tierwise.data.Tensor;
import io.tierwise.onnx.DataType;
import io.tierwise.onnx.Graph;
import io.tierwise.onnx.GraphIndex;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.Node;
import io.tierwise.onnx.ValueInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Writes weights and what computes on them in 16-bit floating point, with float32 where 16 bits do not do.
///
/// Inputs and outputs of the model keep their type. A tensor keeps its name in the type that its node makes it
/// in, so that the model can be cut where it could before; only what must be float32 under its own name,
/// outputs and what control flow takes, is made as `t.fp16` and cast. The cast form of any other is
/// `t.fp32` or `t.fp16`, one for all that take it.
final class HalfPrecision {

    private final GraphDraft draft;
    private final GraphIndex index;
    private final HalfCoverage coverage;
    private final Map<String, String> exclusions;
    private final Set<String> floatNamed = new HashSet<>();
    private final Set<String> madeInHalf = new HashSet<>();
    private final Map<String, String> halfOf = new HashMap<>();
    private final Map<String, String> floatOf = new HashMap<>();
    private final List<FloatNode> floatNodes = new ArrayList<>();
    private int changed;

    private HalfPrecision(GraphDraft draft, GraphIndex index, HalfCoverage coverage, Map<String, String> exclusions) {
        this.draft = draft;
        this.index = index;
        this.coverage = coverage;
        this.exclusions = exclusions;
        Graph graph = index.graph();
        graph.outputs().forEach(output -> floatNamed.add(output.name()));
        for (Node node : graph.nodes()) {
            if (!node.graphs().isEmpty()) {
                floatNamed.addAll(index.needs(node));
            }
        }
    }

    /// The model, how many of its nodes compute on 16 bits, which do not, and the ranges that says so.
    record Written(Model model, int nodes, List<FloatNode> floatNodes, CalibratedRanges ranges) {}

    /// Writes a model; tensors beyond float16 are those that are on calibration samples.
    ///
    /// @throws OperatorException when there are no samples, or when the model cannot be raised to opset 13
    static Written write(Model model, Context context) {
        Map<String, Tensor> first = Quantizer.firstOf(context.calibration());
        WeightStore store = WeightStore.in(context.workFolder());
        Shapes shapes = Quantizer.shapes(model, first);
        Model prepared = Preparation.prepare(model, shapes, store);
        Shapes preparedShapes = shapes.cover(prepared) ? shapes : Shapes.learn(prepared, first);
        CalibratedRanges ranges = CalibratedRanges.measure(
                prepared,
                floats(prepared, preparedShapes),
                new Calibrator.MinMax(),
                context.calibration(),
                context.threads());
        GraphIndex index = GraphIndex.of(prepared.graph());
        HalfPrecision writer = new HalfPrecision(
                new GraphDraft(prepared, store),
                index,
                new HalfCoverage(preparedShapes, index, ranges, prepared.opset()),
                Exclusions.of(model, prepared, context.sparing().excluded()));
        index.order().forEach(writer::add);
        return new Written(writer.finish(), writer.changed, writer.floatNodes, ranges);
    }

    private static Map<String, Long> floats(Model model, Shapes shapes) {
        List<String> tensors = new ArrayList<>(Weights.inputs(model));
        model.graph().nodes().forEach(node -> tensors.addAll(node.outputs()));
        Map<String, Long> elements = new LinkedHashMap<>();
        for (String tensor : tensors) {
            shapes.of(tensor)
                    .filter(_ -> shapes.isFloat(tensor))
                    .filter(extent -> extent.elements() > 0)
                    .ifPresent(extent -> elements.put(tensor, extent.elements()));
        }
        return elements;
    }

    private void add(Node node) {
        if (!coverage.concerns(node) || coverage.takesEither(node) || leavesInFloat(node)) {
            draft.add(node.rewired(node.inputs().stream().map(this::asMade).toList(), node.outputs()));
            return;
        }
        Optional<String> reason =
                Optional.ofNullable(exclusions.get(QuantizationPlan.key(node))).or(() -> coverage.reasonToStay(node));
        if (reason.isEmpty()) {
            half(node);
            return;
        }
        if (node.outputs().stream().anyMatch(index::isLive)) {
            floatNodes.add(FloatNode.of(node, reason.get()));
        }
        index.needs(node).forEach(this::inFloat);
        draft.add(node.rewired(node.inputs().stream().map(this::inFloat).toList(), node.outputs()));
    }

    /// A cast from another type to what must be float32 under its own name.
    private boolean leavesInFloat(Node node) {
        return node.is("Cast")
                && floatNamed.contains(node.outputs().getFirst())
                && !coverage.isFloat(node.inputs().getFirst());
    }

    private void half(Node node) {
        List<String> inputs = new ArrayList<>();
        for (int i = 0; i < node.inputs().size(); i++) {
            String input = node.inputs().get(i);
            inputs.add(coverage.follows(node, i) ? inHalf(node, input) : inFloat(input));
        }
        List<String> outputs = node.outputs().stream().map(this::made).toList();
        boolean typed = node.is("Cast") && Attributes.integer(node, "to", 0) == DataType.FLOAT.code();
        Node written = typed ? Nodes.with(node, "to", DataType.FLOAT16.code()) : node;
        draft.add(written.rewired(inputs, outputs));
        changed += node.outputs().stream().anyMatch(index::isLive) ? 1 : 0;
    }

    /// The name of what a node on 16 bits makes.
    private String made(String output) {
        if (!coverage.isFloat(output)) {
            return output;
        }
        String name = floatNamed.contains(output) ? draft.fresh(output + ".fp16") : output;
        madeInHalf.add(output);
        halfOf.put(output, name);
        return name;
    }

    private String inHalf(Node node, String tensor) {
        Optional<String> known = Optional.ofNullable(halfOf.get(tensor));
        if (known.isPresent()) {
            return known.get();
        }
        String name = draft.constants().isFloat(tensor)
                ? constant(node, tensor)
                : cast(tensor, draft.fresh(tensor + ".fp16"), DataType.FLOAT16);
        halfOf.put(tensor, name);
        return name;
    }

    /// Bounds of a Clip may be as wide as float32: those that no float16 reaches are moved to where its numbers end.
    private String constant(Node node, String tensor) {
        Constants constants = draft.constants();
        float[] values = constants.floats(tensor);
        if (node.is("Clip")) {
            for (int i = 0; i < values.length; i++) {
                values[i] = Math.clamp(values[i], -HalfCoverage.GREATEST, HalfCoverage.GREATEST);
            }
        }
        return draft.halves(tensor + ".fp16", values, constants.shape(tensor));
    }

    private String inFloat(String tensor) {
        if (!madeInHalf.contains(tensor)) {
            return tensor;
        }
        Optional<String> known = Optional.ofNullable(floatOf.get(tensor));
        if (known.isPresent()) {
            return known.get();
        }
        String name = floatNamed.contains(tensor) ? tensor : draft.fresh(tensor + ".fp32");
        floatOf.put(tensor, name);
        return cast(asMade(tensor), name, DataType.FLOAT);
    }

    /// The tensor in the type that its node makes it in.
    private String asMade(String tensor) {
        return madeInHalf.contains(tensor) ? halfOf.getOrDefault(tensor, tensor) : tensor;
    }

    private String cast(String from, String to, DataType type) {
        draft.add(Nodes.with(Nodes.of("Cast", to + ".Cast", List.of(from), List.of(to)), "to", type.code()));
        return to;
    }

    private Model finish() {
        index.graph().outputs().forEach(output -> inFloat(output.name()));
        Model model = draft.finish();
        Graph graph = model.graph();
        Map<String, ValueInfo> values = new LinkedHashMap<>(graph.values());
        values.keySet().removeAll(halfOf.values());
        return model.withGraph(new Graph(
                graph.name(),
                graph.nodes(),
                graph.inputs(),
                graph.outputs(),
                graph.initializers(),
                values,
                graph.sparse(),
                graph.rest()));
    }
}
