package io.tierwise.operators;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What ran on integers, what did not, and where bytes are made and unmade.
///
/// Large models have thousands of nodes; those that take most time are told one by one, all are counted.
///
/// @param nodes at most [#MOST], in the order of the model
/// @param counts of all nodes by `int8`, `fp16`, `float` or `between`
/// @param kernels how many nodes run on each integer kernel
/// @param quantized tensors that a QuantizeLinear is left at, at most [#MOST]
/// @param dequantized tensors that a DequantizeLinear is left at, likewise; weights do not count
public record NodeAccount(
        List<NodeRun> nodes,
        Map<String, Integer> counts,
        Map<String, Integer> kernels,
        List<String> quantized,
        List<String> dequantized) {

    /// Most nodes told one by one.
    public static final int MOST = 300;

    private static final int SLOWER_SHOWN = 5;
    private static final int TENSORS_SHOWN = 8;

    public NodeAccount {
        nodes = List.copyOf(nodes);
        counts = new TreeMap<>(counts);
        kernels = new TreeMap<>(kernels);
        quantized = List.copyOf(quantized);
        dequantized = List.copyOf(dequantized);
    }

    /// Counts all nodes and keeps those that take most time, others than integers first where none is timed.
    static NodeAccount of(List<NodeRun> all, List<String> quantized, List<String> dequantized) {
        Map<String, Integer> counts = new TreeMap<>();
        Map<String, Integer> kernels = new TreeMap<>();
        for (NodeRun node : all) {
            counts.merge(node.ran().text(), 1, Integer::sum);
            if (node.ran() == NodeRun.Ran.INT8) {
                kernels.merge(node.kernel(), 1, Integer::sum);
            }
        }
        return new NodeAccount(most(all), counts, kernels, first(quantized), first(dequantized));
    }

    /// The sum over two parts.
    NodeAccount plus(NodeAccount other) {
        Map<String, Integer> allCounts = new TreeMap<>(counts);
        other.counts.forEach((ran, count) -> allCounts.merge(ran, count, Integer::sum));
        Map<String, Integer> allKernels = new TreeMap<>(kernels);
        other.kernels.forEach((kernel, count) -> allKernels.merge(kernel, count, Integer::sum));
        return new NodeAccount(
                most(both(nodes, other.nodes)),
                allCounts,
                allKernels,
                first(both(quantized, other.quantized)),
                first(both(dequantized, other.dequantized)));
    }

    private static <T> List<T> both(List<T> one, List<T> other) {
        List<T> both = new ArrayList<>(one);
        both.addAll(other);
        return both;
    }

    private static List<String> first(List<String> tensors) {
        return tensors.subList(0, Math.min(MOST, tensors.size()));
    }

    private static List<NodeRun> most(List<NodeRun> all) {
        if (all.size() <= MOST) {
            return all;
        }
        Set<NodeRun> kept = all.stream()
                .sorted(Comparator.comparingLong(NodeRun::mostNanos)
                        .reversed()
                        .thenComparing(node -> node.ran() == NodeRun.Ran.INT8))
                .limit(MOST)
                .collect(Collectors.toCollection(HashSet::new));
        return all.stream().filter(kept::contains).limit(MOST).toList();
    }

    /// A summary for a reader, a few lines.
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("ran on integers: " + counts.getOrDefault("int8", 0)
                + (kernels.isEmpty() ? "" : " (" + words(kernels) + ")")
                + (counts.containsKey("fp16") ? "; in 16-bit floating point: " + counts.get("fp16") : "")
                + "; in float: " + counts.getOrDefault("float", 0)
                + "; in float between DequantizeLinear and QuantizeLinear: " + counts.getOrDefault("between", 0));
        if (!quantized.isEmpty() || !dequantized.isEmpty()) {
            lines.add("bytes are made at " + words(quantized) + " and unmade at " + words(dequantized));
        }
        nodes.stream()
                .filter(node -> node.lostNanos() > 0 && node.floatNanos().orElse(0) > 0)
                .filter(node -> !node.reason().isEmpty())
                .sorted(Comparator.comparingLong(NodeRun::lostNanos).reversed())
                .limit(SLOWER_SHOWN)
                .forEach(node -> lines.add("slower than in float: " + node.line()));
        return lines;
    }

    private static String words(Map<String, Integer> counted) {
        return counted.entrySet().stream()
                .map(entry -> (entry.getKey().isEmpty() ? "no kernel" : entry.getKey()) + " " + entry.getValue())
                .collect(Collectors.joining(", "));
    }

    private static String words(List<String> tensors) {
        if (tensors.isEmpty()) {
            return "no tensor";
        }
        String shown = tensors.stream().limit(TENSORS_SHOWN).collect(Collectors.joining(", "));
        return tensors.size() > TENSORS_SHOWN ? shown + " and " + (tensors.size() - TENSORS_SHOWN) + " more" : shown;
    }

    void putInto(Map<String, Object> map) {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("counts", counts);
        summary.put("kernels", kernels);
        summary.put("quantizedAt", quantized);
        summary.put("dequantizedAt", dequantized);
        map.put("ran", summary);
        map.put("nodes", nodes.stream().map(NodeRun::toMap).toList());
    }
}
