package io.tierwise.operators;

import io.tierwise.onnx.Cut;
import io.tierwise.onnx.Cuts;
import io.tierwise.onnx.Graph;
import io.tierwise.onnx.GraphIndex;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.Node;
import io.tierwise.onnx.Weight;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Every legal single-tensor cut of a model, in the order of the model, with what lies before it.
///
/// Legal cuts follow one from the other, so what lies before each is a prefix sum.
///
/// @param places in order
/// @param parameters numbers in the weights that nodes take
/// @param weightBytes bytes of all weights that nodes take
/// @param nanos time of the whole run, in nanoseconds; 0 where nothing was timed
public record CutPlaces(List<CutPlace> places, long parameters, long weightBytes, double nanos) {

    /// Nodes that the runtime fuses into the node before them.
    private static final Set<String> ACTIVATIONS =
            Set.of("Relu", "Clip", "LeakyRelu", "Sigmoid", "Tanh", "HardSigmoid", "BatchNormalization");

    public CutPlaces {
        places = List.copyOf(places);
    }

    /// Finds the cuts of a model without timing it.
    ///
    /// @param shapes of the model's tensors at batch 1
    public static CutPlaces of(Model model, Shapes shapes) {
        return of(model, shapes, Optional.empty());
    }

    static CutPlaces of(Model model, Shapes shapes, Optional<NodeTimes> times) {
        Walk walk = new Walk(model.graph(), times);
        List<CutPlace> places = new ArrayList<>();
        for (Cut cut : Cuts.singleTensor(model)) {
            String tensor = cut.tensor();
            Optional<Shapes.Extent> extent = shapes.of(tensor);
            walk.upTo(tensor);
            extent.ifPresent(e -> places.add(new CutPlace(
                    tensor, e.bytes(), walk.parameters, walk.weightBytes, walk.nanos, walk.natural(tensor))));
        }
        model.graph().outputs().forEach(output -> walk.upTo(output.name()));
        return new CutPlaces(places, walk.parameters, walk.weightBytes, walk.nanos);
    }

    /// The place with this tensor, or with the bytes of this tensor where the model is quantized.
    ///
    /// @throws OperatorException when the model cannot be cut there, naming places close by
    CutPlace named(String tensor) {
        return find(tensor)
                .filter(CutPlace::natural)
                .or(() -> find(tensor + Levels.UNSIGNED.suffix()))
                .or(() -> find(tensor + Levels.SIGNED.suffix()))
                .or(() -> find(tensor))
                .orElseThrow(() -> new OperatorException("the model cannot be cut at '" + tensor
                        + "': either no tensor has that name or another one passes it by; "
                        + (places.isEmpty() ? "there is no legal cut" : "legal are " + examples())));
    }

    private Optional<CutPlace> find(String tensor) {
        return places.stream().filter(place -> place.tensor().equals(tensor)).findFirst();
    }

    private String examples() {
        int shown = 8;
        List<String> names = places.stream().map(CutPlace::tensor).limit(shown).toList();
        String more = places.size() > shown ? " and " + (places.size() - shown) + " more (see the command cuts)" : "";
        return String.join(", ", names) + more;
    }

    /// Goes backwards from tensor to tensor and counts what it meets for the first time.
    private static final class Walk {
        private final GraphIndex index;
        private final Optional<NodeTimes> times;
        private final Set<String> seen = new HashSet<>();
        private final Set<String> grids;
        private long parameters;
        private long weightBytes;
        private double nanos;

        Walk(Graph graph, Optional<NodeTimes> times) {
            this.index = GraphIndex.of(graph);
            this.times = times;
            this.grids = Weights.grids(graph);
        }

        void upTo(String tensor) {
            Deque<String> open = new ArrayDeque<>(List.of(tensor));
            while (!open.isEmpty()) {
                String next = open.removeLast();
                if (seen.add(next)) {
                    index.weight(next).ifPresent(weight -> count(next, weight));
                    index.producer(next).ifPresent(node -> count(node, open));
                }
            }
        }

        private void count(String tensor, Weight weight) {
            parameters += grids.contains(tensor) ? 0 : Weights.parameters(weight);
            weightBytes += weight.content().length();
        }

        private void count(Node node, Deque<String> open) {
            if (node.outputs().stream().filter(seen::contains).count() == 1) {
                nanos += times.map(t -> t.of(node)).orElse(0.0);
                for (Weight inner : node.innerWeights()) {
                    parameters += Weights.parameters(inner);
                    weightBytes += inner.byteSize();
                }
            }
            open.addAll(index.needs(node));
        }

        /// Cut elsewhere, a node would be torn from the activation, or from the QuantizeLinear or
        /// DequantizeLinear, that the runtime fuses it with.
        boolean natural(String tensor) {
            boolean unpacked = index.producer(tensor)
                    .filter(node -> node.is("DequantizeLinear"))
                    .isPresent();
            boolean unpackedNext = index.consumers(tensor).stream().anyMatch(node -> node.is("QuantizeLinear"))
                    && index.producer(tensor).isPresent();
            boolean activated = index.onlyConsumer(tensor)
                    .filter(node -> ACTIVATIONS.contains(node.operator()))
                    .isPresent();
            return !unpacked && !unpackedNext && !activated;
        }
    }
}
