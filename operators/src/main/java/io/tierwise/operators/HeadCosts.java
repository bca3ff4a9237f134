package io.tierwise.operators;

import io.tierwise.onnx.GraphIndex;
import io.tierwise.onnx.Head;
import io.tierwise.onnx.Node;
import io.tierwise.onnx.Weight;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/// What lies before a cut: weights and time.
///
/// A weight counts for the first node that takes it, so a head's sum is a prefix sum and a few terms; one
/// that several nodes take is looked at again where the first of them is not before the cut.
final class HeadCosts {

    /// Something a node takes that others may take too.
    private record Need(int first, Cost cost) {}

    /// What is summed.
    record Cost(long parameters, long weightBytes, double nanos) {

        static final Cost NONE = new Cost(0, 0, 0);

        Cost plus(Cost other) {
            return new Cost(parameters + other.parameters, weightBytes + other.weightBytes, nanos + other.nanos);
        }
    }

    private final GraphIndex index;
    private final ToDoubleFunction<Node> nanos;
    private final Set<String> grids;
    private final Set<Node> counted = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<String, Need> needs = new HashMap<>();
    private final List<Cost> own = new ArrayList<>();
    private final List<Cost> upTo = new ArrayList<>(List.of(Cost.NONE));
    /// For each node what it takes that a node before takes too.
    private final List<List<Need>> shared = new ArrayList<>();

    private Cost total = Cost.NONE;

    /// @param nodes those that heads count, in order
    HeadCosts(GraphIndex index, List<Node> nodes, ToDoubleFunction<Node> nanos) {
        this.index = index;
        this.nanos = nanos;
        this.grids = Weights.grids(index.graph());
        counted.addAll(nodes);
        for (int place = 0; place < nodes.size(); place++) {
            Node node = nodes.get(place);
            List<Need> before = new ArrayList<>();
            Cost cost = of(node).plus(walk(index.needs(node), place, before));
            own.add(cost);
            shared.add(before);
            upTo.add(upTo.getLast().plus(cost));
        }
        Set<String> outputs = new HashSet<>(
                index.graph().outputs().stream().map(output -> output.name()).toList());
        total = upTo.getLast().plus(walk(outputs, nodes.size(), new ArrayList<>()));
    }

    /// Goes backwards through constants, and nodes that only work out sizes.
    private Cost walk(Set<String> from, int place, List<Need> before) {
        Cost cost = Cost.NONE;
        List<String> open = new ArrayList<>(from);
        Set<String> walked = new HashSet<>();
        while (!open.isEmpty()) {
            String tensor = open.removeLast();
            if (!walked.add(tensor)
                    || index.producer(tensor).filter(counted::contains).isPresent()) {
                continue;
            }
            Need known = needs.get(tensor);
            if (known == null) {
                Cost found = of(tensor);
                needs.put(tensor, new Need(place, found));
                cost = cost.plus(found);
            } else if (known.first < place) {
                before.add(known);
            }
            index.producer(tensor).ifPresent(node -> open.addAll(index.needs(node)));
        }
        return cost;
    }

    private Cost of(String tensor) {
        Cost weight = index.weight(tensor)
                .map(found -> new Cost(
                        grids.contains(tensor) ? 0 : Weights.parameters(found),
                        found.content().length(),
                        0))
                .orElse(Cost.NONE);
        return index.producer(tensor)
                .filter(node -> node.outputs().getFirst().equals(tensor))
                .map(node -> weight.plus(of(node)))
                .orElse(weight);
    }

    private Cost of(Node node) {
        Cost cost = new Cost(0, 0, nanos.applyAsDouble(node));
        for (Weight inner : node.innerWeights()) {
            cost = cost.plus(new Cost(Weights.parameters(inner), inner.byteSize(), 0));
        }
        return cost;
    }

    Cost of(Head head) {
        Cost cost = upTo.get(head.prefix());
        Set<Need> missed = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int place : head.extras()) {
            cost = cost.plus(own.get(place));
            for (Need need : shared.get(place)) {
                if (!head.has(need.first) && missed.add(need)) {
                    cost = cost.plus(need.cost);
                }
            }
        }
        return cost;
    }

    /// Of the whole model.
    Cost total() {
        return total;
    }
}
