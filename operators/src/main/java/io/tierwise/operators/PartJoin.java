package io.tierwise.operators;

import io.tierwise.onnx.Graph;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.Node;
import io.tierwise.onnx.ValueInfo;
import io.tierwise.onnx.Weight;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Puts the parts of a model together again, so that a changed part can be asked within the whole.
///
/// Parts that were quantized one by one name what they add alike; from the second part on such a name
/// gets a suffix.
final class PartJoin {

    private final Set<String> nodeNames = new HashSet<>();
    private final Set<String> tensors = new HashSet<>();
    private final Map<String, Weight> weights = new LinkedHashMap<>();
    private final List<Node> nodes = new ArrayList<>();

    private PartJoin() {}

    /// The whole that parts given in order make. Its outputs are those of the last part, then what the
    /// others give and none takes; its inputs what parts take and none before gives.
    static Model of(List<Part> parts) {
        Model first = parts.getFirst().model();
        if (parts.size() == 1) {
            return first;
        }
        PartJoin join = new PartJoin();
        Map<String, Long> opsets = new HashMap<>();
        for (int part = 0; part < parts.size(); part++) {
            join.add(parts.get(part), ".of" + (part + 1));
            parts.get(part).model().opsets().forEach((domain, version) -> opsets.merge(domain, version, Math::max));
        }
        Graph graph =
                new Graph(first.graph().name(), join.nodes, join.inputs(parts), outputs(parts), join.weights, Map.of());
        long version =
                parts.stream().mapToLong(part -> part.model().irVersion()).max().orElse(0);
        return new Model(version, opsets, first.metadata(), first.producer(), graph);
    }

    private List<ValueInfo> inputs(List<Part> parts) {
        Map<String, ValueInfo> inputs = new LinkedHashMap<>();
        Set<String> given = new HashSet<>(weights.keySet());
        for (Part part : parts) {
            for (ValueInfo input : part.model().graph().inputs()) {
                if (!given.contains(input.name())) {
                    inputs.putIfAbsent(input.name(), input);
                }
            }
            given.addAll(part.outputs());
        }
        return List.copyOf(inputs.values());
    }

    private static List<ValueInfo> outputs(List<Part> parts) {
        List<ValueInfo> outputs =
                new ArrayList<>(parts.getLast().model().graph().outputs());
        Set<String> taken = new HashSet<>();
        parts.forEach(part -> taken.addAll(part.inputs()));
        for (Part part : parts.subList(0, parts.size() - 1)) {
            part.model().graph().outputs().stream()
                    .filter(output -> !taken.contains(output.name()))
                    .forEach(outputs::add);
        }
        return outputs;
    }

    private void add(Part part, String suffix) {
        Graph graph = part.model().graph();
        Map<String, String> renamed = new HashMap<>();
        graph.initializers().forEach((name, weight) -> {
            if (!weight.equals(weights.get(name))) {
                String free = tensors.contains(name) || weights.containsKey(name) ? name + suffix : name;
                renamed.put(name, free);
                weights.put(free, new Weight(free, weight.type(), weight.shape(), weight.content(), weight.rest()));
            }
        });
        Set<String> made = new HashSet<>();
        for (Node node : graph.nodes()) {
            for (String output : node.outputs()) {
                boolean taken = tensors.contains(output) || weights.containsKey(output);
                if (taken && !output.isEmpty() && !part.outputs().contains(output)) {
                    renamed.put(output, output + suffix);
                }
                made.add(renamed.getOrDefault(output, output));
            }
        }
        tensors.addAll(part.inputs());
        tensors.addAll(made);
        for (Node node : graph.nodes()) {
            nodes.add(named(node.rewired(all(node.inputs(), renamed), all(node.outputs(), renamed)), suffix));
        }
    }

    private Node named(Node node, String suffix) {
        boolean free = node.name().isEmpty() || nodeNames.add(node.name());
        return free ? node : Nodes.named(node, node.name() + suffix);
    }

    private static List<String> all(List<String> names, Map<String, String> renamed) {
        return names.stream().map(name -> renamed.getOrDefault(name, name)).toList();
    }
}
