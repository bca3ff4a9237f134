package io.tierwise.operators;

import io.tierwise.data.DidYouMean;
import io.tierwise.onnx.Cut;
import io.tierwise.onnx.CutVerdict;
import io.tierwise.onnx.Cuts;
import io.tierwise.onnx.GraphIndex;
import io.tierwise.onnx.Model;
import io.tierwise.runtime.Codec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Finds the places that a partition names.
final class NamedCuts {

    private static final int SHOWN = 3;

    private final GraphIndex index;
    private final Cuts cuts;
    private final HeadCosts costs;
    private final Fusions fusions;
    private final Set<String> names;

    NamedCuts(Model model, Shapes shapes) {
        index = GraphIndex.of(model.graph());
        cuts = Cuts.of(model, CutPlaces.sizes(shapes));
        costs = new HeadCosts(index, cuts.nodes(), node -> 0);
        fusions = new Fusions(index);
        names = index.names();
    }

    /// The places named, in their order.
    ///
    /// @throws OperatorException when the model cannot be cut at one of them, or not in this order
    List<CutPlace> inOrder(List<String> texts) {
        List<CutPlace> places = texts.stream().map(this::named).toList();
        for (int i = 1; i < places.size(); i++) {
            CutPlace first = places.get(i - 1);
            CutPlace second = places.get(i);
            if (!first.cut().isBefore(second.cut())) {
                throw new OperatorException(notAfter(first, second));
            }
        }
        return places;
    }

    /// The front of the model, before all its nodes.
    CutPlace front() {
        return CutPlaces.place(cuts.front(), costs, fusions);
    }

    /// The place behind which an exit stands: one that can be cut at, or the front.
    CutPlace tap(String text) {
        CutPlace front = front();
        return front.name().equals(text) ? front : named(text);
    }

    private static String notAfter(CutPlace first, CutPlace second) {
        String both = "'" + second.name() + "' and '" + first.name() + "'";
        if (second.cut().isBefore(first.cut())) {
            return "'" + second.name() + "' comes before '" + first.name()
                    + "' in the model; name the cuts in its order";
        }
        if (first.cut().head().equals(second.cut().head())) {
            return both + " have the same nodes before them: there is no part between";
        }
        return both + " do not lie one behind the other: each has nodes before it that the other has behind it, or "
                + "needs a size that does not cross the first";
    }

    /// The place with these tensors, or with their bytes where the model is quantized.
    private CutPlace named(String text) {
        List<String> tensors = tensors(text);
        Optional<CutPlace> asNamed = place(tensors);
        return asNamed.filter(CutPlace::natural)
                .or(() -> place(tensors.stream().map(this::quantized).toList()))
                .or(() -> asNamed)
                .orElseThrow(() -> new OperatorException(
                        "the model cannot be cut at '" + text + "': " + why(cuts.at(tensors)) + nearest(tensors)));
    }

    private Optional<CutPlace> place(List<String> tensors) {
        return cuts.at(tensors) instanceof CutVerdict.Legal(Cut cut)
                ? Optional.of(CutPlaces.place(cut, costs, fusions))
                : Optional.empty();
    }

    private String quantized(String tensor) {
        return Stream.of(Levels.UNSIGNED, Levels.SIGNED)
                .map(levels -> tensor + levels.suffix())
                .filter(names::contains)
                .findFirst()
                .orElse(tensor);
    }

    /// The names in a text. A name may hold the sign that joins them: the longest one known is meant.
    private List<String> tensors(String text) {
        List<String> tensors = new ArrayList<>();
        List<String> words = Arrays.asList(text.split("\\" + CutPlace.AND, -1));
        int from = 0;
        while (from < words.size()) {
            int to = words.size();
            while (to > from + 1 && !names.contains(joined(words, from, to))) {
                to--;
            }
            tensors.add(joined(words, from, to).strip());
            from = to;
        }
        return tensors;
    }

    private static String joined(List<String> words, int from, int to) {
        return String.join(CutPlace.AND, words.subList(from, to)).strip();
    }

    /// What may stand in a partition.
    private Set<String> words() {
        Set<String> words = new TreeSet<>(names);
        Codec.all().forEach(codec -> words.add(codec.text()));
        return words;
    }

    private String why(CutVerdict verdict) {
        return switch (verdict) {
            case CutVerdict.Legal legal -> "it can";
            case CutVerdict.Unknown(String tensor) ->
                "no tensor has the name '" + tensor + "', and no codec"
                        + DidYouMean.nearest(tensor, words())
                                .map(near -> "; did you mean '" + near + "'?")
                                .orElse("");
            case CutVerdict.Idle(String tensor) ->
                "'" + tensor + "' is the same in every run, or no output depends on it";
            case CutVerdict.CannotCross(String tensor) ->
                "'" + tensor + "' is no tensor of numbers that can be carried";
            case CutVerdict.Passed(List<String> by) -> passed(by);
            case CutVerdict.Needless(String tensor) -> "'" + tensor + "' is not needed behind the other tensors";
            case CutVerdict.NothingBefore() -> "nothing lies before it";
            case CutVerdict.TooMany(int tensors) ->
                tensors + " tensors are more than the " + Cuts.MOST_TENSORS + " that a cut may have";
        };
    }

    private static String passed(List<String> by) {
        List<String> shown =
                by.stream().limit(SHOWN).map(name -> "'" + name + "'").toList();
        String more = by.size() > SHOWN ? " and " + (by.size() - SHOWN) + " more" : "";
        return String.join(", ", shown) + more + (by.size() == 1 ? " passes it by" : " pass it by");
    }

    /// The smallest legal cut with these tensors, and single ones before and after.
    private String nearest(List<String> tensors) {
        if (cuts.at(tensors) instanceof CutVerdict.Unknown) {
            return "; the command cuts lists the legal ones";
        }
        List<String> legal = new ArrayList<>();
        completed(tensors)
                .ifPresent(
                        cut -> legal.add(joined(cut.tensors(), 0, cut.carried().size())));
        int wanted = position(tensors);
        cuts.find(1).cuts().stream()
                .sorted(Comparator.comparingInt(cut -> Math.abs(cut.head().size() - wanted)))
                .limit(SHOWN)
                .map(cut -> cut.tensors().getFirst())
                .forEach(legal::add);
        return legal.isEmpty()
                ? "; no single tensor divides this model: see the command cuts"
                : "; the nearest legal cuts are " + String.join(", ", legal);
    }

    private Optional<Cut> completed(List<String> tensors) {
        List<String> more = new ArrayList<>(tensors);
        switch (cuts.at(tensors)) {
            case CutVerdict.Passed(List<String> by) -> more.addAll(by);
            case CutVerdict.Needless(String tensor) -> more.remove(tensor);
            case CutVerdict.Legal _,
                    CutVerdict.Unknown _,
                    CutVerdict.Idle _,
                    CutVerdict.CannotCross _,
                    CutVerdict.NothingBefore _,
                    CutVerdict.TooMany _ -> more.clear();
        }
        return !more.isEmpty() && cuts.at(more) instanceof CutVerdict.Legal(Cut cut)
                ? Optional.of(cut)
                : Optional.empty();
    }

    private int position(List<String> tensors) {
        return tensors.stream()
                .flatMap(tensor -> index.producer(tensor).stream())
                .mapToInt(node -> 1 + cuts.nodes().indexOf(node))
                .max()
                .orElse(0);
    }
}
