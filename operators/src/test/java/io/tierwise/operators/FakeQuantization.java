package io.tierwise.operators;

import io.tierwise.onnx.Model;
import io.tierwise.onnx.Node;
import io.tierwise.operators.WrittenModel.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a tensor of a quantized model must be: the float model's nodes computed in double precision on
/// the values that the quantized model really gave them, with constants rounded anew.
final class FakeQuantization {

    private final Model model;
    private final WrittenModel written;
    private final Map<String, Values> given;

    /// @param model the float model
    /// @param given every tensor the quantized model gave in a run, by the name it has there
    FakeQuantization(Model model, WrittenModel written, Map<String, Values> given) {
        this.model = model;
        this.written = written;
        this.given = given;
    }

    /// The value of a tensor before it is rounded.
    Values expected(String tensor) {
        Kind kind = written.kind(tensor);
        boolean onBytes = kind == Kind.COMPUTED || kind == Kind.CARRIED;
        Interpreter interpreter = new Interpreter(
                model.graph(),
                model.opset(),
                name -> name.equals(tensor) ? Optional.empty() : value(name, onBytes),
                (node, inside) -> written.computing(tensor).flatMap(form -> rounded(node, inside, form)));
        return interpreter.of(tensor);
    }

    /// The value of a tensor as a node on bytes, or one in floating point, sees it.
    private Optional<Values> value(String tensor, boolean onBytes) {
        Optional<Values> inFloat = written.inFloat(tensor) ? Optional.ofNullable(given.get(tensor)) : Optional.empty();
        return onBytes ? dequantized(tensor).or(() -> inFloat) : inFloat.or(() -> dequantized(tensor));
    }

    private Optional<Values> dequantized(String tensor) {
        return written.bytesOf(tensor)
                .flatMap(bytes -> Optional.ofNullable(given.get(bytes)).map(values -> {
                    Steps steps = written.steps(bytes);
                    return Values.generate(values.shape(), at -> steps.value(values.at(at)));
                }));
    }

    /// The answer of a node whose constants are rounded in the quantized model.
    private Optional<List<Values>> rounded(Node node, Interpreter inside, Node form) {
        if (node.is("BatchNormalization") && form.is("Conv")) {
            Call norm = statistics(node, inside);
            return Optional.of(inside.producer(node.inputs().getFirst())
                    .filter(conv ->
                            conv.is("Conv") && written.kind(node.inputs().getFirst()) == Kind.ABSENT)
                    .map(conv -> folded(conv, norm, inside, form))
                    .orElseGet(() -> alone(norm, inside.of(node.inputs().getFirst()), form)));
        }
        if (!node.operator().equals(form.operator())
                || written.dequantizedConstants(form).isEmpty()) {
            return Optional.empty();
        }
        Call call = inside.call(node);
        if (node.is("Gemm")) {
            call = withoutFactors(call);
        }
        return Optional.of(Kernels.run(withRounded(call, form)));
    }

    private Call withRounded(Call call, Node form) {
        FakeWeights weights = new FakeWeights(written, form);
        List<Optional<Values>> inputs = new ArrayList<>();
        for (int i = 0; i < call.inputs().size(); i++) {
            int position = i;
            inputs.add(call.optional(i).map(values -> weights.at(position, values, call.optional(2))));
        }
        return new Call(call.node(), call.opset(), inputs);
    }

    /// The factors of a Gemm belong to its weights and its bias.
    private static Call withoutFactors(Call call) {
        double alpha = call.real("alpha", 1);
        double beta = call.real("beta", 1);
        List<Optional<Values>> inputs = new ArrayList<>();
        inputs.add(call.optional(0));
        inputs.add(call.optional(1).map(values -> times(values, alpha)));
        inputs.add(call.optional(2).map(values -> times(values, beta)));
        return new Call(Nodes.without(call.node(), "alpha", "beta"), call.opset(), inputs);
    }

    private static Values times(Values values, double factor) {
        return Values.generate(values.shape(), at -> values.at(at) * factor).inFloats();
    }

    /// A convolution that took over the normalization after it, which the text says is
    /// `(y - mean) / sqrt(variance + epsilon) * gamma + beta`.
    private List<Values> folded(Node conv, Call norm, Interpreter inside, Node form) {
        Call call = inside.call(conv);
        double epsilon = norm.real("epsilon", 1e-5f);
        Values weights = call.input(1);
        Values scaled = Values.generate(weights.shape(), at -> weights.at(at) * factor(norm, at[0], epsilon));
        Values bias = Values.generate(new int[] {weights.extent(0)}, at -> {
            double before = call.optional(2).map(values -> values.at(at)).orElse(0.0);
            return (before - norm.input(3).at(at)) * factor(norm, at[0], epsilon)
                    + norm.input(2).at(at);
        });
        Call whole = new Call(
                conv,
                call.opset(),
                List.of(call.optional(0), Optional.of(scaled.inFloats()), Optional.of(bias.inFloats())));
        return Kernels.run(withRounded(whole, form));
    }

    /// A convolution of each channel with one number that stands for a normalization.
    private List<Values> alone(Call norm, Values input, Node form) {
        double epsilon = norm.real("epsilon", 1e-5f);
        int channels = norm.input(1).extent(0);
        Values weights = Values.generate(new int[] {channels, 1, 1, 1}, at -> factor(norm, at[0], epsilon));
        Values bias = Values.generate(
                new int[] {channels}, at -> norm.input(2).at(at) - norm.input(3).at(at) * factor(norm, at[0], epsilon));
        Node each = Nodes.with(Nodes.of("Conv", "", List.of("x", "w", "b"), List.of("y")), "group", channels);
        List<Optional<Values>> inputs =
                List.of(Optional.of(input), Optional.of(weights.inFloats()), Optional.of(bias.inFloats()));
        return Kernels.run(withRounded(new Call(each, norm.opset(), inputs), form));
    }

    /// The normalization without the tensor it normalizes.
    private static Call statistics(Node norm, Interpreter inside) {
        List<Optional<Values>> inputs = new ArrayList<>(List.of(Optional.empty()));
        norm.inputs().stream().skip(1).forEach(input -> inputs.add(Optional.of(inside.of(input))));
        return new Call(norm, 0, inputs);
    }

    private static double factor(Call norm, int channel, double epsilon) {
        return norm.input(1).at(channel) / Math.sqrt(norm.input(4).at(channel) + epsilon);
    }
}
