package io.tierwise.operators;

import io.tierwise.onnx.Cut;
import io.tierwise.onnx.Cuts;
import io.tierwise.onnx.DataType;
import io.tierwise.onnx.Dimension;
import io.tierwise.onnx.Graph;
import io.tierwise.onnx.GraphIndex;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.Node;
import io.tierwise.onnx.Slicer;
import io.tierwise.onnx.ValueInfo;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The parts that a model falls into at legal cuts.
///
/// Each part takes what it needs of the tensors that cross before it and gives what crosses after it,
/// and the outputs of the model that it makes; an exit's outputs are given by the part that ends with its
/// tap. What crosses two cuts passes the part between without going through it.
final class CutParts {

    private final Model model;
    private final GraphIndex index;
    private final List<Cut> cuts;
    private final Map<String, Integer> early;
    private final Map<String, ValueInfo> known;
    private final Map<String, Integer> makers = new LinkedHashMap<>();

    private CutParts(Uncut uncut, Shapes shapes, List<Cut> cuts, Map<String, Integer> early) {
        this.model = uncut.model();
        this.index = GraphIndex.of(model.graph());
        this.cuts = cuts;
        this.early = early;
        this.known = described(model.graph(), shapes, cuts);
        List<Node> nodes = Cuts.of(uncut.trunk(), CutPlaces.sizes(shapes)).nodes();
        for (int place = 0; place < nodes.size(); place++) {
            for (String output : nodes.get(place).outputs()) {
                makers.put(output, place);
            }
        }
    }

    /// Cuts a model at places given in its order.
    static List<Part> of(Model model, Shapes shapes, List<Cut> cuts) {
        return of(Uncut.of(model), shapes, cuts, Map.of());
    }

    /// Cuts a model with exits at places of the model without them.
    ///
    /// @param early outputs that exits give, and which part gives them
    static List<Part> of(Uncut uncut, Shapes shapes, List<Cut> cuts, Map<String, Integer> early) {
        return new CutParts(uncut, shapes, cuts, early).parts();
    }

    private List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        List<String> given = Weights.inputs(model);
        for (int part = 0; part <= cuts.size(); part++) {
            Set<String> made = new LinkedHashSet<>();
            if (part < cuts.size()) {
                made.addAll(cuts.get(part).tensors());
                Set.copyOf(given).forEach(made::remove);
            }
            for (String output : Weights.outputs(model)) {
                if (partOf(output) == part) {
                    made.add(output);
                }
            }
            List<String> wanted = List.copyOf(made);
            parts.add(Part.whole(Slicer.slice(model, needed(given, wanted), wanted, known)));
            given = part < cuts.size() ? cuts.get(part).tensors() : given;
        }
        return parts;
    }

    /// Which part gives an output of the model.
    private int partOf(String output) {
        if (early.containsKey(output)) {
            return early.get(output);
        }
        boolean isInput = index.isLive(output) && index.producer(output).isEmpty();
        int maker = makers.getOrDefault(output, -1);
        for (int cut = 0; cut < cuts.size(); cut++) {
            if (isInput || (maker >= 0 && cuts.get(cut).head().has(maker))) {
                return cut;
            }
        }
        return cuts.size();
    }

    /// Those of the tensors given that are needed for what is wanted.
    private List<String> needed(List<String> given, List<String> wanted) {
        Set<String> ends = Set.copyOf(given);
        Set<String> seen = new HashSet<>();
        List<String> open = new ArrayList<>(wanted);
        while (!open.isEmpty()) {
            String tensor = open.removeLast();
            if (seen.add(tensor) && !ends.contains(tensor)) {
                index.producer(tensor).ifPresent(node -> open.addAll(index.needs(node)));
            }
        }
        return given.stream().filter(seen::contains).toList();
    }

    /// Types and shapes of the cut tensors, as inputs and outputs need them.
    private static Map<String, ValueInfo> described(Graph graph, Shapes shapes, List<Cut> cuts) {
        Map<String, ValueInfo> known = new LinkedHashMap<>();
        Set<String> given = new HashSet<>();
        graph.givenInputs().forEach(input -> given.add(input.name()));
        for (Cut cut : cuts) {
            for (String tensor : cut.tensors()) {
                if (!given.contains(tensor)) {
                    shapes.of(tensor).ifPresent(extent -> known.put(tensor, info(graph, tensor, extent)));
                }
            }
        }
        return known;
    }

    /// A tensor keeps the batch open where the model does; where the model leaves more open, everything stays open.
    private static ValueInfo info(Graph graph, String tensor, Shapes.Extent extent) {
        List<Dimension> dimensions = new ArrayList<>();
        extent.shape().forEach(size -> dimensions.add(new Dimension.Fixed(size)));
        boolean openInside = graph.givenInputs().stream()
                .flatMap(input -> input.shape().stream().skip(1))
                .anyMatch(dimension -> !(dimension instanceof Dimension.Fixed));
        if (openInside) {
            dimensions.replaceAll(dimension -> new Dimension.Unknown());
        }
        Optional<Dimension> batch = graph.givenInputs().stream()
                .filter(input -> !input.shape().isEmpty())
                .map(input -> input.shape().getFirst())
                .filter(dimension -> !(dimension instanceof Dimension.Fixed))
                .findFirst();
        if (batch.isPresent() && !dimensions.isEmpty()) {
            dimensions.set(0, batch.get());
        }
        return new ValueInfo(tensor, DataType.valueOf(extent.type().name()), dimensions);
    }
}
