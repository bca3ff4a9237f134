package io.tierwise.operators;

import io.tierwise.data.Tensor;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.Node;
import io.tierwise.runtime.InputMismatchException;
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
/// calibration samples, weights as bytes too, biases as 32-bit integers. What is not understood stays in
/// floating point and is listed with its reason: the result always runs.
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
    ///
    /// @param notes what refinements did
    /// @param sparing what was left in floating point for accuracy's sake; empty where nothing was ranked
    record Quantized(
            Model model,
            QuantizationPlan plan,
            CalibratedRanges ranges,
            List<String> notes,
            Optional<SparingAccount> sparing) {}

    /// A model in the form that is quantized, and where new weights go.
    private record Prepared(Model model, Shapes shapes, WeightStore store) {}

    /// Quantizes a model, refined as asked.
    ///
    /// @throws OperatorException when there are no calibration samples, or when the model cannot
    ///     be raised to opset 13
    static Quantized quantize(Model model, Quantize request, Context context) {
        Map<String, Tensor> first = firstOf(context.calibration());
        WeightStore store = WeightStore.in(context.workFolder());
        Shapes shapes = shapes(model, first);
        Refined refined = Refined.of(Preparation.prepare(model, shapes, store), request, first, store);
        Model prepared = refined.model();
        Shapes preparedShapes = shapes.cover(prepared) ? shapes : Shapes.learn(prepared, first);
        ByteFormat format = ByteFormat.of(request.scheme());
        Quantizer quantizer = new Quantizer(context, new Prepared(prepared, preparedShapes, store), format);
        quantizer.exclusions.putAll(
                Exclusions.of(model, prepared, context.sparing().excluded()));
        return quantizer.quantize(refined.notes(), request, first);
    }

    /// The first sample.
    ///
    /// @throws OperatorException when there is none
    static Map<String, Tensor> firstOf(Calibration calibration) {
        var samples = calibration.iterator();
        if (!samples.hasNext()) {
            throw new OperatorException("quantization needs calibration samples, found none");
        }
        return samples.next();
    }

    /// The shapes a model has on its first sample.
    ///
    /// @throws OperatorException when the sample does not fit the model
    static Shapes shapes(Model model, Map<String, Tensor> first) {
        try {
            return Shapes.learn(model, first);
        } catch (InputMismatchException e) {
            throw Measuring.misfit(1, e);
        }
    }

    private Quantized quantize(List<String> notes, Quantize request, Map<String, Tensor> first) {
        QuantizationPlan plan = QuantizationPlanner.plan(model.graph(), coverage, exclusions);
        CalibratedRanges ranges = CalibratedRanges.measure(
                model, observed(plan), request.calibrator(), context.calibration(), context.threads());
        exclude(plan, ranges.unfit());
        Map<String, double[]> means = request.refinements().contains(Refinement.CORRECT_BIAS)
                ? BiasCorrection.means(model, plan, coverage.shapes(), context.calibration(), context.threads())
                : Map.of();
        Optional<SparingAccount> sparing = context.sparing().ranks()
                ? Optional.of(spare(
                        plan,
                        first,
                        (spared, into) -> write(ranges, means, into, spared).model()))
                : Optional.empty();
        Written written = write(ranges, means, store, Set.of());
        List<String> all = new ArrayList<>(notes);
        if (!means.isEmpty()) {
            all.add("took the mean error of rounded weights off the biases");
        }
        sparing.ifPresent(account -> all.add(account.sentence()));
        return new Quantized(written.model(), written.plan(), ranges, all, sparing);
    }

    /// Leaves nodes in floating point until the loss asked for holds.
    private SparingAccount spare(QuantizationPlan plan, Map<String, Tensor> first, SparingSearch.Writing writing) {
        SparingSearch.Found found = new SparingSearch(model, plan, writing, context).search(first);
        found.spared()
                .forEach(key -> exclusions.put(key, "accuracy needs it: left in float32 to keep the loss asked for"));
        return found.account();
    }

    private record Written(Model model, QuantizationPlan plan) {}

    /// Writes the 8-bit model.
    ///
    /// @param means of what nodes take, by which biases are corrected; empty to leave biases
    /// @param spared nodes to leave in floating point as well, by first output
    private Written write(CalibratedRanges ranges, Map<String, double[]> means, WeightStore into, Set<String> spared) {
        Map<String, String> floats = new HashMap<>(exclusions);
        spared.forEach(key -> floats.put(key, "it is tried in float32"));
        if (means.isEmpty()) {
            return write(model, ranges, into, floats);
        }
        Model corrected;
        try (Scratch scratch = Scratch.in(context.workFolder())) {
            Model rounded = write(model, ranges, scratch.store(), floats).model();
            corrected = BiasCorrection.correct(model, rounded, means, into);
        }
        return write(corrected, ranges, into, floats);
    }

    /// Writes the 8-bit form of the model, or of one with the same nodes and other constants.
    private Written write(Model from, CalibratedRanges ranges, WeightStore into, Map<String, String> floats) {
        Coverage values = new Coverage(Constants.of(from.graph()), coverage.shapes(), format.activations());
        while (true) {
            QuantizationPlan plan = QuantizationPlanner.plan(from.graph(), values, floats);
            try {
                return new Written(
                        QuantizedGraph.write(new GraphDraft(from, into), plan, grids(plan, ranges), format), plan);
            } catch (UnfitNodeException e) {
                floats.put(e.node(), e.reason());
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
                throw new IllegalStateException("no range for '" + tensor + "'");
            }
            byRoot.merge(plan.gridOf(tensor), range, Range::with);
        }
        Map<String, Grid> grids = new HashMap<>();
        byRoot.forEach((root, range) -> grids.put(root, Grid.covering(range, format.activations())));
        return grids;
    }
}
