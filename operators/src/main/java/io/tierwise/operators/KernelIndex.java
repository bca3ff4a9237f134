package io.tierwise.operators;

import io.tierwise.onnx.Graph;
import io.tierwise.onnx.GraphIndex;
import io.tierwise.onnx.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/// The nodes of the graph that the runtime makes of a quantized model, by the nodes they were made of.
final class KernelIndex {

    private static final Set<String> BORDERS = Set.of("QuantizeLinear", "DequantizeLinear");

    /// What the runtime names the casts it puts around nodes that it has no 16-bit kernel for.
    private static final String AROUND = "InsertedPrecisionFreeCast_";

    private final GraphIndex index;
    private final Graph optimized;
    private final Set<String> bytes = new HashSet<>();
    private final HalfTensors halves;
    private final Map<String, Node> byName = new HashMap<>();

    /// A kernel.
    ///
    /// @param operator its type
    /// @param onBytes whether it computes on 8-bit integers
    /// @param amongBytes whether a DequantizeLinear stands before it or a QuantizeLinear after it
    /// @param onHalves whether it computes on 16-bit floating point
    /// @param amongHalves whether the runtime casts from or to that around it
    record Kernel(String operator, boolean onBytes, boolean amongBytes, boolean onHalves, boolean amongHalves) {}

    KernelIndex(Graph quantized, Graph optimized) {
        this.optimized = optimized;
        this.index = GraphIndex.of(optimized);
        this.halves = new HalfTensors(index);
        Map<String, String> origins = new HashMap<>();
        for (Node node : quantized.nodes()) {
            node.outputs().forEach(output -> origins.putIfAbsent(output, node.name()));
        }
        quantized.nodes().forEach(node -> origins.put(node.name(), node.name()));
        for (Node node : index.order()) {
            if (carriesBytes(node)) {
                bytes.addAll(node.outputs());
            }
            NodeTimes.original(node.name(), origins).ifPresent(name -> byName.putIfAbsent(name, node));
        }
        for (Node node : index.order()) {
            node.outputs().stream()
                    .flatMap(output -> NodeTimes.original(output, origins).stream())
                    .forEach(name -> byName.putIfAbsent(name, node));
        }
    }

    private boolean carriesBytes(Node node) {
        return switch (node.operator()) {
            case "QuantizeLinear", "DynamicQuantizeLinear", "QGemm" -> true;
            case "DequantizeLinear" -> false;
            default ->
                node.operator().startsWith("QLinear")
                        || (!computesOnBytes(node)
                                && !node.inputs().isEmpty()
                                && bytes.contains(node.inputs().getFirst()));
        };
    }

    private static boolean computesOnBytes(Node node) {
        String operator = node.operator();
        return operator.startsWith("QLinear")
                || operator.equals("QGemm")
                || operator.equals("QAttention")
                || operator.contains("Integer")
                || operator.equals("DynamicQuantizeMatMul");
    }

    /// The kernel that a node of the quantized model became; empty where it became none of its own.
    Optional<Kernel> of(String name) {
        return Optional.ofNullable(byName.get(name))
                .filter(node -> !BORDERS.contains(node.operator()))
                .map(node -> {
                    boolean onBytes = computesOnBytes(node)
                            || (!node.inputs().isEmpty()
                                    && bytes.contains(node.inputs().getFirst()));
                    boolean before = node.inputs().stream()
                            .flatMap(input -> index.producer(input).stream())
                            .anyMatch(producer ->
                                    producer.operator().equals("DequantizeLinear") && isActivation(producer));
                    boolean after = node.outputs().stream()
                            .flatMap(output -> index.consumers(output).stream())
                            .anyMatch(consumer -> consumer.operator().equals("QuantizeLinear"));
                    return new Kernel(
                            node.operator(), onBytes, before || after, halves.areTakenBy(node), isCastAround(node));
                });
    }

    private static boolean isCastAround(Node node) {
        return Stream.concat(node.inputs().stream(), node.outputs().stream())
                .anyMatch(tensor -> tensor.startsWith(AROUND));
    }

    private boolean isActivation(Node node) {
        return index.weight(node.inputs().getFirst()).isEmpty();
    }

    /// The tensors that nodes of a type are left at, under the names of the float model; weights do not count.
    List<String> activations(String operator, Function<Node, String> tensor) {
        List<String> tensors = new ArrayList<>();
        for (Node node : optimized.nodes()) {
            if (node.operator().equals(operator) && isActivation(node)) {
                tensors.add(tensor.apply(node).replaceFirst("\\.(raw|dq)$", ""));
            }
        }
        return tensors;
    }
}
