package io.tierwise.operators;

import io.tierwise.data.ElementType;
import io.tierwise.data.Tensor;
import io.tierwise.onnx.DataType;
import io.tierwise.onnx.Dimension;
import io.tierwise.onnx.Graph;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.Node;
import io.tierwise.onnx.Slicer;
import io.tierwise.onnx.ValueInfo;
import io.tierwise.runtime.Codec;
import io.tierwise.runtime.Profile;
import io.tierwise.runtime.SessionSettings;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// Carries out [Partition]: finds the places, cuts, and says what crosses.
final class Cutting {

    private static final int PROFILED_RUNS = 15;

    private final Model model;
    private final Map<String, Tensor> sample;
    private final Shapes shapes;
    private final Context context;

    private Cutting(Model model, Context context) {
        Iterator<Map<String, Tensor>> samples = context.calibration().iterator();
        if (!samples.hasNext()) {
            throw new OperatorException("cutting needs a calibration sample to learn the sizes of tensors, found none");
        }
        this.model = model;
        this.sample = samples.next();
        this.shapes = Shapes.learn(model, sample);
        this.context = context;
    }

    /// The parts, the account, and the partition with its tensors named.
    record Result(List<Part> parts, Account account, Partition resolved) {}

    /// Cuts a model into this many parts.
    static Result apply(Partition partition, Model model, int parts, Context context) {
        return new Cutting(model, context).apply(partition, parts);
    }

    private Result apply(Partition partition, int parts) {
        List<CutPlace> cuts = choose(partition, parts);
        List<Part> made = split(cuts.stream().map(CutPlace::tensor).toList());
        List<Codec> codecs =
                IntStream.range(0, cuts.size()).mapToObj(partition::codecAt).toList();
        Partition resolved = new Partition(
                Partition.Rule.NAMED, cuts.stream().map(CutPlace::tensor).toList(), codecs);
        Account account = Account.of(
                        resolved,
                        sentence(partition, cuts),
                        ModelSize.of(model),
                        new Product(made, List.of(), List.of()).size())
                .withCuts(cuts.stream().map(CutPlace::account).toList())
                .withNotes(notes(cuts, made));
        return new Result(made, account, resolved);
    }

    private List<CutPlace> choose(Partition partition, int parts) {
        return switch (partition.rule()) {
            case NAMED -> named(partition.tensors());
            case STUDY -> new CutChoice(CutPlaces.of(model, shapes)).study(parts);
            case BEST -> new CutChoice(timed()).best(parts, coded(partition.codecAt(0)));
        };
    }

    /// The cost with the bytes that a codec leaves before packing; how far they pack is known only when they are there.
    private CutCost coded(Codec codec) {
        boolean quantized = Nodes.count(model, "QuantizeLinear") > 0;
        ElementType type = quantized ? ElementType.UINT8 : ElementType.FLOAT;
        return (nanos, bytes) -> context.criteria()
                .cutCost()
                .costNanos(
                        nanos,
                        bytes.stream().map(b -> codec.unpackedBytes(type, b)).toList());
    }

    private List<CutPlace> named(List<String> tensors) {
        CutPlaces places = CutPlaces.of(model, shapes);
        List<CutPlace> chosen = tensors.stream().map(places::named).toList();
        for (int i = 1; i < chosen.size(); i++) {
            if (places.places().indexOf(chosen.get(i - 1)) >= places.places().indexOf(chosen.get(i))) {
                throw new OperatorException("'" + chosen.get(i).tensor() + "' comes before '"
                        + chosen.get(i - 1).tensor() + "' in the model; name the cuts in its order");
            }
        }
        return chosen;
    }

    private CutPlaces timed() {
        List<Node> named = new ArrayList<>();
        for (Node node : model.graph().nodes()) {
            named.add(Nodes.named(node, "node" + named.size()));
        }
        Model profiled = model.withGraph(model.graph().withNodes(named));
        Profile profile = Profile.of(
                Sessions.bytes(profiled),
                sample,
                Sessions.settings(SessionSettings.fast(context.threads())),
                PROFILED_RUNS);
        return CutPlaces.of(profiled, shapes, Optional.of(NodeTimes.of(profiled.graph(), profile)));
    }

    private List<Part> split(List<String> tensors) {
        return split(model, shapes, tensors);
    }

    /// Cuts a model at tensors given in its order.
    static List<Part> split(Model model, Shapes shapes, List<String> tensors) {
        Map<String, ValueInfo> known = described(model, shapes, tensors);
        List<String> given = Weights.inputs(model);
        List<Part> parts = new ArrayList<>();
        for (String tensor : tensors) {
            parts.add(part(model, given, List.of(tensor), known));
            given = List.of(tensor);
        }
        parts.add(part(model, given, Weights.outputs(model), known));
        return parts;
    }

    private static Part part(Model model, List<String> inputs, List<String> outputs, Map<String, ValueInfo> known) {
        return Part.whole(Slicer.slice(model, inputs, outputs, known));
    }

    /// Types and shapes of the cut tensors, as inputs and outputs need them.
    private static Map<String, ValueInfo> described(Model model, Shapes shapes, List<String> tensors) {
        Map<String, ValueInfo> known = new LinkedHashMap<>();
        for (String tensor : tensors) {
            shapes.of(tensor).ifPresent(extent -> known.put(tensor, info(model.graph(), tensor, extent)));
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

    private static String sentence(Partition partition, List<CutPlace> cuts) {
        List<String> places = new ArrayList<>();
        for (CutPlace cut : cuts) {
            places.add("'" + cut.tensor() + "' (" + cut.bytes() + " bytes cross)");
        }
        String how = switch (partition.rule()) {
            case NAMED -> "as asked";
            case STUDY -> "where parameter bytes are shared most evenly";
            case BEST -> "where measured part times and bytes cost least";
        };
        return "cuts the model at " + String.join(" and ", places) + ", " + how;
    }

    private List<String> notes(List<CutPlace> cuts, List<Part> made) {
        List<String> notes = new ArrayList<>();
        for (CutPlace cut : cuts) {
            if (!cut.natural()) {
                notes.add("the cut at '" + cut.tensor() + "' tears apart nodes that the runtime fuses");
            }
        }
        if (Nodes.count(model, "QuantizeLinear") > 0) {
            for (int i = 0; i < made.size(); i++) {
                Leftovers left = Leftovers.count(made.get(i).model(), context.workFolder());
                notes.add("part " + (i + 1) + " keeps " + left.quantize() + " QuantizeLinear and " + left.dequantize()
                        + " DequantizeLinear");
            }
        }
        return notes;
    }
}
