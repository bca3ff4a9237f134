package io.tierwise.operators;

import io.tierwise.onnx.Graph;
import io.tierwise.onnx.GraphIndex;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Cross-layer equalization: scales the channels between two layers so that each is as wide in the
/// weights that make it as in those that take it.
///
/// After Nagel et al. (2019), *Data-Free Quantization Through Weight Equalization and Bias Correction*,
/// section 4.1: where only what commutes with positive factors stands between two layers, channel `i` can
/// be divided by `s[i] = sqrt(r1[i] r2[i]) / r2[i]` in the first and multiplied by it in the second, `r1`
/// and `r2` being the greatest absolute weights of the channel. Pairs are gone through until no factor
/// moves by more than a percent. The model says the same up to the rounding of floats.
///
/// Unlike there, `r1` counts the bias among the weights: a channel whose weights have died and whose bias
/// has not would else be blown up until it alone decides the range of the tensor.
///
/// A Clip with an upper bound does not commute: its bound would have to differ by channel, which it
/// cannot. It is left, and counted.
final class Equalization {

    private static final Set<String> COMMUTING = Set.of("Relu", "LeakyRelu", "MaxPool", "AveragePool");
    private static final Bounds RELU = new Bounds(0, Float.POSITIVE_INFINITY);
    private static final double CONVERGED = 0.01;

    /// Pairs in a row settle geometrically, in some ten sweeps.
    private static final int MOST_SWEEPS = 40;

    private final Model model;
    private final Constants constants;
    private final GraphIndex index;
    private final Map<String, Layer> layers = new LinkedHashMap<>();
    private final List<Pair> pairs = new ArrayList<>();
    private int bounded;

    private Equalization(Model model) {
        this.model = model;
        this.constants = Constants.of(model.graph());
        this.index = GraphIndex.of(model.graph());
    }

    /// An equalized model.
    ///
    /// @param pairs how many pairs of layers were equalized
    /// @param bounded how many were not because a Clip with an upper bound stands between them
    record Equalized(Model model, int pairs, int bounded) {

        String sentence() {
            String left = bounded == 0
                    ? ""
                    : "; %d more have a Clip with an upper bound between them and were left".formatted(bounded);
            return "equalized the channels between %d pairs of layers%s".formatted(pairs, left);
        }
    }

    /// Two layers with a channel between them that can be scaled.
    private record Pair(Layer first, Layer second) {}

    /// A layer and the factors found for it so far: its value for an output and an input channel is
    /// multiplied by `taken[input] / given[output]`.
    private static final class Layer {
        final Node node;
        final WeightMatrix matrix;
        final double[] given;
        final double[] taken;

        Layer(Node node, WeightMatrix matrix) {
            this.node = node;
            this.matrix = matrix;
            this.given = new double[matrix.outputs()];
            this.taken = new double[matrix.inputs()];
            Arrays.fill(given, 1);
            Arrays.fill(taken, 1);
        }

        double factor(int position) {
            return taken[matrix.input(position)] / given[matrix.output(position)];
        }
    }

    /// Equalizes a model whose batch normalizations are folded; reads one weight at a time.
    static Equalized equalize(Model model, WeightStore store) {
        Equalization equalization = new Equalization(model);
        equalization.findPairs();
        if (equalization.pairs.isEmpty()) {
            return new Equalized(model, 0, equalization.bounded);
        }
        for (int sweep = 0; sweep < MOST_SWEEPS && equalization.sweep() > CONVERGED; sweep++) {}
        return new Equalized(equalization.write(store), equalization.pairs.size(), equalization.bounded);
    }

    private void findPairs() {
        for (Node node : index.order()) {
            if (scalable(node)) {
                next(node).filter(this::scalable).ifPresent(second -> pair(node, second));
            }
        }
    }

    private void pair(Node first, Node second) {
        Layer upper = new Layer(first, WeightMatrix.of(first, constants));
        Layer lower = new Layer(second, WeightMatrix.of(second, constants));
        if (upper.matrix.outputs() == lower.matrix.inputs()) {
            layers.putIfAbsent(QuantizationPlan.key(first), upper);
            layers.putIfAbsent(QuantizationPlan.key(second), lower);
            pairs.add(new Pair(layer(first), layer(second)));
        }
    }

    private Layer layer(Node node) {
        return Optional.ofNullable(layers.get(QuantizationPlan.key(node))).orElseThrow();
    }

    /// Whether a node's weights are constants of its own, and its bias one value for each output.
    private boolean scalable(Node node) {
        boolean kind = node.operator().equals("Conv")
                || (node.operator().equals("Gemm") && Attributes.integer(node, "transA", 0) == 0);
        return kind
                && node.domain().isEmpty()
                && constants.isFloat(node.inputs().get(1))
                && !constants.has(node.inputs().getFirst())
                && usedOnce(node.inputs().get(1))
                && Inputs.at(node, 2).map(bias -> fits(node, bias)).orElse(true);
    }

