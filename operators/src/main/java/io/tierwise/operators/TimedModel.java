package io.tierwise.operators;

import io.tierwise.data.Tensor;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.Node;
import io.tierwise.runtime.Profile;
import io.tierwise.runtime.SessionSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A model whose nodes were timed on this machine.
///
/// @param places its cuts, with the time before each
/// @param profile times of what the runtime made of its nodes
record TimedModel(CutPlaces places, Profile profile) {

    private static final Profile.Pace PACE = new Profile.Pace(15, Duration.ZERO, Duration.ofMillis(300));
    private static final Set<String> MATRIX_PRODUCTS = Set.of("MatMul", "Gemm", "FusedMatMul", "FusedGemm");

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
        CutPlaces places = CutPlaces.of(profiled, shapes, Optional.of(NodeTimes.of(profiled.graph(), profile)));
        return new TimedModel(places, profile);
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
