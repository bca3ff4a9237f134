package io.tierwise.advice;

import io.tierwise.runtime.Codec;
import io.tierwise.study.Groundwork;
import io.tierwise.study.ProfiledModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Every cell there is: each model of a study, cut at none, one or two of its places, in each codec, on each choice of
/// tiers from the source outward.
///
/// @param groundwork models and their places
/// @param outward the tiers, from the source
record Cells(Groundwork groundwork, List<String> outward) {
    private static final int MOST_PARTS = 3;

    /// Pairs of places of a model, beyond which two cuts are looked at only with tensors as they are.
    private static final int MOST_CODED_PAIRS = 2_000;

    /// All of them, those that were measured first: these may have two codecs at two cuts, of which all would be many.
    List<Cell> all(Set<Cell> measured) {
        Set<Cell> all = new LinkedHashSet<>(measured);
        for (ProfiledModel model : groundwork.models()) {
            for (List<String> tiers : choices()) {
                List<List<ProfiledModel.Place>> cuts = cuts(model, tiers.size() - 1);
                boolean coded = cuts.size() <= MOST_CODED_PAIRS;
                for (List<ProfiledModel.Place> places : cuts) {
                    codecs(places, coded).forEach(codecs -> all.add(new Cell(model, places, codecs, tiers)));
                }
            }
        }
        return List.copyOf(all);
    }

    /// Every choice of tiers that keeps their order, up to as many as a model is cut into.
    List<List<String>> choices() {
        List<List<String>> choices = new ArrayList<>(List.of(List.of()));
        for (String tier : outward) {
            for (List<String> shorter : List.copyOf(choices)) {
                if (shorter.size() < MOST_PARTS) {
                    List<String> longer = new ArrayList<>(shorter);
                    longer.add(tier);
                    choices.add(longer);
                }
            }
        }
        choices.removeFirst();
        return choices;
    }

    private static List<List<ProfiledModel.Place>> cuts(ProfiledModel model, int count) {
        List<ProfiledModel.Place> places = model.places();
        List<List<ProfiledModel.Place>> all = new ArrayList<>();
        switch (count) {
            case 0 -> all.add(List.of());
            case 1 -> places.forEach(place -> all.add(List.of(place)));
            default ->
                places.forEach(first -> first.after().forEach(next -> all.add(List.of(first, places.get(next)))));
        }
        return all;
    }

    /// One codec for all cuts.
    private static List<List<Codec>> codecs(List<ProfiledModel.Place> cuts, boolean coded) {
        return cuts.isEmpty()
                ? List.of(List.of())
                : Codec.all().stream()
                        .filter(codec -> codec.isAsIs() || (coded && Cell.isPossible(cuts, codec)))
                        .map(codec -> Collections.nCopies(cuts.size(), codec))
                        .toList();
    }

    /// What is left out of all, one sentence each.
    List<String> limits() {
        return groundwork.models().stream()
                .filter(model -> outward.size() >= MOST_PARTS && cuts(model, 2).size() > MOST_CODED_PAIRS)
                .map(model ->
                        "Two cuts of " + model.operators() + " are forecast only with tensors as they are: it has "
                                + cuts(model, 2).size() + " pairs of places, more than " + MOST_CODED_PAIRS + ".")
                .toList();
    }
}
