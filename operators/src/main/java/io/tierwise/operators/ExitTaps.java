package io.tierwise.operators;

import io.tierwise.onnx.GraphIndex;
import io.tierwise.onnx.Model;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/// Finds where exits may be.
final class ExitTaps {
    /// Ten places leave no gap wide enough for another to matter.
    private static final int MOST = 10;

    /// More exits than these leave too few levels of thresholds to look at.
    private static final int MOST_NAMED = 8;

    /// Before this share of the time there is little to read, behind the other little to save.
    private static final double EARLIEST = 0.02;

    private static final double LATEST = 0.9;

    private final Shapes shapes;
    private final GraphIndex index;
    private final ExitAnswer answer;

    private ExitTaps(Model model, Shapes shapes, ExitAnswer answer) {
        this.shapes = shapes;
        this.index = GraphIndex.of(model.graph());
        this.answer = answer;
    }

    /// The taps of a model in its order, at most ten, spread over its time: of each tenth the cut of fewest
    /// tensors, then of fewest bytes.
    ///
    /// @throws OperatorException when it has none
    static List<ExitTap> find(Model model, Shapes shapes, TimedModel timed, ExitAnswer answer) {
        ExitTaps taps = new ExitTaps(model, shapes, answer);
        CutPlaces places = Cutting.answering(timed.places(), model, shapes);
        TreeMap<Integer, CutPlace> byTenth = new TreeMap<>();
        places.places().stream()
                .filter(CutPlace::natural)
                .filter(place -> taps.tap(place, place.headNanos()).isPresent())
                .filter(place ->
                        place.headNanos() >= EARLIEST * places.nanos() && place.headNanos() <= LATEST * places.nanos())
                .sorted(Comparator.<CutPlace>comparingInt(
                                place -> place.tensors().size())
                        .thenComparingLong(CutPlace::bytes)
                        .thenComparingDouble(CutPlace::headNanos))
                .forEach(place -> byTenth.putIfAbsent((int) (MOST * place.headNanos() / places.nanos()), place));
        if (byTenth.isEmpty()) {
            throw new OperatorException("the model has no place for an exit: it cannot be cut where one of the tensors"
                    + " that cross holds channels and pixels, or tokens, between " + (int) (100 * EARLIEST) + " and "
                    + (int) (100 * LATEST) + " % of its time");
        }
        return byTenth.values().stream()
                .flatMap(place -> taps.tap(place, place.headNanos()).stream())
                .toList();
    }

    /// The taps named.
    ///
    /// @throws OperatorException when a head cannot stand behind one of them
    static List<ExitTap> named(Model model, Shapes shapes, TimedModel timed, ExitAnswer answer, List<String> cuts) {
        if (cuts.size() > MOST_NAMED) {
            throw new OperatorException("E(exit) takes at most " + MOST_NAMED + " exits, found " + cuts.size());
        }
        ExitTaps taps = new ExitTaps(model, shapes, answer);
        List<ExitTap> found = new ArrayList<>();
        for (CutPlace place : new NamedCuts(model, shapes).inOrder(cuts)) {
            CutPlace known = timed.places().find(place.name()).orElse(place);
            found.add(taps.tap(place, known.headNanos())
                    .orElseThrow(() -> new OperatorException("a head cannot read '" + place.name() + "' of shape "
                            + shapes.of(taps.last(place))
                                    .map(extent -> extent.shape().toString())
                                    .orElse("unknown")
                            + ": it reads [1, C, H, W], or [1, T, C] of tokens where a sample has one answer")));
        }
        return found;
    }

    /// The last tensor of a cut as a tap; empty where it is neither an image of channels nor tokens.
    private Optional<ExitTap> tap(CutPlace place, double nanos) {
        String tensor = last(place);
        return shapes.of(tensor)
                .map(Shapes.Extent::shape)
                .filter(shape -> shape.size() == 4 || (shape.size() == 3 && !answer.isMap()))
                .filter(shape -> shape.getFirst() == 1)
                .filter(shape -> ExitGraph.isReadable(tensor, shapes, index))
                .map(shape -> new ExitTap(place.name(), tensor, shape, nanos));
    }

    private String last(CutPlace place) {
        return Objects.requireNonNull(place.tensors().stream()
                .max(Comparator.comparingInt(tensor ->
                        index.producer(tensor).map(index.order()::indexOf).orElse(-1)))
                .orElse(null));
    }
}
