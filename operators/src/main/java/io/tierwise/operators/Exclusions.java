package io.tierwise.operators;

import io.tierwise.data.DidYouMean;
import io.tierwise.onnx.Graph;
import io.tierwise.onnx.GraphIndex;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.Node;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Nodes that must stay in floating point because the caller names them.
final class Exclusions {

    private static final String REASON = "it was named to stay in float32";
    private static final int SHOWN = 3;

    private Exclusions() {}

    /// Refuses names that no node and no first output has.
    static void check(Set<String> names, Collection<Part> parts) {
        Set<String> known = new LinkedHashSet<>();
        for (Part part : parts) {
            for (Node node : part.model().graph().nodes()) {
                if (!node.operator().equals("Constant")) {
                    known.add(node.name());
                    known.add(QuantizationPlan.key(node));
                }
            }
        }
        known.remove("");
        for (String name : names) {
            if (!known.contains(name)) {
                throw new OperatorException("no node and no first output is called '" + name + "', so it cannot stay in"
                        + " float32; " + meant(name, known));
            }
        }
    }

    private static String meant(String name, Set<String> known) {
        List<String> first = known.stream().limit(SHOWN).toList();
        return DidYouMean.nearest(name, known)
                .map(near -> "did you mean '" + near + "'?")
                .orElseGet(() -> "the model begins with " + String.join(", ", first));
    }

    /// The nodes of the prepared model that the named nodes became, by first output, and why they stay.
    static Map<String, String> of(Model original, Model prepared, Set<String> names) {
        Set<String> wanted = withFolded(original.graph(), names);
        Map<String, String> exclusions = new LinkedHashMap<>();
        for (Node node : prepared.graph().nodes()) {
            if (wanted.contains(node.name()) || wanted.contains(QuantizationPlan.key(node))) {
                exclusions.put(QuantizationPlan.key(node), REASON);
            }
        }
        return exclusions;
    }

    /// A convolution named by its output goes by another once a batch normalization is folded into it.
    private static Set<String> withFolded(Graph graph, Set<String> names) {
        GraphIndex index = GraphIndex.of(graph);
        Set<String> wanted = new HashSet<>();
        for (Node node : graph.nodes()) {
            String key = QuantizationPlan.key(node);
            if ((names.contains(node.name()) && !node.name().isEmpty()) || names.contains(key)) {
                wanted.add(key);
                if (node.is("Conv") || node.is("ConvTranspose")) {
                    index.onlyConsumer(key)
                            .filter(next -> next.operator().equals("BatchNormalization"))
                            .ifPresent(next -> wanted.add(QuantizationPlan.key(next)));
                }
                if (!node.name().isEmpty()) {
                    wanted.add(node.name());
                }
            }
        }
        return wanted;
    }
}
