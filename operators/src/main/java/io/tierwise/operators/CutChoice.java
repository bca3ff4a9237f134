package io.tierwise.operators;

import java.util.ArrayList;
import java.util.List;

/// Chooses among legal cuts.
final class CutChoice {

    private final CutPlaces all;
    private final List<CutPlace> natural;

    CutChoice(CutPlaces all) {
        this.all = all;
        List<CutPlace> fusing = all.places().stream().filter(CutPlace::natural).toList();
        List<CutPlace> sharing = fusing.stream().filter(this::sharesWeights).toList();
        this.natural = sharing.isEmpty() ? fusing : sharing;
    }

    /// A part without weights is no part: that would be the whole model on one tier.
    private boolean sharesWeights(CutPlace place) {
        return place.headParameters() > 0 && place.headParameters() < all.parameters();
    }

    /// One cut fewer than the parts, those that come closest to parts of equal parameter bytes.
    List<CutPlace> study(int parts) {
        checkEnough(parts);
        List<CutPlace> chosen = new ArrayList<>();
        int from = 0;
        for (int cut = 1; cut < parts; cut++) {
            double target = (double) all.weightBytes() * cut / parts;
            int last = natural.size() - (parts - 1 - cut);
            int best = from;
            for (int i = from; i < last; i++) {
                if (closer(natural.get(i), natural.get(best), target)) {
                    best = i;
                }
            }
            chosen.add(natural.get(best));
            from = best + 1;
        }
        return chosen;
    }

    /// Of cuts that share the weights alike, the one with fewer bytes to carry.
    private static boolean closer(CutPlace candidate, CutPlace best, double target) {
        double distance = Math.abs(candidate.headWeightBytes() - target);
        double bestDistance = Math.abs(best.headWeightBytes() - target);
        return distance < bestDistance || (distance == bestDistance && candidate.bytes() < best.bytes());
    }

    /// The cuts with the least cost by measured times and bytes.
    List<CutPlace> best(int parts, CutCost cost) {
        checkEnough(parts);
        Search search = new Search(parts, cost);
        search.extend(new ArrayList<>(), 0);
        return search.best;
    }

    private void checkEnough(int parts) {
        if (natural.size() < parts - 1) {
            throw new OperatorException("the model has " + natural.size() + " places to cut at, and " + parts
                    + " parts need " + (parts - 1) + ": everywhere else more than one tensor crosses");
        }
    }

    /// Tries every combination: with 300 places and three parts that is 45,000.
    private final class Search {
        private final int parts;
        private final CutCost cost;
        private List<CutPlace> best = List.of();
        private double bestNanos = Double.POSITIVE_INFINITY;

        Search(int parts, CutCost cost) {
            this.parts = parts;
            this.cost = cost;
        }

        void extend(List<CutPlace> cuts, int from) {
            if (cuts.size() == parts - 1) {
                consider(cuts);
                return;
            }
            for (int i = from; i < natural.size(); i++) {
                cuts.add(natural.get(i));
                extend(cuts, i + 1);
                cuts.removeLast();
            }
        }

        private void consider(List<CutPlace> cuts) {
            List<Double> nanos = new ArrayList<>();
            double before = 0;
            for (CutPlace cut : cuts) {
                nanos.add(cut.headNanos() - before);
                before = cut.headNanos();
            }
            nanos.add(all.nanos() - before);
            double found =
                    cost.costNanos(nanos, cuts.stream().map(CutPlace::bytes).toList());
            if (best.isEmpty() || found < bestNanos) {
                best = List.copyOf(cuts);
                bestNanos = found;
            }
        }
    }
}
