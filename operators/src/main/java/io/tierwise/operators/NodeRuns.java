package io.tierwise.operators;

import io.tierwise.onnx.Graph;
import io.tierwise.onnx.GraphIndex;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.Node;
import io.tierwise.operators.NodeRun.Ran;
import io.tierwise.runtime.Profile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Finds each node of a float model again in the graph that the runtime makes of the quantized one.
///
/// Quantization keeps the names of nodes that compute, and so does the runtime, which adds a suffix. A
/// node that is nowhere vanished into the one before it: a Relu into a range, a batch normalization into
/// weights. Its times count for that one: which of two fused nodes the runtime names differs between models.
final class NodeRuns {

    private static final double WORTH = 1.05;

    private final Model before;
    private final Model after;
    private final KernelIndex kernels;
    private final Map<String, String> reasons = new HashMap<>();
    private final Map<String, List<Node>> members = new HashMap<>();
    private final Optional<NodeTimes> beforeTimes;
    private final Optional<NodeTimes> afterTimes;

    private NodeRuns(Model before, Model after, Graph optimized, Times times) {
        this.before = before;
        this.after = after;
        this.kernels = new KernelIndex(after.graph(), optimized);
        this.beforeTimes = times.before().map(profile -> NodeTimes.of(before.graph(), profile));
        this.afterTimes = times.after().map(profile -> NodeTimes.of(after.graph(), profile));
    }

    /// Profiles of both models; both empty where nobody could look.
    record Times(Optional<Profile> before, Optional<Profile> after) {}

    /// Accounts for one part.
    ///
    /// @param before the float model; its nodes have names, each its own
    /// @param after what was made of it
    /// @param optimized what the runtime makes of that
    /// @param planned what was to stay in float, with reasons
    static NodeAccount of(Model before, Model after, Graph optimized, List<FloatNode> planned, Times times) {
        NodeRuns runs = new NodeRuns(before, after, optimized, times);
        planned.forEach(node -> runs.reasons.put(node.name(), node.reason()));
        return NodeAccount.of(
                runs.all(),
                runs.kernels.activations("QuantizeLinear", node -> node.inputs().getFirst()),
                runs.kernels.activations(
                        "DequantizeLinear", node -> node.outputs().getFirst()));
    }

    private List<NodeRun> all() {
        GraphIndex index = GraphIndex.of(before.graph());
        gather(index);
        Map<String, NodeRun> byOutput = new LinkedHashMap<>();
        List<NodeRun> all = new ArrayList<>();
        Set<String> kept = new HashSet<>();
        after.graph().nodes().forEach(node -> kept.add(node.name()));
        for (Node node : index.order()) {
            if (node.inputs().stream().noneMatch(index::isLive)) {
                continue;
            }
            Optional<NodeRun> source = node.inputs().stream()
                    .flatMap(input -> Optional.ofNullable(byOutput.get(input)).stream())
                    .findFirst();
            NodeRun run = kernels.of(node.name())
                    .map(kernel -> ran(node, kernel))
                    .orElseGet(() -> gone(node, source, kept.contains(node.name())));
            node.outputs().forEach(output -> byOutput.put(output, run));
            all.add(run);
        }
        return all;
    }

    /// Finds the nodes that vanished into each node.
    private void gather(GraphIndex index) {
        Map<String, String> headOf = new HashMap<>();
        for (Node node : index.order()) {
            Optional<String> into = kernels.of(node.name()).isPresent()
                    ? Optional.empty()
                    : node.inputs().stream()
                            .flatMap(input -> Optional.ofNullable(headOf.get(input)).stream())
                            .findFirst();
            String head = into.orElse(node.name());
            node.outputs().forEach(output -> headOf.put(output, head));
            members.computeIfAbsent(head, key -> new ArrayList<>()).add(node);
        }
    }

    private NodeRun ran(Node node, KernelIndex.Kernel kernel) {
        Optional<String> planned = Optional.ofNullable(reasons.get(node.name()));
        if (kernel.onBytes()) {
            return run(node, Ran.INT8, kernel.operator(), slower(node, kernel.operator()));
        }
        if (planned.isEmpty() && kernel.onHalves()) {
            return run(node, Ran.FP16, kernel.operator(), slower(node, kernel.operator()));
        }
        if (planned.isEmpty() && kernel.amongHalves()) {
            return run(
                    node, Ran.FLOAT, kernel.operator(), "the runtime has no 16-bit kernel for it and casts around it");
        }
        if (planned.isPresent() || !kernel.amongBytes()) {
            return run(node, Ran.FLOAT, kernel.operator(), planned.orElse(""));
        }
        return run(
                node,
                Ran.BETWEEN,
                kernel.operator(),
                "the runtime has no integer kernel for it as it stands: its bytes are unmade before it and made anew"
                        + " after it");
    }

    /// A node without a kernel of its own.
    ///
    /// @param fused whether quantization left it, so that the runtime fused it
    private NodeRun gone(Node node, Optional<NodeRun> source, boolean fused) {
        Ran ran = source.map(NodeRun::ran).orElse(Ran.FLOAT);
        String kernel = source.map(NodeRun::kernel).orElse("");
        String into = source.map(run -> " into " + run.operator() + " '" + run.name() + "'")
                .orElse("");
        return run(node, ran, kernel, (fused ? "fused by the runtime" : "vanished") + into);
    }

    private String slower(Node node, String kernel) {
        double floatNanos = nanos(beforeTimes, node).orElse(0);
        double int8Nanos = nanos(afterTimes, node).orElse(0);
        if (int8Nanos <= floatNanos * WORTH) {
            return "";
        }
        if (floatNanos == 0) {
            return "the float model runs it as part of another node";
        }
        return kernel + " takes longer here than the float kernel";
    }

    private NodeRun run(Node node, Ran ran, String kernel, String reason) {
        return new NodeRun(
                node.name(), node.operator(), ran, kernel, nanos(beforeTimes, node), nanos(afterTimes, node), reason);
    }

    private OptionalLong nanos(Optional<NodeTimes> times, Node node) {
        return times.map(known -> OptionalLong.of(Math.round(members.getOrDefault(node.name(), List.of()).stream()
                        .mapToDouble(known::of)
                        .sum())))
                .orElse(OptionalLong.empty());
    }
}
