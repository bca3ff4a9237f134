package io.tierwise.operators;

import io.tierwise.onnx.Cut;
import io.tierwise.onnx.Cuts;
import io.tierwise.onnx.DroppedCut;
import io.tierwise.onnx.GraphIndex;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.TensorSizes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;

/// The legal cuts of a model, with what lies before each.
///
/// @param places those with fewer nodes before them first
/// @param dropped ways to cut that are not among them, and why
/// @param capped whether there are more
/// @param parameters numbers in the weights that nodes take
/// @param weightBytes bytes of all weights that nodes take
/// @param nanos time of the whole run, in nanoseconds; 0 where nothing was timed
public record CutPlaces(
        List<CutPlace> places,
        List<DroppedCut> dropped,
        boolean capped,
        long parameters,
        long weightBytes,
        double nanos) {

    public CutPlaces {
        places = List.copyOf(places);
        dropped = List.copyOf(dropped);
    }

    /// Finds the cuts of a model without timing it.
    ///
    /// @param shapes of the model's tensors at batch 1
    public static CutPlaces of(Model model, Shapes shapes) {
        return of(model, shapes, Optional.empty());
    }

    static CutPlaces of(Model model, Shapes shapes, Optional<NodeTimes> times) {
        GraphIndex index = GraphIndex.of(model.graph());
        Fusions fusions = new Fusions(index);
        TensorSizes sizes = sizes(shapes);
        Cuts cuts = Cuts.of(model, sizes);
        Cuts.Found found = cuts.find(Cuts.MOST_TENSORS);
        Set<Cut> all = new HashSet<>(found.cuts());
        if (found.capped()) {
            TensorSizes natural = tensor -> fusions.isInside(tensor) ? OptionalLong.empty() : sizes.bytes(tensor);
            all.addAll(Cuts.of(model, natural).find(Cuts.MOST_TENSORS).cuts());
        }
        HeadCosts costs = new HeadCosts(
                index, cuts.nodes(), node -> times.map(t -> t.of(node)).orElse(0.0));
        List<CutPlace> places = new ArrayList<>();
        all.forEach(cut -> places.add(place(cut, costs, fusions)));
        places.sort(
                Comparator.<CutPlace>comparingInt(place -> place.cut().head().size())
                        .thenComparingInt(place -> place.cut().carried().size())
                        .thenComparing(CutPlace::name));
        HeadCosts.Cost total = costs.total();
        return new CutPlaces(
                places, found.dropped(), found.capped(), total.parameters(), total.weightBytes(), total.nanos());
    }

    static CutPlace place(Cut cut, HeadCosts costs, Fusions fusions) {
        HeadCosts.Cost before = costs.of(cut.head());
        return new CutPlace(
                cut, before.parameters(), before.weightBytes(), before.nanos(), fusions.survive(cut.tensors()));
    }

    /// What each tensor costs to carry: those without a size are no tensors of numbers.
    static TensorSizes sizes(Shapes shapes) {
        return tensor ->
                shapes.of(tensor).map(extent -> OptionalLong.of(extent.bytes())).orElse(OptionalLong.empty());
    }

    /// Those of them that are wanted.
    public CutPlaces only(Predicate<CutPlace> wanted) {
        return new CutPlaces(places.stream().filter(wanted).toList(), dropped, capped, parameters, weightBytes, nanos);
    }

    /// The place that texts call so.
    public Optional<CutPlace> find(String name) {
        return places.stream().filter(place -> place.name().equals(name)).findFirst();
    }

    /// How many of the cuts carry one tensor.
    public int singles() {
        return (int) places.stream().filter(CutPlace::isSingle).count();
    }
}
