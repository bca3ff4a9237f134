package io.tierwise.operators;

import io.tierwise.onnx.GraphIndex;
import io.tierwise.onnx.Model;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Finds where exits may be.
final class ExitTaps {
    /// Ten places leave no gap wide enough for another to matter.
    private static final int MOST = 10;

    /// Before this share of the time there is little to read, behind the other little to save.
    private static final double EARLIEST = 0.02;

    private static final double LATEST = 0.9;

    private final Shapes shapes;
    private final GraphIndex index;

    private ExitTaps(Model model, Shapes shapes) {
        this.shapes = shapes;
        this.index = GraphIndex.of(model.graph());
    }

    /// The taps of a model in its order, at most ten, spread over its time.
    ///
    /// @throws OperatorException when it has none
    static List<ExitTap> find(Model model, Shapes shapes, TimedModel timed) {
        List<ExitTap> all = new ExitTaps(model, shapes).all(Cutting.answering(timed.places(), model, shapes));
        if (all.isEmpty()) {
            throw new OperatorException(
                    "the model has no place for an exit: no single tensor of channels and pixels, or"
                            + " of tokens, divides it between " + (int) (100 * EARLIEST) + " and "
                            + (int) (100 * LATEST)
                            + " % of its time");
        }
        return spread(all);
    }

    /// The taps named.
    ///
    /// @throws OperatorException when a head cannot stand behind one of them
    static List<ExitTap> named(Model model, Shapes shapes, TimedModel timed, List<String> tensors) {
        ExitTaps taps = new ExitTaps(model, shapes);
        List<ExitTap> found = new ArrayList<>();
        for (CutPlace place : new NamedCuts(model, shapes).inOrder(tensors)) {
            String name = place.name();
            CutPlace known = timed.places().find(name).orElse(place);
            found.add(taps.tap(name, known.headNanos())
                    .orElseThrow(() -> new OperatorException("a head cannot read '" + name + "' of shape "
                            + shapes.of(name)
                                    .map(extent -> extent.shape().toString())
                                    .orElse("unknown")
                            + ": it reads [1, C, H, W], or [1, T, C] of tokens")));
        }
        return found;
    }

    private List<ExitTap> all(CutPlaces places) {
        List<ExitTap> taps = new ArrayList<>();
        for (CutPlace place : places.places()) {
            double share = place.headNanos() / places.nanos();
            if (place.isSingle() && place.natural() && share >= EARLIEST && share <= LATEST) {
                tap(place.tensors().getFirst(), place.headNanos()).ifPresent(taps::add);
            }
        }
        taps.sort(Comparator.comparingDouble(ExitTap::nanos));
        return taps;
    }

    /// The tensor as a tap; empty where it is neither an image of channels nor tokens.
    private Optional<ExitTap> tap(String tensor, double nanos) {
        return shapes.of(tensor)
                .filter(extent -> extent.shape().size() == 3 || extent.shape().size() == 4)
                .filter(extent -> extent.shape().getFirst() == 1)
                .filter(extent -> ExitGraph.isReadable(tensor, shapes, index))
                .map(extent -> new ExitTap(tensor, extent.shape(), nanos));
    }

    /// Those nearest to evenly spaced times.
    private static List<ExitTap> spread(List<ExitTap> all) {
        if (all.size() <= MOST) {
            return all;
        }
        double first = all.getFirst().nanos();
        double last = all.getLast().nanos();
        List<ExitTap> spread = new ArrayList<>();
        for (int i = 0; i < MOST; i++) {
            double wanted = first + (last - first) * i / (MOST - 1);
            ExitTap nearest = all.stream()
                    .min(Comparator.comparingDouble(tap -> Math.abs(tap.nanos() - wanted)))
                    .orElseThrow();
            if (!spread.contains(nearest)) {
                spread.add(nearest);
            }
        }
        return spread;
    }
}
