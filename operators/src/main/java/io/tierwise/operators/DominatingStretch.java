package io.tierwise.operators;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The stretch of a model between two legal cuts that holds the most time while one run of it stays
/// under a budget: what candidates are timed on.
///
/// @param cuts places to cut at to get it alone, in the order of the model; empty for the whole model
/// @param part which of the parts cut so it is
/// @param share of the model's time it covers, 0 to 1
record DominatingStretch(List<CutPlace> cuts, int part, double share) {

    DominatingStretch {
        cuts = List.copyOf(cuts);
    }

    private record Edge(Optional<CutPlace> place, double nanos) {}

    /// Finds the stretch; where every one is beyond the budget, the shortest.
    ///
    /// @param places of a timed model
    static DominatingStretch of(CutPlaces places, double budgetNanos) {
        List<Edge> edges = edges(places);
        int from = 0;
        int to = 0;
        int start = 0;
        for (int end = 1; end < edges.size(); end++) {
            while (start < end - 1 && nanos(edges, start, end) > budgetNanos) {
                start++;
            }
            if (to == 0 || better(nanos(edges, start, end), nanos(edges, from, to), budgetNanos)) {
                from = start;
                to = end;
            }
        }
        List<CutPlace> cuts = new ArrayList<>();
        edges.get(from).place().ifPresent(cuts::add);
        edges.get(to).place().ifPresent(cuts::add);
        double share = places.nanos() > 0 ? nanos(edges, from, to) / places.nanos() : 1;
        return new DominatingStretch(cuts, from > 0 ? 1 : 0, share);
    }

    private static boolean better(double nanos, double best, double budget) {
        boolean fits = nanos <= budget;
        boolean bestFits = best <= budget;
        return fits == bestFits ? fits == nanos > best : fits;
    }

    /// Start and end of the model and places between, one behind the other, that lie apart in time.
    private static List<Edge> edges(CutPlaces places) {
        List<Edge> edges = new ArrayList<>();
        edges.add(new Edge(Optional.empty(), 0));
        for (CutPlace place : places.places()) {
            Edge last = edges.getLast();
            boolean behind = last.place()
                    .map(before -> before.cut().isBefore(place.cut()))
                    .orElse(true);
            if (behind && place.natural() && place.headNanos() > last.nanos() && place.headNanos() < places.nanos()) {
                edges.add(new Edge(Optional.of(place), place.headNanos()));
            }
        }
        edges.add(new Edge(Optional.empty(), places.nanos()));
        return edges;
    }

    private static double nanos(List<Edge> edges, int from, int to) {
        return edges.get(to).nanos() - edges.get(from).nanos();
    }

    /// `the whole model`, or where the stretch begins and ends.
    String words() {
        return switch (cuts.size()) {
            case 0 -> "the whole model";
            case 1 ->
                part == 0
                        ? "all before '" + cuts.getFirst().name() + "'"
                        : "all after '" + cuts.getFirst().name() + "'";
            default ->
                "the stretch from '" + cuts.getFirst().name() + "' to '"
                        + cuts.getLast().name() + "'";
        };
    }
}
