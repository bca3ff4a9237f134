package io.tierwise.operators;

import io.tierwise.data.Tensor;
import io.tierwise.exits.Promise;
import io.tierwise.onnx.GraphIndex;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.Node;
import io.tierwise.runtime.ModelSession;
import io.tierwise.runtime.SessionSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Carries out [EarlyExit] with the rule `int8`: puts the quantized network beside the network as it is, as
/// an exit that stands before all its nodes.
///
/// What the quantized network answers counts where its largest probability is high enough. Else the sample
/// goes through the network as it is, from the start.
final class QuantizedFirst {
    /// A first answer that loses more leaves too many in doubt.
    private static final double MOST_LOSS = 0.1;

    /// The least share of the time that makes asking twice worth it.
    private static final double WORTH = 0.05;

    private static final String STEM = "int8.";

    private final EarlyExit asked;
    private final ExitSubject subject;
    private final Model model;
    private final Context context;
    private final GraphDraft draft;

    private QuantizedFirst(EarlyExit asked, ExitSubject subject, Context context) {
        this.asked = asked;
        this.subject = subject;
        this.model = subject.model();
        this.context = context;
        this.draft = new GraphDraft(model, WeightStore.in(context.workFolder()));
    }

    /// @throws OperatorException when the network cannot be quantized, or gains nothing from it
    static MadeExits apply(EarlyExit asked, Model model, Context context) {
        return new QuantizedFirst(asked, ExitSubject.of(asked, model, context), context).apply();
    }

    private MadeExits apply() {
        Promise promise = ExitPromise.of(
                asked, subject.answer().isMap(), context.criteria().evidence());
        Quantization.Result quantized = quantized();
        if (quantized.resolved().scheme() == Scheme.FLOAT) {
            throw new UnkeptPromiseException("the network is no faster in eight bits, so nothing is gained by asking it"
                    + " first: " + quantized.account().lines().getFirst());
        }
        Model first = quantized.parts().getFirst().model();
        double cost = nanos(first) / nanos(model);
        if (asked.scheme().isEmpty() && cost > 1 - WORTH) {
            throw new UnkeptPromiseException(String.format(
                    Locale.ROOT,
                    "nothing is gained by asking the network as %s first: that takes %.2f of the time",
                    quantized.resolved(),
                    cost));
        }
        Uncut early = beside(first, cost, promise);
        EarlyExit resolved =
                asked.resolved(Allowance.of(promise), quantized.resolved().scheme());
        Account account = Account.of(
                resolved,
                String.format(
                        Locale.ROOT,
                        "asks the network as %s first, which takes %.2f of the time, and the network as it is where that"
                                + " is in doubt",
                        quantized.resolved(),
                        cost),
                ModelSize.of(model),
                ModelSize.of(early.model()));
        return new MadeExits(early, account, resolved);
    }

    /// In the fastest scheme that alone would be good enough, else in the fastest that a gate can make up for.
    private Quantization.Result quantized() {
        Quantization.Result usual = quantized(context);
        return asked.scheme().isEmpty() && usual.resolved().scheme() == Scheme.FLOAT
                ? quantized(context.withCriteria(context.criteria().withTolerance(Tolerance.points(MOST_LOSS))))
                : usual;
    }

    private Quantization.Result quantized(Context where) {
        return Quantization.apply(
                new Quantize(asked.scheme().orElse(Scheme.AUTO)), List.of(Part.whole(model)), Set.of(0), where);
    }

    private double nanos(Model one) {
        return context.criteria().pace().runNanos(one, List.of(subject.sample()));
    }

    private Uncut beside(Model first, double cost, Promise promise) {
        model.graph().nodes().forEach(node -> OpsetRaise.add(node, draft, subject.shapes(), model.opset()));
        ExitNodes nodes = new ExitNodes(draft, first.opset());
        String scores = copied(first);
        String shares = givesProbabilities() ? scores : nodes.softmax(STEM, scores);
        String front = new NamedCuts(model, subject.shapes()).front().name();
        ExitOutputs exit = new ExitOutputs(
                front,
                nodes.named(STEM + "answer", scores),
                nodes.confidence(STEM, shares, subject.answer()),
                0,
                cost,
                0);
        Model both = draft.finish(List.of(exit.answer(), exit.confidence()));
        return new Uncut(Models.raised(both, first.opset()), List.of(exit), Optional.of(promise));
    }

    private boolean givesProbabilities() {
        try (ModelSession session = Sessions.open(model, SessionSettings.fast(context.threads()))) {
            Tensor given =
                    session.run(subject.sample()).get(Weights.outputs(model).getFirst());
            return given != null && subject.answer().areProbabilities(given.toFloats());
        }
    }

    /// Adds the nodes of the quantized network under names of their own; gives its first output.
    private String copied(Model first) {
        Map<String, String> names = new HashMap<>();
        Weights.inputs(first).forEach(input -> names.put(input, input));
        names.put("", "");
        first.graph().initializers().values().forEach(weight -> names.put(weight.name(), draft.copied(weight)));
        for (Node node : GraphIndex.of(first.graph()).order()) {
            if (!node.graphs().isEmpty()) {
                throw new OperatorException("E(int8) puts two networks beside each other, and " + node.operator() + " '"
                        + node.name() + "' holds graphs of its own");
            }
            for (String output : node.outputs()) {
                names.computeIfAbsent(output, wanted -> draft.fresh(STEM + wanted));
            }
            draft.add(Nodes.named(node, STEM + node.name())
                    .rewired(all(node.inputs(), names), all(node.outputs(), names)));
        }
        return all(Weights.outputs(first), names).getFirst();
    }

    private static List<String> all(List<String> tensors, Map<String, String> names) {
        return tensors.stream()
                .map(tensor -> Objects.requireNonNull(names.get(tensor), tensor))
                .toList();
    }
}
