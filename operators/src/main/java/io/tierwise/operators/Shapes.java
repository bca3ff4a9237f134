package io.tierwise.operators;

import io.tierwise.data.ElementType;
import io.tierwise.data.Tensor;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.Node;
import io.tierwise.runtime.ModelSession;
import io.tierwise.runtime.SessionSettings;
import io.tierwise.runtime.TensorSpec;
import io.tierwise.runtime.UnsupportedByRuntimeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/// Type and extents of every tensor of a model, learnt by running it once.
///
/// The model runs as it is written. Types are read off an opened session; extents come out of Shape
/// nodes added to the graph, so that no large tensor is kept alive.
public final class Shapes {

    /// What a tensor's elements are and how many lie along each axis.
    ///
    /// @param shape extents in order; empty for a single value
    public record Extent(ElementType type, List<Long> shape) {

        public Extent {
            shape = List.copyOf(shape);
        }

        /// Number of elements.
        public long elements() {
            return shape.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
        }

        /// Bytes of all elements.
        public long bytes() {
            return Math.multiplyExact(elements(), type.bytes());
        }
    }

    private final Map<String, Extent> extents;

    private Shapes(Map<String, Extent> extents) {
        this.extents = extents;
    }

    /// Runs the model once on a sample.
    ///
    /// @param sample every input of the model, by name
    public static Shapes learn(Model model, Map<String, Tensor> sample) {
        Map<String, Extent> extents = new HashMap<>();
        sample.forEach((name, tensor) -> extents.put(name, extent(tensor)));
        List<String> tensors = new ArrayList<>();
        for (Node node : model.graph().nodes()) {
            node.outputs().stream().filter(name -> !name.isEmpty()).forEach(tensors::add);
        }
        Map<String, ElementType> types = types(model, tensors);
        tensors.retainAll(types.keySet());
        if (!tensors.isEmpty()) {
            Map<String, List<Long>> shapes = shapes(model, tensors, sample);
            shapes.forEach((name, shape) ->
                    Optional.ofNullable(types.get(name)).ifPresent(type -> extents.put(name, new Extent(type, shape))));
        }
        return new Shapes(extents);
    }

    private static Extent extent(Tensor tensor) {
        return new Extent(tensor.type(), LongStream.of(tensor.shape()).boxed().toList());
    }

    /// Types of those tensors that Java can carry; a tensor the runtime refuses to give out is searched by halves.
    private static Map<String, ElementType> types(Model model, List<String> tensors) {
        if (tensors.isEmpty()) {
            return Map.of();
        }
        Model exposed = Models.withOutputs(model, model.graph().nodes(), tensors);
        try (ModelSession session = Sessions.open(exposed, SessionSettings.exact())) {
            Map<String, ElementType> types = new HashMap<>();
            for (TensorSpec output : session.outputs()) {
                types.put(output.name(), output.type());
            }
            return types;
        } catch (UnsupportedByRuntimeException e) {
            if (tensors.size() == 1) {
                return Map.of();
            }
            if (tensors.size() == model.graph().nodes().size()) {
                checkOpens(model);
            }
            Map<String, ElementType> types = new HashMap<>();
            int half = tensors.size() / 2;
            types.putAll(types(model, tensors.subList(0, half)));
            types.putAll(types(model, tensors.subList(half, tensors.size())));
            return types;
        }
    }

    private static void checkOpens(Model model) {
        Sessions.open(model, SessionSettings.exact()).close();
    }

    private static Map<String, List<Long>> shapes(Model model, List<String> tensors, Map<String, Tensor> sample) {
        List<Node> nodes = new ArrayList<>(model.graph().nodes());
        List<String> outputs = new ArrayList<>();
        for (int i = 0; i < tensors.size(); i++) {
            String output = "tierwise.shape." + i;
            nodes.add(Nodes.of("Shape", output, List.of(tensors.get(i)), List.of(output)));
            outputs.add(output);
        }
        Map<String, List<Long>> shapes = new HashMap<>();
        try (ModelSession session = Sessions.open(Models.withOutputs(model, nodes, outputs), SessionSettings.exact())) {
            List<Tensor> answer = List.copyOf(session.run(sample).values());
            for (int i = 0; i < answer.size(); i++) {
                shapes.put(
                        tensors.get(i),
                        LongStream.of(answer.get(i).toLongs()).boxed().toList());
            }
        }
        return shapes;
    }

    /// Type and extents of a tensor; empty for one that is not there, a weight, or not a tensor.
    public Optional<Extent> of(String tensor) {
        return Optional.ofNullable(extents.get(tensor));
    }

    /// Extents of every tensor learnt, by name.
    Map<String, List<Long>> extents() {
        Map<String, List<Long>> all = new HashMap<>();
        extents.forEach((name, extent) -> all.put(name, extent.shape()));
        return all;
    }

    /// Whether every tensor of a model is among those learnt.
    boolean cover(Model model) {
        return model.graph().nodes().stream()
                .flatMap(node -> node.outputs().stream())
                .allMatch(tensor -> tensor.isEmpty() || extents.containsKey(tensor));
    }

    boolean isFloat(String tensor) {
        return of(tensor).filter(extent -> extent.type() == ElementType.FLOAT).isPresent();
    }

    Optional<Integer> rank(String tensor) {
        return of(tensor).map(extent -> extent.shape().size());
    }

    String typeText(String tensor) {
        return of(tensor)
                .map(extent -> extent.type().name().toLowerCase(Locale.ROOT))
                .orElse("of an unknown type");
    }
}
