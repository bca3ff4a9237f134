package io.tierwise.operators;

import java.util.ArrayList;
import java.util.List;

/// The stretch of a model between two legal cuts that holds the most time while one run of it stays
/// under a budget: what candidates are timed on.
///
/// @param cuts tensors to cut at to get it alone, in the order of the model; empty for the whole model
/// @param part which of the parts cut so it is
/// @param share of the model's time it covers, 0 to 1
record DominatingStretch(List<String> cuts, int part, double share) {

    DominatingStretch {
        cuts = List.copyOf(cuts);
    }

    private record Edge(String tensor, double nanos) {}

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
        List<String> cuts = new ArrayList<>();
        if (from > 0) {
            cuts.add(edges.get(from).tensor());
        }
        if (to < edges.size() - 1) {
            cuts.add(edges.get(to).tensor());
        }
        double share = places.nanos() > 0 ? nanos(edges, from, to) / places.nanos() : 1;
        return new DominatingStretch(cuts, from > 0 ? 1 : 0, share);
    }

    private static boolean better(double nanos, double best, double budget) {
        boolean fits = nanos <= budget;
        boolean bestFits = best <= budget;
        return fits == bestFits ? fits == nanos > best : fits;
    }

    /// Start and end of the model and the places between that lie apart in time.
    private static List<Edge> edges(CutPlaces places) {
        List<Edge> edges = new ArrayList<>();
        edges.add(new Edge("", 0));
        for (CutPlace place : places.places()) {
            if (place.natural() && place.headNanos() > edges.getLast().nanos() && place.headNanos() < places.nanos()) {
                edges.add(new Edge(place.tensor(), place.headNanos()));
            }
        }
        edges.add(new Edge("", places.nanos()));
        return edges;
    }

    private static double nanos(List<Edge> edges, int from, int to) {
        return edges.get(to).nanos() - edges.get(from).nanos();
    }

    /// `the whole model`, or where the stretch begins and ends.
    String words() {
        return switch (cuts.size()) {
            case 0 -> "the whole model";
            case 1 -> part == 0 ? "all before '" + cuts.getFirst() + "'" : "all after '" + cuts.getFirst() + "'";
            default -> "the stretch from '" + cuts.getFirst() + "' to '" + cuts.getLast() + "'";
        };
    }
}
