package io.tierwise.operators;

import io.tierwise.onnx.Graph;
import io.tierwise.onnx.Node;
import io.tierwise.runtime.Profile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Nanoseconds of each node of a graph, read from a profile of the graph the runtime made of it.
///
/// The runtime fuses nodes and adds layout changes. A fused node carries the name of one of its nodes,
/// or of a tensor, with a suffix (`_nchwc`, `_token_7`); a layout change has a name of its own and
/// counts for the node that ran before it. Nodes fused into others take no time.
final class NodeTimes {

    private static final Pattern SUFFIX = Pattern.compile("(_nchwc|_nhwc|_quant|_token_\\d+|/MatMulAddFusion)$");

    private final Map<String, Double> nanosByNode = new HashMap<>();

    private NodeTimes() {}

    /// Reads the times of a graph whose nodes have unique names.
    static NodeTimes of(Graph graph, Profile profile) {
        Map<String, String> nodes = new HashMap<>();
        for (Node node : graph.nodes()) {
            node.outputs().forEach(output -> nodes.putIfAbsent(output, node.name()));
        }
        for (Node node : graph.nodes()) {
            nodes.put(node.name(), node.name());
        }
        NodeTimes times = new NodeTimes();
        times.read(profile.nodes(), nodes);
        return times;
    }

    private void read(List<Profile.NodeTime> entries, Map<String, String> nodes) {
        double ahead = 0;
        Optional<String> last = Optional.empty();
        for (Profile.NodeTime entry : entries) {
            Optional<String> node = original(entry.name(), nodes);
            if (node.isPresent()) {
                last = node;
            }
            if (last.isPresent()) {
                nanosByNode.merge(last.get(), entry.nanos() + ahead, Double::sum);
                ahead = 0;
            } else {
                ahead += entry.nanos();
            }
        }
    }

    /// The node that a name of the runtime's stands for.
    ///
    /// @param nodes names of nodes, by themselves and by the tensors they make
    static Optional<String> original(String name, Map<String, String> nodes) {
        String stem = name;
        while (true) {
            String node = nodes.get(stem);
            if (node != null) {
                return Optional.of(node);
            }
            String shorter = SUFFIX.matcher(stem).replaceFirst("");
            if (shorter.equals(stem)) {
                return Optional.empty();
            }
            stem = shorter;
        }
    }

    /// Nanoseconds of a node.
    double of(Node node) {
        return nanosByNode.getOrDefault(node.name(), 0.0);
    }
}
