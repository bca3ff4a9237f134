package io.tierwise.operators;

import io.tierwise.data.ElementType;
import io.tierwise.data.Tensor;
import io.tierwise.onnx.Cuts;
import io.tierwise.onnx.GraphIndex;
import io.tierwise.onnx.Model;
import io.tierwise.runtime.Codec;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/// Carries out [Partition]: finds the places, cuts, and says what crosses.
final class Cutting {

    private final Uncut uncut;
    private final Model model;
    private final Map<String, Tensor> sample;
    private final Shapes shapes;
    private final Context context;

    private Cutting(Uncut uncut, Context context) {
        Iterator<Map<String, Tensor>> samples = context.calibration().iterator();
        if (!samples.hasNext()) {
            throw new OperatorException("cutting needs a calibration sample to learn the sizes of tensors, found none");
        }
        this.uncut = uncut;
        this.model = uncut.trunk();
        this.sample = samples.next();
        this.shapes = Shapes.learn(uncut.model(), sample);
        this.context = context;
    }

    /// The parts with the place of each, the account, and the partition with its tensors named.
    record Result(List<Part> parts, List<Integer> places, Account account, Partition resolved) {}

    /// Cuts a model into parts for so many places, and in each place behind the exits that lie there.
    static Result apply(Partition partition, Uncut uncut, int places, Context context) {
        return new Cutting(uncut, context).apply(partition, places);
    }

    /// The parts of a model that is cut behind its exits alone.
    static List<Part> atExits(Uncut uncut, Context context) {
        Cutting cutting = new Cutting(uncut, context);
        return ExitParts.of(uncut, cutting.shapes, List.of()).parts();
    }

    private Result apply(Partition partition, int parts) {
        CodecChoice.Chosen chosen = choose(partition, parts);
        List<CutPlace> cuts = chosen.cuts();
        ExitParts made =
                ExitParts.of(uncut, shapes, cuts.stream().map(CutPlace::cut).toList());
        Partition resolved = new Partition(
                Partition.Rule.NAMED, cuts.stream().map(CutPlace::name).toList(), chosen.codecs());
        List<String> notes = new ArrayList<>(chosen.notes());
        notes.addAll(notes(cuts, made.parts()));
        Account account = Account.of(
                        resolved, sentence(partition, chosen), ModelSize.of(uncut.model()), ModelSize.of(made.parts()))
                .withCuts(IntStream.range(0, cuts.size())
                        .mapToObj(cut -> cuts.get(cut).account(resolved.codecAt(cut)))
                        .toList())
                .withNotes(notes);
        return new Result(made.parts(), made.places(), account, resolved);
    }

    private CodecChoice.Chosen choose(Partition partition, int parts) {
        if (uncut.asksTwice()) {
            return behindFront(partition, parts);
        }
        return switch (partition.rule()) {
            case NAMED -> coded(new NamedCuts(model, shapes).inOrder(partition.tensors()), partition);
            case STUDY ->
                coded(new CutChoice(answering(CutPlaces.of(model, shapes), model, shapes)).study(parts), partition);
            case BEST -> best(partition, parts);
        };
    }

    /// Where the network is asked twice, the first place has the quantized one, and the others share the network as
    /// it is.
    private CodecChoice.Chosen behindFront(Partition partition, int parts) {
        NamedCuts named = new NamedCuts(model, shapes);
        CutPlace front = named.front();
        CodecChoice.Chosen behind = switch (partition.rule()) {
            case NAMED -> {
                String first = partition.tensors().getFirst();
                if (!first.equals(front.name())) {
                    throw new OperatorException("the quantized network ends in the first place: name '" + front.name()
                            + "' first, found '" + first + "'");
                }
                List<CutPlace> cuts = named.inOrder(partition.tensors().subList(1, parts - 1));
                yield new CodecChoice.Chosen(
                        cuts,
                        IntStream.range(1, parts - 1)
                                .mapToObj(partition::codecAt)
                                .toList(),
                        List.of());
            }
            case BEST ->
                parts == 2
                        ? new CodecChoice.Chosen(List.of(), List.of(), List.of())
                        : new Cutting(uncut, context.withCriteria(behind(front))).best(partition, parts - 1);
            case STUDY ->
                throw new OperatorException("P(study) shares a network evenly, and E(int8) asks two of them; write P");
        };
        return new CodecChoice.Chosen(
                before(front, behind.cuts()), before(Codec.AS_IS, behind.codecs()), behind.notes());
    }

