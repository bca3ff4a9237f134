package io.tierwise.operators;

import io.tierwise.data.Tensor;
import io.tierwise.onnx.Attribute;
import io.tierwise.onnx.GraphIndex;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.Node;
import io.tierwise.onnx.Weight;
import io.tierwise.operators.Coverage.Treatment;
import io.tierwise.runtime.ModelSession;
import io.tierwise.runtime.SessionSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/// Takes the mean error that rounding weights makes off the biases.
///
/// After Nagel et al. (2019), *Data-Free Quantization Through Weight Equalization and Bias Correction*,
/// section 4.2, with means measured instead of derived: rounded weights `W + E` shift the mean of an output
/// by `E` times the mean of the input, channel by channel. The input's means are those the float model has on
/// calibration samples. In a convolution each of the kernel's positions is taken to see the same mean: at
/// the borders, where some see padding, the correction is a little too large.
final class BiasCorrection {

    /// From this opset on, ReduceMean takes its axes as an input.
    private static final int AXES_AS_INPUT = 18;

    private final Model model;
    private final Constants constants;
    private final GraphIndex index;

    private BiasCorrection(Model model) {
        this.model = model;
        this.constants = Constants.of(model.graph());
        this.index = GraphIndex.of(model.graph());
    }

    /// Where a node's bias stands.
    ///
    /// @param node the node itself, or the Add behind a MatMul
    /// @param position its input
    /// @param factor what the node multiplies it by
    private record Place(Node node, int position, float factor) {}

    /// Gives every node whose weights may be rounded a bias to correct, of zeros where it has none: ranges
    /// are then measured on tensors that the corrected model has too.
    static Model givenBiases(Model model, Shapes shapes, WeightStore store) {
        BiasCorrection correction = new BiasCorrection(model);
        // Which nodes have weights to round is the same for all levels of activations.
        Coverage coverage = new Coverage(correction.constants, shapes, Levels.UNSIGNED);
        GraphDraft draft = new GraphDraft(model, store);
        for (Node node : model.graph().nodes()) {
            boolean lacking = coverage.verdict(node).treatment() == Treatment.WEIGHTED
                    && correction.place(node).isEmpty();
            if (lacking) {
                correction.addWithBias(node, draft);
            } else {
                draft.add(node);
            }
        }
        return draft.finish();
    }

    private void addWithBias(Node node, GraphDraft draft) {
        int outputs = WeightMatrix.of(node, constants).outputs();
        String key = QuantizationPlan.key(node);
        String zeros = draft.floats(key + ".zeros", new float[outputs], outputs);
        if (node.operator().equals("MatMul")) {
            String product = draft.fresh(key + ".product");
            draft.add(node.rewired(node.inputs(), List.of(product)));
            draft.add(Nodes.of("Add", key + ".Add", List.of(product, zeros), List.of(key)));
        } else {
            List<String> inputs = List.of(node.inputs().get(0), node.inputs().get(1), zeros);
            draft.add(Nodes.without(node, "beta").rewired(inputs, node.outputs()));
        }
    }

    private Optional<Place> place(Node node) {
        if (node.operator().equals("MatMul")) {
            return index.onlyConsumer(QuantizationPlan.key(node))
                    .filter(next ->
                            next.operator().equals("Add") && next.domain().isEmpty())
                    .flatMap(next -> addend(next, node));
        }
        float factor = node.operator().equals("Gemm") ? Attributes.decimal(node, "beta", 1) : 1;
        return factor == 0 || Inputs.absent(node, 2) ? Optional.empty() : Optional.of(new Place(node, 2, factor));
    }

    private Optional<Place> addend(Node add, Node product) {
        int position = add.inputs().getFirst().equals(QuantizationPlan.key(product)) ? 1 : 0;
        String name = add.inputs().get(position);
        int outputs = WeightMatrix.of(product, constants).outputs();
        if (!constants.isFloat(name) || constants.elements(name) != outputs) {
            return Optional.empty();
        }
        long[] shape = constants.shape(name);
        return shape.length > 0 && shape[shape.length - 1] == outputs
                ? Optional.of(new Place(add, position, 1))
                : Optional.empty();
    }

    /// The mean of each channel of the tensors that nodes multiply by their weights.
    ///
    /// @param plan says which nodes
    static Map<String, double[]> means(
            Model model, QuantizationPlan plan, Shapes shapes, Calibration calibration, int threads) {
        Map<String, String> tensorByMean = new LinkedHashMap<>();
        Model averaging = withMeans(model, channelAxes(model, plan, shapes), shapes, tensorByMean);
        Map<String, double[]> sums = new HashMap<>();
        int samples = 0;
        try (ModelSession session = Sessions.open(averaging, SessionSettings.fast(threads))) {
            for (Map<String, Tensor> sample : calibration) {
                session.run(sample).forEach((mean, values) -> add(sums, tensorByMean.getOrDefault(mean, mean), values));
                samples++;
            }
        }
        for (double[] sum : sums.values()) {
            for (int channel = 0; channel < sum.length; channel++) {
                sum[channel] /= samples;
            }
        }
        return sums;
    }

