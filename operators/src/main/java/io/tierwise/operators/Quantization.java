package io.tierwise.operators;

import io.tierwise.data.Tensor;
import io.tierwise.onnx.Graph;
import io.tierwise.onnx.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Carries out [Quantize] where it will run: chooses the scheme if none was named, quantizes, and accounts
/// for what became of each node.
final class Quantization {

    private final List<Part> parts;
    private final Set<Integer> which;
    private final Context context;

    private Quantization(List<Part> parts, Set<Integer> which, Context context) {
        this.parts = parts;
        this.which = which;
        this.context = context;
    }

    /// The parts, the account, and the operator with its scheme named.
    record Result(List<Part> parts, Account account, Quantize resolved) {}

    /// Quantizes the parts with these positions.
    static Result apply(Quantize quantize, List<Part> parts, Set<Integer> which, Context context) {
        List<Part> named = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            named.add(which.contains(i) ? part.withModel(Nodes.allNamed(part.model())) : part);
        }
        return new Quantization(named, which, context).apply(quantize);
    }

    private Result apply(Quantize quantize) {
        return switch (quantize.scheme()) {
            case AUTO ->
                chosen(SchemeChoice.choose(
                        new SchemeChoice.Request(quantize, parts, which), context, PartQuantization::apply));
            case FLOAT -> new Result(parts, untouched(quantize), quantize);
            case U8S8, U8S8_PER_TENSOR, S8S8, U8U8, U8S7, DYNAMIC, FP16, WEIGHTS ->
                quantized(quantize, PartQuantization.apply(quantize, parts, which, context));
        };
    }

    private Result chosen(SchemeChoice.Chosen chosen) {
        Result result = chosen.result()
                .map(quantized -> quantized(chosen.quantize(), quantized))
                .orElseGet(() -> new Result(parts, untouched(chosen.quantize()), chosen.quantize()));
        return new Result(result.parts(), result.account().withProbe(chosen.probe()), result.resolved());
    }

    private Account untouched(Quantize quantize) {
        ModelSize size = ModelSize.of(parts);
        return Account.of(quantize, "leaves the model in floating point, as it is", size, size)
                .withQuantization(QuantizationAccount.untouched());
    }

    private Result quantized(Quantize quantize, PartQuantization.Result result) {
        return new Result(
                result.parts(), nodes(result).map(result.account()::withNodes).orElse(result.account()), quantize);
    }

    private Optional<NodeAccount> nodes(PartQuantization.Result result) {
        List<FloatNode> planned = result.account()
                .quantization()
                .map(QuantizationAccount::floatNodes)
                .orElse(List.of());
        return which.stream()
                .sorted()
                .map(part -> nodes(part, result.parts().get(part).model(), planned))
                .reduce(NodeAccount::plus);
    }

    private NodeAccount nodes(int position, Model after, List<FloatNode> planned) {
        Part part = parts.get(position);
        Graph optimized = OptimizedGraph.of(after, context.workFolder());
        Pace pace = context.criteria().pace();
        try (PartFeed feed = new PartFeed(parts.subList(0, position), part, context)) {
            Map<String, Tensor> input = feed.iterator().next();
            var times = new NodeRuns.Times(pace.profile(part.model(), input), pace.profile(after, input));
            return NodeRuns.of(part.model(), after, optimized, planned, times);
        }
    }
}
