package io.tierwise.onnx;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Takes out of a model what lies between some tensors and others.
public final class Slicer {

    /// The first IR version whose weights need not be inputs as well.
    private static final long FREE_WEIGHTS = 4;

    private Slicer() {}

    /// The model that computes `outputs` from `inputs`, with types and shapes as far as the model says
    /// them.
    ///
    /// @throws IllegalArgumentException as [#slice(Model, List, List, Map)]
    public static Model slice(Model model, List<String> inputs, List<String> outputs) {
        return slice(model, inputs, outputs, Map.of());
    }

    /// The model that computes `outputs` from `inputs`: the nodes and weights needed for that, and no
    /// others.
    ///
    /// @param known types and shapes of tensors that the model itself need not say
    /// @throws IllegalArgumentException when a tensor is not in the model, when another input of the
    ///     model is needed, or when the type of a tensor in `inputs` is not known
    public static Model slice(Model model, List<String> inputs, List<String> outputs, Map<String, ValueInfo> known) {
        GraphIndex index = GraphIndex.of(model.graph());
        List<ValueInfo> newInputs = new ArrayList<>();
        for (String input : inputs) {
            ValueInfo info = info(index, input, known);
            if (info.type() == DataType.UNDEFINED && info.rest().isEmpty()) {
                throw new IllegalArgumentException("the type of tensor '" + input + "' is not in the model; give it");
            }
            newInputs.add(info);
        }
        List<ValueInfo> newOutputs =
                outputs.stream().map(output -> info(index, output, known)).toList();
        Set<Node> kept = between(index, new HashSet<>(inputs), outputs);
        return model(model, newInputs, newOutputs, kept);
    }

    private static ValueInfo info(GraphIndex index, String tensor, Map<String, ValueInfo> known) {
        if (index.producer(tensor).isEmpty()
                && !index.isLive(tensor)
                && index.weight(tensor).isEmpty()) {
            throw new IllegalArgumentException("graph '" + index.graph().name() + "' has no tensor '" + tensor + "'");
        }
        return Optional.ofNullable(known.get(tensor))
                .map(info -> info.renamed(tensor))
                .or(() -> index.info(tensor))
                .orElseGet(() -> ValueInfo.unknown(tensor));
    }

    private static Set<Node> between(GraphIndex index, Set<String> inputs, List<String> outputs) {
        Set<Node> kept = Collections.newSetFromMap(new IdentityHashMap<>());
        List<String> open = new ArrayList<>(outputs);
        Set<String> seen = new HashSet<>(inputs);
        while (!open.isEmpty()) {
            String tensor = open.removeLast();
            if (!seen.add(tensor)) {
                continue;
            }
            Optional<Node> producer = index.producer(tensor);
            if (producer.isPresent()) {
                if (kept.add(producer.get())) {
                    open.addAll(index.needs(producer.get()));
                }
            } else if (index.isLive(tensor)) {
                throw new IllegalArgumentException(
                        "the slice needs input '" + tensor + "' of the model, which is not among its inputs " + inputs);
            }
        }
        return kept;
    }

    /// The model without nodes and weights that its outputs do not need.
    static Model pruned(Model model) {
        GraphIndex index = GraphIndex.of(model.graph());
        List<ValueInfo> inputs = model.graph().givenInputs();
        Set<String> given = new HashSet<>();
        inputs.forEach(input -> given.add(input.name()));
        List<String> outputs =
                model.graph().outputs().stream().map(ValueInfo::name).toList();
        return model(model, inputs, model.graph().outputs(), between(index, given, outputs));
    }

    private static Model model(Model model, List<ValueInfo> inputs, List<ValueInfo> outputs, Set<Node> kept) {
        Graph graph = model.graph();
        Set<String> used = new LinkedHashSet<>();
        Set<String> made = new HashSet<>();
        List<Node> nodes = graph.nodes().stream().filter(kept::contains).toList();
        nodes.forEach(node -> {
            used.addAll(Captures.needs(node));
            made.addAll(node.outputs());
        });
        outputs.forEach(output -> used.add(output.name()));
        inputs.forEach(input -> used.remove(input.name()));
        Set<String> between = new HashSet<>(made);
        outputs.forEach(output -> between.remove(output.name()));
        Graph slice = new Graph(
                graph.name(),
                nodes,
                inputs,
                outputs,
                only(graph.initializers(), used),
                only(graph.values(), between),
                only(graph.sparse(), used),
                graph.rest());
        return new Model(
                Math.max(model.irVersion(), FREE_WEIGHTS),
                model.opsets(),
                model.metadata(),
                model.producer(),
                slice,
                model.rest());
    }

    private static <V> Map<String, V> only(Map<String, V> map, Collection<String> names) {
        Map<String, V> kept = new LinkedHashMap<>(map);
        kept.keySet().retainAll(names);
        return kept;
    }
}