    private static void add(Map<String, double[]> sums, String tensor, Tensor means) {
        float[] values = means.toFloats();
        double[] sum = sums.computeIfAbsent(tensor, t -> new double[values.length]);
        for (int channel = 0; channel < values.length; channel++) {
            sum[channel] += values[channel];
        }
    }

    private static Map<String, Integer> channelAxes(Model model, QuantizationPlan plan, Shapes shapes) {
        Map<String, Integer> axes = new LinkedHashMap<>();
        for (Node node : model.graph().nodes()) {
            String input = node.inputs().isEmpty() ? "" : node.inputs().getFirst();
            if (plan.treatment(node) == Treatment.WEIGHTED) {
                int last = shapes.rank(input).orElseThrow() - 1;
                axes.put(input, node.operator().equals("MatMul") ? last : 1);
            }
        }
        return axes;
    }

    /// The nodes that average stand last tensor first, so that no tensor is kept alive for them.
    private static Model withMeans(
            Model model, Map<String, Integer> channelAxes, Shapes shapes, Map<String, String> tensorByMean) {
        List<Node> nodes = new ArrayList<>(model.graph().nodes());
        for (Map.Entry<String, Integer> entry :
                List.copyOf(channelAxes.entrySet()).reversed()) {
            String mean = "tierwise.mean." + tensorByMean.size();
            tensorByMean.put(mean, entry.getKey());
            long[] axes = LongStream.range(0, shapes.rank(entry.getKey()).orElseThrow())
                    .filter(axis -> axis != entry.getValue())
                    .toArray();
            nodes.addAll(mean(model.opset(), entry.getKey(), mean, axes));
        }
        return Models.withOutputs(model, nodes, List.copyOf(tensorByMean.keySet()));
    }

    private static List<Node> mean(long opset, String tensor, String mean, long[] axes) {
        if (opset < AXES_AS_INPUT) {
            Node node = Nodes.of("ReduceMean", mean, List.of(tensor), List.of(mean))
                    .with("axes", new Attribute.Ints(LongStream.of(axes).boxed().toList()));
            return List.of(Nodes.with(node, "keepdims", 0));
        }
        String name = mean + ".axes";
        Node constant = Nodes.of("Constant", name, List.of(), List.of(name))
                .with("value", new Attribute.TensorValue(Weight.ofLongs(name, axes, axes.length)));
        Node node = Nodes.of("ReduceMean", mean, List.of(tensor, name), List.of(mean));
        return List.of(constant, Nodes.with(node, "keepdims", 0));
    }

    /// The float model with corrected biases.
    ///
    /// @param written the same model quantized, from which the rounded weights are read
    /// @param means of the tensors that nodes multiply by their weights
    static Model correct(Model model, Model written, Map<String, double[]> means, WeightStore store) {
        return new BiasCorrection(model).corrected(written, means, store);
    }

    private Model corrected(Model written, Map<String, double[]> means, WeightStore store) {
        DequantizedWeights rounded = DequantizedWeights.of(written);
        GraphDraft draft = new GraphDraft(model, store);
        Map<String, Node> changed = new HashMap<>();
        for (Node node : model.graph().nodes()) {
            Optional<float[]> weights = rounded.of(node);
            Optional<Place> place = weights.isPresent() ? place(node) : Optional.empty();
            Optional<double[]> mean = Optional.ofNullable(
                    means.get(node.inputs().isEmpty() ? "" : node.inputs().getFirst()));
            if (place.isPresent() && mean.isPresent()) {
                double[] shift = shift(node, weights.orElseThrow(), mean.get());
                Node target = place.get().node();
                changed.put(QuantizationPlan.key(target), shifted(place.get(), shift, draft));
            }
        }
        model.graph().nodes().forEach(node -> draft.add(changed.getOrDefault(QuantizationPlan.key(node), node)));
        return draft.finish();
    }

    /// By how much rounded weights raise the mean of each output.
    private double[] shift(Node node, float[] rounded, double[] mean) {
        WeightMatrix matrix = WeightMatrix.of(node, constants);
        float[] exact = constants.floats(node.inputs().get(1));
        double alpha = node.operator().equals("Gemm") ? Attributes.decimal(node, "alpha", 1) : 1;
        double[] shift = new double[matrix.outputs()];
        for (int i = 0; i < exact.length; i++) {
            shift[matrix.output(i)] += (rounded[i] - alpha * exact[i]) * mean[matrix.input(i)];
        }
        return shift;
    }

    private Node shifted(Place place, double[] shift, GraphDraft draft) {
        List<String> inputs = new ArrayList<>(place.node().inputs());
        String name = inputs.get(place.position());
        float[] bias = constants.floats(name);
        if (bias.length != shift.length) {
            return place.node();
        }
        for (int channel = 0; channel < bias.length; channel++) {
            bias[channel] -= (float) (shift[channel] / place.factor());
        }
        inputs.set(place.position(), draft.floats(name + ".corrected", bias, constants.shape(name)));
        return place.node().rewired(inputs, place.node().outputs());
    }
}
