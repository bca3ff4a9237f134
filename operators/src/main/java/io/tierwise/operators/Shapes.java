package io.tierwise.operators;

import io.tierwise.data.ElementType;
import io.tierwise.data.Tensor;
import io.tierwise.onnx.Graph;
import io.tierwise.onnx.GraphIndex;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.Node;
import io.tierwise.onnx.Slicer;
import io.tierwise.runtime.ModelSession;
import io.tierwise.runtime.SessionSettings;
import io.tierwise.runtime.TensorSpec;
import io.tierwise.runtime.UnsupportedByRuntimeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

/// Type and extents of every tensor of a model, for inputs as large as a sample.
///
/// The runtime infers both when a session is opened, once the inputs have fixed extents. A segmentation
/// network on a large image takes half a minute to run as it is written and a second to open, so only
/// what cannot be inferred, or not rightly, is run for.
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

    /// Learns what a model makes of a sample.
    ///
    /// @param sample every input of the model, by name
    /// @throws io.tierwise.runtime.InputMismatchException when the sample does not fit the model
    public static Shapes learn(Model model, Map<String, Tensor> sample) {
        Model fixed = Models.fixed(model, sample);
        List<String> tensors = fixed.graph().nodes().stream()
                .flatMap(node -> node.outputs().stream())
                .filter(name -> !name.isEmpty())
                .toList();
        Map<String, Extent> extents = new HashMap<>();
        sample.forEach((name, tensor) -> extents.put(name, extent(tensor)));
        Map<String, ElementType> open = new LinkedHashMap<>();
        Set<String> doubtful = behindRounding(fixed.graph());
        for (TensorSpec spec : specs(fixed, tensors, sample)) {
            if (isInferred(spec) && !doubtful.contains(spec.name())) {
                extents.put(spec.name(), new Extent(spec.type(), spec.shape()));
            } else {
                open.put(spec.name(), spec.type());
            }
        }
        if (!open.isEmpty()) {
            extents.putAll(run(fixed, open, sample));
        }
        return new Shapes(extents);
    }

    /// No extents at all stand for a single value, and for a rank that could not be inferred.
    private static boolean isInferred(TensorSpec spec) {
        return spec.isStatic() && !spec.shape().isEmpty();
    }

    /// Tensors that depend on a pooling that rounds up: inference counts a last window that begins in
    /// the padding, the kernels do not.
    private static Set<String> behindRounding(Graph graph) {
        Set<String> tensors = new HashSet<>();
        GraphIndex index = GraphIndex.of(graph);
        for (Node node : index.order()) {
            boolean rounds = Attributes.integer(node, "ceil_mode", 0) != 0;
            if (rounds || index.needs(node).stream().anyMatch(tensors::contains)) {
                tensors.addAll(node.outputs());
            }
        }
        return tensors;
    }

    private static Extent extent(Tensor tensor) {
        return new Extent(tensor.type(), LongStream.of(tensor.shape()).boxed().toList());
    }

    /// What is inferred of those tensors that Java can carry; a tensor the runtime refuses to give out
    /// is searched by halves.
    private static List<TensorSpec> specs(Model model, List<String> tensors, Map<String, Tensor> sample) {
        if (tensors.isEmpty()) {
            return List.of();
        }
        Model exposed = Models.withOutputs(model, model.graph().nodes(), tensors);
        try (ModelSession session = Sessions.open(exposed, SessionSettings.exact())) {
            session.checkInputs(sample);
            return session.outputs();
        } catch (UnsupportedByRuntimeException e) {
            if (tensors.size() == 1) {
                return List.of();
            }
            if (tensors.size() == model.graph().nodes().size()) {
                checkOpens(model);
            }
            int half = tensors.size() / 2;
            List<TensorSpec> specs = new ArrayList<>(specs(model, tensors.subList(0, half), sample));
            specs.addAll(specs(model, tensors.subList(half, tensors.size()), sample));
            return specs;
        }
    }

    /// @throws UnsupportedByRuntimeException when the runtime refuses the model
    static void checkOpens(Model model) {
        Sessions.open(model, SessionSettings.exact()).close();
    }

    /// Extents out of Shape nodes added to what the tensors need of the graph: bounds in Constant nodes
    /// need nothing.
    ///
    /// The runtime first runs what the last node of a graph needs, so the Shape nodes stand in reverse:
    /// each runs as soon as its tensor is there, and no tensor is kept alive for it.
    private static Map<String, Extent> run(Model model, Map<String, ElementType> tensors, Map<String, Tensor> sample) {
        List<Node> shapes = new ArrayList<>();
        Map<String, String> tensorOf = new LinkedHashMap<>();
        for (String tensor : tensors.keySet()) {
            String output = "tierwise.shape." + shapes.size();
            shapes.add(Nodes.of("Shape", output, List.of(tensor), List.of(output)));
            tensorOf.put(output, tensor);
        }
        List<Node> nodes = new ArrayList<>(model.graph().nodes());
        nodes.addAll(shapes.reversed());
        List<String> outputs = List.copyOf(tensorOf.keySet());
        Model asked = Slicer.slice(Models.withOutputs(model, nodes, outputs), Weights.inputs(model), outputs);
        Map<String, Extent> extents = new HashMap<>();
        try (ModelSession session = Sessions.open(asked, SessionSettings.exact())) {
            session.run(sample).forEach((output, extent) -> {
                String tensor = tensorOf.getOrDefault(output, output);
                List<Long> shape = LongStream.of(extent.toLongs()).boxed().toList();
                Optional.ofNullable(tensors.get(tensor))
                        .ifPresent(type -> extents.put(tensor, new Extent(type, shape)));
            });
        }
        return extents;
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

    /// Whether a tensor holds floating-point numbers of any size.
    boolean isFloating(String tensor) {
        return of(tensor).filter(extent -> extent.type().isFloating()).isPresent();
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
