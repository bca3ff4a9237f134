package io.tierwise.operators;

import io.tierwise.data.Tensor;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.Node;
import io.tierwise.runtime.Profile;
import io.tierwise.runtime.SessionSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A model whose nodes were timed on this machine.
///
/// @param places its cuts, with the time before each
/// @param profile times of what the runtime made of its nodes
/// @param nanosByOutput nanoseconds of each node, by the first tensor it makes
record TimedModel(CutPlaces places, Profile profile, Map<String, Double> nanosByOutput) {

    private static final Profile.Pace PACE = new Profile.Pace(15, Duration.ZERO, Duration.ofMillis(300));
    private static final Set<String> MATRIX_PRODUCTS = Set.of("MatMul", "Gemm", "FusedMatMul", "FusedGemm");

    TimedModel {
        nanosByOutput = Map.copyOf(nanosByOutput);
    }

    /// Times a model.
    ///
    /// @param sample what it is run on
    static TimedModel of(Model model, Shapes shapes, Map<String, Tensor> sample, int threads) {
        List<Node> named = new ArrayList<>();
        for (Node node : model.graph().nodes()) {
            named.add(Nodes.named(node, "node" + named.size()));
        }
        Model profiled = model.withGraph(model.graph().withNodes(named));
        Profile profile =
                Profile.of(Sessions.bytes(profiled), sample, Sessions.settings(SessionSettings.fast(threads)), PACE);
        NodeTimes times = NodeTimes.of(profiled.graph(), profile);
        Map<String, Double> nanosByOutput = new HashMap<>();
        named.forEach(node -> nanosByOutput.put(node.outputs().getFirst(), times.of(node)));
        return new TimedModel(CutPlaces.of(profiled, shapes, Optional.of(times)), profile, nanosByOutput);
    }

    /// The share of a run that goes into some of the model's nodes; what is fused into another node counts there.
    double share(Collection<Node> nodes) {
        double nanos = nodes.stream()
                .mapToDouble(node -> nanosByOutput.getOrDefault(node.outputs().getFirst(), 0.0))
                .sum();
        return nanos
                / nanosByOutput.values().stream()
                        .mapToDouble(Double::doubleValue)
                        .sum();
    }

    /// The share of a run that goes into products of matrices.
    double matrixShare() {
        double products = profile.nodes().stream()
                .filter(node -> MATRIX_PRODUCTS.contains(node.operator()))
                .mapToLong(Profile.NodeTime::nanos)
                .sum();
        return products / Math.max(1, profile.totalNanos());
    }
}
