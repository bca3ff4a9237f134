package io.tierwise.zoo;

import io.tierwise.onnx.Attribute;
import io.tierwise.onnx.GraphBuilder;
import io.tierwise.onnx.GraphBuilder.Window;
import io.tierwise.onnx.Weight;
import java.util.List;
import java.util.Map;

/// Adds layers whose random weights keep the size of the signal.
///
/// A sum over `n` values of mean square `m`, each times a weight of variance `s`, has the variance
/// `n m s`, whatever the mean of the values, because weights have mean 0. So every convolution chooses
/// `s` for the variance it is to make. A Relu keeps half of the mean square of a symmetric signal.
final class Layers {

    /// Variance a convolution makes before a Relu, which then leaves a mean square of 1.
    static final double BEFORE_RELU = 2;

    private static final double BIAS_DEVIATION = 0.05;

    /// A window's largest of nine rectified normal values has 5.1 times their mean square; neighbours
    /// are correlated.
    private static final double MAX_POOL_GAIN = 4;

    /// A positive signal plus a small symmetric one, rectified: about a quarter of the addition is
    /// lost, where the signal was 0.
    private static final double KEPT_OF_BRANCH = 0.75;

    private final GraphBuilder graph;
    private final WeightSource weights;

    Layers(GraphBuilder graph, WeightSource weights) {
        this.graph = graph;
        this.weights = weights;
    }

    GraphBuilder graph() {
        return graph;
    }

    /// A convolution with bias that makes values of this variance.
    Signal conv(Signal x, String name, int channels, Window window, double variance) {
        long perGroup = x.channels() / window.group();
        double fanIn = (double) perGroup * window.size() * window.size();
        double deviation = Math.sqrt(variance / (fanIn * x.meanSquare()));
        String weight = graph.weight(
                weights.gaussian(name + ".weight", deviation, channels, perGroup, window.size(), window.size()));
        String bias = graph.weight(weights.gaussian(name + ".bias", BIAS_DEVIATION, channels));
        return new Signal(graph.conv(window, x.tensor(), weight, bias), channels, variance);
    }

    Signal relu(Signal x) {
        return new Signal(graph.relu(x.tensor()), x.channels(), x.meanSquare() / 2);
    }

    /// The signal held between 0 and 6.
    Signal relu6(Signal x) {
        String clipped = graph.node("Clip", Map.of(), List.of(x.tensor(), "clip.low", "clip.high"));
        return new Signal(clipped, x.channels(), x.meanSquare() / 2);
    }

    /// Declares the bounds of [#relu6(Signal)].
    void boundsOfRelu6() {
        graph.weight(Weight.ofFloats("clip.low", new float[] {0}));
        graph.weight(Weight.ofFloats("clip.high", new float[] {6}));
    }

    Signal maxPool(Signal x) {
        String pooled = graph.maxPool(Window.square(3).withStride(2), x.tensor());
        return new Signal(pooled, x.channels(), x.meanSquare() * MAX_POOL_GAIN);
    }

    /// The sum of two symmetric signals.
    Signal add(Signal a, Signal b) {
        return new Signal(graph.add(a.tensor(), b.tensor()), a.channels(), a.meanSquare() + b.meanSquare());
    }

    /// The rectified sum of a signal that is not negative and a symmetric one.
    Signal addAndRelu(Signal x, Signal branch) {
        String sum = graph.relu(graph.add(branch.tensor(), x.tensor()));
        return new Signal(sum, x.channels(), x.meanSquare() + KEPT_OF_BRANCH * branch.meanSquare());
    }

    /// Mean over all places, and a matrix product: [1, classes].
    String classify(Signal x, int classes) {
        double deviation = Math.sqrt(1 / (x.channels() * x.meanSquare()));
        String flat = graph.flatten(graph.globalAveragePool(x.tensor()));
        String weight = graph.weight(weights.gaussian("fc.weight", deviation, classes, x.channels()));
        return graph.gemm(flat, weight, graph.weight(weights.gaussian("fc.bias", BIAS_DEVIATION, classes)));
    }

    /// Height and width times `factor`, linear in between; half pixels are the operator's default.
    String enlarge(Signal x, int factor) {
        String scales = graph.weight(Weight.ofFloats("resize.scales", new float[] {1, 1, factor, factor}, 4));
        return graph.node("Resize", Map.of("mode", new Attribute.Text("linear")), List.of(x.tensor(), "", scales));
    }
}
