package io.tierwise.operators;

import io.tierwise.onnx.Model;
import io.tierwise.onnx.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a product of a dynamically quantized model must be: the float model's node in double precision on
/// activations and weights that are rounded here anew.
final class FakeProducts {

    /// A value this near to the middle between two steps, in steps, may be rounded either way.
    private static final double TIE = 0.005;

    private static final double FLOAT_STEP = 1e-5;

    private FakeProducts() {}

    /// @param values of the whole product
    /// @param tolerance what elements differ by at most where ties are rounded the other way
    record Expected(Values values, double tolerance) {}

    /// A tensor on its steps.
    ///
    /// @param step the widest of them
    /// @param ties the most in one row of activations, or column of weights, that may go either way
    private record Rounded(Values values, double step, int ties) {}

    /// The products of a model that have constant matrices and do not transpose their input.
    static List<Node> of(Model model) {
        List<Node> products = new ArrayList<>();
        for (Node node : model.graph().nodes()) {
            if ((node.is("MatMul") || (node.is("Gemm") && Attributes.integer(node, "transA", 0) == 0))
                    && Optional.ofNullable(
                                    model.graph().weights().get(node.inputs().get(1)))
                            .filter(weight -> weight.shape().size() == 2)
                            .isPresent()) {
                products.add(node);
            }
        }
        return products;
    }

    /// @param given what the quantized model's tensors are in one run
    static Expected expected(Node node, Model model, Map<String, Values> given) {
        Rounded x = activation(given(given, node.inputs().getFirst()));
        Rounded w = weights(matrix(node, model));
        Values product = MatrixKernels.product(x.values(), w.values());
        Values bias = node.inputs().size() < 3
                ? Values.reals(new int[0], new double[1])
                : constantOr(given, model, node.inputs().get(2));
        double beta = Attributes.decimal(node, "beta", 1);
        Values whole = Values.generate(product.shape(), at -> product.at(at) + beta * bias.broadcast(at));
        double tolerance = x.ties() * x.step() * w.values().peak()
                + w.ties() * w.step() * x.values().peak()
                + FLOAT_STEP * Math.max(1, whole.peak());
        return new Expected(whole, tolerance);
    }

    static Values given(Map<String, Values> given, String tensor) {
        return Optional.ofNullable(given.get(tensor)).orElseThrow();
    }

    private static Values constantOr(Map<String, Values> given, Model model, String tensor) {
        return Optional.ofNullable(model.graph().weights().get(tensor))
                .map(Values::of)
                .orElseGet(() -> given(given, tensor));
    }

    private static Values matrix(Node node, Model model) {
        Values stored = Values.of(
                Optional.ofNullable(model.graph().weights().get(node.inputs().get(1)))
                        .orElseThrow());
        boolean turned = node.is("Gemm") && Attributes.integer(node, "transB", 0) != 0;
        double alpha = node.is("Gemm") ? Attributes.decimal(node, "alpha", 1) : 1;
        int[] shape = {stored.extent(turned ? 1 : 0), stored.extent(turned ? 0 : 1)};
        return Values.generate(shape, at -> alpha * (turned ? stored.at(at[1], at[0]) : stored.at(at)));
    }

    /// On the steps that DynamicQuantizeLinear makes.
    private static Rounded activation(Values x) {
        List<Values> made = IntegerKernels.dynamicQuantize(x);
        double scale = made.get(1).flat(0);
        double zero = made.get(2).flat(0);
        int columns = x.extent(x.rank() - 1);
        int most = 0;
        for (int row = 0; row < x.size() / columns; row++) {
            int ties = 0;
            for (int i = row * columns; i < (row + 1) * columns; i++) {
                ties += isTie(x.flat(i) / scale) ? 1 : 0;
            }
            most = Math.max(most, ties);
        }
        Values bytes = made.getFirst();
        return new Rounded(Values.generate(x.shape(), at -> (bytes.at(at) - zero) * scale), scale, most);
    }

    /// On 127 steps to each side of zero, a column at a time.
    private static Rounded weights(Values w) {
        double[] scales = new double[w.extent(1)];
        int most = 0;
        for (int column = 0; column < scales.length; column++) {
            double peak = 0;
            for (int row = 0; row < w.extent(0); row++) {
                peak = Math.max(peak, Math.abs(w.at(row, column)));
            }
            scales[column] = peak == 0 ? 1 : peak / 127;
            int ties = 0;
            for (int row = 0; row < w.extent(0); row++) {
                ties += isTie(w.at(row, column) / scales[column]) ? 1 : 0;
            }
            most = Math.max(most, ties);
        }
        Values rounded = Values.generate(w.shape(), at -> Math.floor(w.at(at) / scales[at[1]] + 0.5) * scales[at[1]]);
        return new Rounded(rounded, Arrays.stream(scales).max().orElse(0), most);
    }

    private static boolean isTie(double steps) {
        return Math.abs(steps - Math.floor(steps) - 0.5) < TIE;
    }
}