    /// By what the network as it is is shared between the places behind the first.
    private Criteria behind(CutPlace front) {
        CutCost cost = context.criteria().cutCost();
        return context.criteria()
                .withCutCost((nanos, bytes) -> cost.costNanos(before(0.0, nanos), before(front.bytes(), bytes)));
    }

    private static <T> List<T> before(T first, List<T> others) {
        List<T> all = new ArrayList<>(List.of(first));
        all.addAll(others);
        return all;
    }

    private static CodecChoice.Chosen coded(List<CutPlace> cuts, Partition partition) {
        return new CodecChoice.Chosen(
                cuts,
                IntStream.range(0, cuts.size()).mapToObj(partition::codecAt).toList(),
                List.of());
    }

    private CodecChoice.Chosen best(Partition partition, int parts) {
        CutPlaces places =
                TimedModel.of(model, shapes, sample, context.threads()).places();
        CutChoice choice = new CutChoice(answering(places, model, shapes));
        Criteria criteria = context.criteria().withCutCost(inTheMean(places));
        if (partition.choosesCodec() && criteria.codecPace().isPresent()) {
            return new CodecChoice(model, shapes, choice, context.withCriteria(criteria)).choose(parts);
        }
        Partition asked = partition.choosesCodec() ? Partition.best(Codec.AS_IS) : partition;
        return coded(choice.best(parts, criteria.cutCost(), place -> bytes(place, asked.codecAt(0))), asked);
    }

    /// The cost of a cut in the mean over those that leave early and those that do not.
    private CutCost inTheMean(CutPlaces places) {
        CutCost whole = context.criteria().cutCost();
        return uncut.exits().isEmpty() || uncut.asksTwice()
                ? whole
                : new LeavingCost(
                        whole,
                        uncut.exits().stream()
                                .map(exit -> new LeavingCost.Leaving(
                                        places.find(exit.tap())
                                                .map(CutPlace::headNanos)
                                                .orElse(exit.share() * places.nanos()),
                                        exit.rate()))
                                .toList());
    }

    /// The bytes that a codec leaves before packing; how far they pack is known only when they are there.
    private long bytes(CutPlace place, Codec codec) {
        Set<String> inputs = Set.copyOf(Weights.inputs(model));
        return place.cut().carried().stream()
                .mapToLong(carried -> shapes.isFloat(carried.tensor()) && !inputs.contains(carried.tensor())
                        ? codec.unpackedBytes(ElementType.FLOAT, carried.bytes())
                        : carried.bytes())
                .sum();
    }

    /// Those with the model's first output behind them: that is what a task reads, and a tail that only
    /// makes others would run for nothing.
    static CutPlaces answering(CutPlaces all, Model model, Shapes shapes) {
        List<String> makers = Cuts.of(model, CutPlaces.sizes(shapes)).nodes().stream()
                .map(node -> String.join(" ", node.outputs()))
                .toList();
        int answer = GraphIndex.of(model.graph())
                .producer(Weights.outputs(model).getFirst())
                .map(node -> makers.indexOf(String.join(" ", node.outputs())))
                .orElse(-1);
        return all.only(place -> answer < 0 || !place.cut().head().has(answer));
    }

    private String sentence(Partition partition, CodecChoice.Chosen chosen) {
        List<CutPlace> cuts = chosen.cuts();
        List<String> places = new ArrayList<>();
        for (int i = 0; i < cuts.size(); i++) {
            CutPlace cut = cuts.get(i);
            Codec codec = chosen.codecs().get(i);
            String how = codec.isAsIs() ? "" : ", written as " + codec;
            places.add("'" + cut.name() + "' (" + cut.bytes() + " bytes cross" + tensors(cut) + how + ")");
        }
        String reason = switch (partition.rule()) {
            case NAMED -> "as asked";
            case STUDY -> "where parameter bytes are shared most evenly";
            case BEST ->
                "where measured part times and bytes cost least"
                        + (uncut.exits().isEmpty() ? "" : " in the mean over all samples");
        };
        return "cuts the model at " + String.join(" and ", places) + ", " + reason;
    }

    private static String tensors(CutPlace cut) {
        return cut.isSingle() ? "" : " in " + cut.tensors().size() + " tensors";
    }

    private List<String> notes(List<CutPlace> cuts, List<Part> made) {
        List<String> notes = new ArrayList<>();
        for (CutPlace cut : cuts) {
            if (!cut.natural()) {
                notes.add("the cut at '" + cut.name() + "' tears apart nodes that the runtime fuses");
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
