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
/// Efficient Integer-Arithmetic-Only Inference*: activations as unsigned bytes over the range they took
/// on calibration samples, weights as signed bytes with one scale for each output channel, biases as
/// 32-bit integers. What is not understood stays in floating point and is listed with its reason: the
/// result always runs.
final class Quantizer {

    private final Context context;
    private final Model model;
    private final Shapes shapes;
    private final Constants constants;
    private final WeightStore store;
    private final Map<String, String> exclusions = new HashMap<>();

    private Quantizer(Context context, Model prepared, Shapes shapes, WeightStore store) {
        this.context = context;
        this.model = prepared;
        this.shapes = shapes;
        this.constants = Constants.of(model.graph());
        this.store = store;
    }

    /// A quantized model, how it came about, and what to say of it.
    record Quantized(Model model, QuantizationPlan plan, int samples) {}

    /// Quantizes a model.
    ///
    /// @throws OperatorException when there are no calibration samples, when the model is quantized
    ///     already, or when it cannot be raised to opset 13
    static Quantized quantize(Model model, Context context) {
        refuseQuantized(model);
        Map<String, Tensor> first = firstOf(context.calibration());
        WeightStore store = WeightStore.in(context.workFolder());
        Shapes shapes = Shapes.learn(model, first);
        Model prepared = Preparation.prepare(model, shapes, store);
        Shapes preparedShapes = shapes.cover(prepared) ? shapes : Shapes.learn(prepared, first);
        return new Quantizer(context, prepared, preparedShapes, store).quantize();
    }

    static void refuseQuantized(Model model) {
        if (Nodes.count(model, "QuantizeLinear") > 0) {
            throw new OperatorException("the model is quantized already: it holds QuantizeLinear nodes");
        }
    }

    private static Map<String, Tensor> firstOf(Calibration calibration) {
        var samples = calibration.iterator();
        if (!samples.hasNext()) {
            throw new OperatorException("quantization needs calibration samples, found none");
        }
        return samples.next();
    }

    private Quantized quantize() {
        Graph graph = model.graph();
        QuantizationPlan plan = QuantizationPlanner.plan(graph, constants, shapes, exclusions);
        CalibratedRanges ranges =
                CalibratedRanges.measure(model, observed(plan), context.calibration(), context.threads());
        exclude(plan, ranges.unfit());
        while (true) {
            plan = QuantizationPlanner.plan(graph, constants, shapes, exclusions);
            try {
                Model written = QuantizedGraph.write(model, plan, grids(plan, ranges), constants, store);
                return new Quantized(written, plan, ranges.samples());
            } catch (UnfitNodeException e) {
                exclusions.put(e.node(), e.reason());
            }
        }
    }

    /// Every tensor that could get a grid: those of the plan, and, should a node fall out of it, the
    /// float tensors next to it.
    private Set<String> observed(QuantizationPlan plan) {
        Set<String> tensors = new LinkedHashSet<>(plan.entering());
        for (Node node : model.graph().nodes()) {
            switch (plan.treatment(node)) {
                case WEIGHTED, ARITHMETIC -> tensors.add(plan.outputOf(node));
                case CARRY, CLAMP -> tensors.addAll(node.outputs());
                case FLOAT -> {}
            }
        }
        tensors.removeIf(tensor -> !shapes.isFloat(tensor));
        return tensors;
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
                throw new IllegalStateException("no range for '" + tensor + "'");
            }
            byRoot.merge(plan.gridOf(tensor), range, Range::with);
        }
        Map<String, Grid> grids = new HashMap<>();
        byRoot.forEach((root, range) -> grids.put(root, Grid.covering(range)));
        return grids;
    }
}
