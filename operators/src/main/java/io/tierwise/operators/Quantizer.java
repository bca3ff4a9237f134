package io.tierwise.operators;

import io.tierwise.data.Tensor;
import io.tierwise.onnx.Graph;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Turns a float32 model into an 8-bit one that says the same within a rounding step or so.
///
/// Static quantization after Jacob et al. (2018), *Quantization and Training of Neural Networks for
/// Efficient Integer-Arithmetic-Only Inference*: activations as bytes over the range they took on
/// calibration samples, weights as bytes too, biases as 32-bit integers. What is not understood stays in floating point
/// and is listed with its reason: the
/// result always runs.
final class Quantizer {

    private final Context context;
    private final Model model;
    private final ByteFormat format;
    private final Coverage coverage;
    private final WeightStore store;
    private final Map<String, String> exclusions = new HashMap<>();

    private Quantizer(Context context, Prepared prepared, ByteFormat format) {
        this.context = context;
        this.model = prepared.model();
        this.format = format;
        this.coverage = new Coverage(Constants.of(model.graph()), prepared.shapes(), format.activations());
        this.store = prepared.store();
    }

    /// A quantized model, how it came about, and what to say of it.
    record Quantized(Model model, QuantizationPlan plan, CalibratedRanges ranges) {}

    /// A model in the form that is quantized, and where new weights go.
    private record Prepared(Model model, Shapes shapes, WeightStore store) {}

    /// Quantizes a model.
    ///
    /// @throws OperatorException when there are no calibration samples, or when the model cannot
    ///     be raised to opset 13
    static Quantized quantize(Model model, Quantize request, Context context) {
        Map<String, Tensor> first = firstOf(context.calibration());
        WeightStore store = WeightStore.in(context.workFolder());
        Shapes shapes = Shapes.learn(model, first);
        Model prepared = Preparation.prepare(model, shapes, store);
        Shapes preparedShapes = shapes.cover(prepared) ? shapes : Shapes.learn(prepared, first);
        ByteFormat format = ByteFormat.of(request.scheme());
        return new Quantizer(context, new Prepared(prepared, preparedShapes, store), format)
                .quantize(request.calibrator());
    }

    private static Map<String, Tensor> firstOf(Calibration calibration) {
        var samples = calibration.iterator();
        if (!samples.hasNext()) {
            throw new OperatorException("quantization needs calibration samples, found none");
        }
        return samples.next();
    }

    private Quantized quantize(Calibrator calibrator) {
        Graph graph = model.graph();
        QuantizationPlan plan = QuantizationPlanner.plan(graph, coverage, exclusions);
        CalibratedRanges ranges =
                CalibratedRanges.measure(model, observed(plan), calibrator, context.calibration(), context.threads());
        exclude(plan, ranges.unfit());
        while (true) {
            plan = QuantizationPlanner.plan(graph, coverage, exclusions);
            try {
                Model written = QuantizedGraph.write(new GraphDraft(model, store), plan, grids(plan, ranges), format);
                return new Quantized(written, plan, ranges);
            } catch (UnfitNodeException e) {
                exclusions.put(e.node(), e.reason());
            }
        }
    }

    /// Every tensor that could get a grid, with its number of elements: those of the plan, and, should a node
    /// fall out of it, the float tensors next to it.
    private Map<String, Long> observed(QuantizationPlan plan) {
        Set<String> tensors = new LinkedHashSet<>(plan.entering());
        for (Node node : model.graph().nodes()) {
            switch (plan.treatment(node)) {
                case WEIGHTED, ARITHMETIC -> tensors.add(plan.outputOf(node));
                case CARRY, CLAMP -> tensors.addAll(node.outputs());
                case FLOAT -> {}
            }
        }
        Shapes shapes = coverage.shapes();
        Map<String, Long> elements = new LinkedHashMap<>();
        tensors.stream()
                .filter(shapes::isFloat)
                .forEach(tensor ->
                        elements.put(tensor, shapes.of(tensor).orElseThrow().elements()));
        return elements;
    }

    private void exclude(QuantizationPlan plan, Map<String, String> unfit) {
        for (Node node : model.graph().nodes()) {
            List<String> tensors = new ArrayList<>(node.inputs());
            tensors.addAll(node.outputs());
            tensors.add(plan.outputOf(node));
            for (String tensor : tensors) {
                Optional.ofNullable(unfit.get(tensor))
                        .ifPresent(reason -> exclusions.put(QuantizationPlan.key(node), reason));
            }
        }
    }

    private Map<String, Grid> grids(QuantizationPlan plan, CalibratedRanges ranges) {
        Map<String, Range> byRoot = new LinkedHashMap<>();
        Set<String> tensors = new LinkedHashSet<>(plan.entering());
        tensors.addAll(plan.produced());
        for (String tensor : tensors) {
            Range range = ranges.ranges().get(tensor);
            if (range == null) {
                throw new OperatorException("no range is known of tensor '" + tensor + "': add it to the ranges given");
            }
            byRoot.merge(plan.gridOf(tensor), range, Range::with);
        }
        Map<String, Grid> grids = new HashMap<>();
        byRoot.forEach((root, range) -> grids.put(root, Grid.covering(range, format.activations())));
        return grids;
    }
}