    private boolean usedOnce(String weight) {
        return index.consumers(weight).size() == 1
                && !index.isOutput(weight)
                && index.consumers(weight).getFirst().inputs().stream()
                                .filter(weight::equals)
                                .count()
                        == 1;
    }

    private boolean fits(Node node, String bias) {
        if (!constants.isFloat(bias)) {
            return false;
        }
        long[] shape = constants.shape(bias);
        int outputs = WeightMatrix.of(node, constants).outputs();
        return shape.length > 0 && shape[shape.length - 1] == outputs && constants.elements(bias) == outputs;
    }

    /// The layer behind this one, if each tensor on the way there has one taker.
    private Optional<Node> next(Node node) {
        Optional<Node> taker = index.onlyConsumer(QuantizationPlan.key(node));
        while (taker.isPresent() && commutes(taker.get())) {
            taker = index.onlyConsumer(QuantizationPlan.key(taker.get()));
        }
        if (taker.filter(this::boundsAbove).isPresent()) {
            bounded += index.onlyConsumer(QuantizationPlan.key(taker.orElseThrow()))
                            .filter(this::scalable)
                            .isPresent()
                    ? 1
                    : 0;
        }
        return taker.filter(n -> !constants.has(n.inputs().getFirst()));
    }

    private boolean commutes(Node node) {
        if (!node.domain().isEmpty() || node.outputs().size() > 1) {
            return false;
        }
        return COMMUTING.contains(node.operator())
                || (isClip(node) && bounds(node).equals(RELU));
    }

    private boolean boundsAbove(Node node) {
        return isClip(node) && bounds(node).high() < Float.POSITIVE_INFINITY;
    }

    private boolean isClip(Node node) {
        return node.operator().equals("Clip")
                && node.domain().isEmpty()
                && node.inputs().stream().skip(1).allMatch(name -> name.isEmpty() || constants.isFloat(name));
    }

    private Bounds bounds(Node node) {
        Bounds found = Bounds.of(node, constants);
        return found.high() == Float.MAX_VALUE ? new Bounds(found.low(), Float.POSITIVE_INFINITY) : found;
    }

    /// Equalizes each pair once.
    ///
    /// @return the greatest factor, as a distance of logarithms
    private double sweep() {
        double greatest = 0;
        for (Pair pair : pairs) {
            double[] made = peaks(pair.first(), false);
            withBias(pair.first(), made);
            double[] taken = peaks(pair.second(), true);
            for (int channel = 0; channel < made.length; channel++) {
                double factor = Math.sqrt(made[channel] / taken[channel]);
                if (factor > 0 && Double.isFinite(factor)) {
                    pair.first().given[channel] *= factor;
                    pair.second().taken[channel] *= factor;
                    greatest = Math.max(greatest, Math.abs(Math.log(factor)));
                }
            }
        }
        return greatest;
    }

    private double[] peaks(Layer layer, boolean ofInputs) {
        WeightMatrix matrix = layer.matrix;
        float[] values = constants.floats(layer.node.inputs().get(1));
        double[] peaks = new double[ofInputs ? matrix.inputs() : matrix.outputs()];
        for (int i = 0; i < values.length; i++) {
            int channel = ofInputs ? matrix.input(i) : matrix.output(i);
            peaks[channel] = Math.max(peaks[channel], Math.abs(values[i] * layer.factor(i)));
        }
        return peaks;
    }

    private void withBias(Layer layer, double[] peaks) {
        float[] bias = Inputs.at(layer.node, 2).map(constants::floats).orElseGet(() -> new float[0]);
        for (int channel = 0; channel < bias.length; channel++) {
            peaks[channel] = Math.max(peaks[channel], Math.abs(bias[channel] / layer.given[channel]));
        }
    }

    private Model write(WeightStore store) {
        GraphDraft draft = new GraphDraft(model, store);
        Graph graph = model.graph();
        for (Node node : graph.nodes()) {
            Optional<Layer> layer = Optional.ofNullable(layers.get(QuantizationPlan.key(node)));
            draft.add(layer.map(found -> written(found, draft)).orElse(node));
        }
        return draft.finish();
    }

    private Node written(Layer layer, GraphDraft draft) {
        List<String> inputs = new ArrayList<>(layer.node.inputs());
        String weight = inputs.get(1);
        float[] values = constants.floats(weight);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (values[i] * layer.factor(i));
        }
        inputs.set(1, draft.floats(weight + ".equalized", values, constants.shape(weight)));
        Inputs.at(layer.node, 2).ifPresent(name -> {
            float[] bias = constants.floats(name);
            for (int channel = 0; channel < bias.length; channel++) {
                bias[channel] = (float) (bias[channel] / layer.given[channel]);
            }
            inputs.set(2, draft.floats(name + ".equalized", bias, constants.shape(name)));
        });
        return layer.node.rewired(inputs, layer.node.outputs());
    }
}
