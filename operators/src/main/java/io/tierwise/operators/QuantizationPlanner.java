package io.tierwise.operators;

import io.tierwise.onnx.Graph;
import io.tierwise.onnx.GraphIndex;
import io.tierwise.onnx.Node;
import io.tierwise.operators.Coverage.Treatment;
import io.tierwise.operators.Coverage.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Decides in one pass from inputs to outputs which nodes become 8-bit.
///
/// Nodes with weights always do. What computes without weights follows only where something before it
/// is 8-bit already: alone, the way into bytes and back costs more than it saves.
final class QuantizationPlanner {

    private final Coverage coverage;
    private final Map<String, String> exclusions;
    private final GraphIndex index;
    private final Map<String, Treatment> treatments = new LinkedHashMap<>();
    private final Map<String, String> absorbed = new LinkedHashMap<>();
    private final Set<String> vanished = new LinkedHashSet<>();
    private final Set<String> produced = new LinkedHashSet<>();
    private final Set<String> entering = new LinkedHashSet<>();
    private final Map<String, String> grids = new HashMap<>();
    private final List<FloatNode> floatNodes = new ArrayList<>();

    private QuantizationPlanner(Graph graph, Coverage coverage, Map<String, String> exclusions) {
        this.coverage = coverage;
        this.exclusions = exclusions;
        this.index = GraphIndex.of(graph);
    }

    /// Plans a graph.
    ///
    /// @param exclusions nodes, by first output, that must stay in floating point, and why
    static QuantizationPlan plan(Graph graph, Coverage coverage, Map<String, String> exclusions) {
        QuantizationPlanner planner = new QuantizationPlanner(graph, coverage, exclusions);
        for (Node node : planner.index.order()) {
            if (!planner.vanished.contains(QuantizationPlan.key(node))) {
                planner.decide(node);
            }
        }
        return new QuantizationPlan(
                planner.treatments,
                planner.absorbed,
                planner.vanished,
                planner.produced,
                planner.entering,
                planner.grids,
                planner.floatNodes);
    }

    private void decide(Node node) {
        Verdict verdict = excluded(node).orElseGet(() -> inPlace(node, coverage.verdict(node)));
        if (verdict.treatment() == Treatment.FLOAT) {
            reportFloat(node, verdict.reason());
            return;
        }
        treatments.put(QuantizationPlan.key(node), verdict.treatment());
        for (int position : Coverage.activationInputs(node)) {
            String tensor = node.inputs().get(position);
            if (!coverage.constants().has(tensor) && !produced.contains(tensor)) {
                entering.add(tensor);
            }
        }
        switch (verdict.treatment()) {
            case CARRY, CLAMP ->
                node.outputs().forEach(output -> carry(node.inputs().getFirst(), output));
            case WEIGHTED, ARITHMETIC -> produced.add(absorb(node));
            case FLOAT -> throw new IllegalStateException("reported already: " + node.name());
        }
    }

    private Optional<Verdict> excluded(Node node) {
        return Optional.ofNullable(exclusions.get(QuantizationPlan.key(node))).map(Verdict::stays);
    }

    private Verdict inPlace(Node node, Verdict verdict) {
        if (verdict.treatment() == Treatment.FLOAT || verdict.treatment() == Treatment.WEIGHTED) {
            return verdict;
        }
        boolean fed =
                Coverage.activationInputs(node).stream().map(node.inputs()::get).anyMatch(produced::contains);
        return fed ? verdict : Verdict.stays("nothing before it is 8-bit");
    }

    private void carry(String from, String to) {
        produced.add(to);
        grids.put(to, from);
    }

    /// Lets Relu and Clip nodes that alone take this node's answer vanish into its grid.
    private String absorb(Node node) {
        String tensor = QuantizationPlan.key(node);
        Optional<Node> next = clampAfter(tensor);
        while (next.isPresent()) {
            vanished.add(QuantizationPlan.key(next.get()));
            tensor = QuantizationPlan.key(next.get());
            absorbed.put(QuantizationPlan.key(node), tensor);
            next = clampAfter(tensor);
        }
        return tensor;
    }

    private Optional<Node> clampAfter(String tensor) {
        return index.onlyConsumer(tensor)
                .filter(n -> n.inputs().getFirst().equals(tensor))
                .filter(n -> excluded(n).isEmpty())
                .filter(coverage::vanishes);
    }

    private void reportFloat(Node node, String reason) {
        boolean computes = node.inputs().stream()
                        .anyMatch(input ->
                                index.isLive(input) && coverage.shapes().isFloating(input))
                && !node.operator().equals("Shape")
                && !node.operator().equals("Size");
        if (computes) {
            floatNodes.add(FloatNode.of(node, reason));
        }
    }
}
