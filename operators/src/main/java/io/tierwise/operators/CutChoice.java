package io.tierwise.operators;

import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/// Chooses among legal cuts.
final class CutChoice {

    /// Places of which every combination is tried: 125,000 for three parts.
    private static final int TRIED = 500;

    private final CutPlaces all;
    private final List<CutPlace> natural;

    CutChoice(CutPlaces all) {
        this.all = all;
        List<CutPlace> fusing = all.places().stream().filter(CutPlace::natural).toList();
        List<CutPlace> sharing = fusing.stream().filter(this::sharesWeights).toList();
        this.natural = sharing.isEmpty() ? fusing : sharing;
    }

    /// Places that tear no fused nodes and leave weights on both sides, where the model has such.
    List<CutPlace> natural() {
        return natural;
    }

    /// A part without weights is no part: that would be the whole model on one tier.
    private boolean sharesWeights(CutPlace place) {
        return place.headParameters() > 0 && place.headParameters() < all.parameters();
    }

    /// One cut fewer than the parts, those that come closest to parts of equal parameter bytes: of one
    /// tensor each, as in the study, where the model has enough of those.
    List<CutPlace> study(int parts) {
        List<CutPlace> single = natural.stream().filter(CutPlace::isSingle).toList();
        List<CutPlace> chosen = evenly(single, parts);
        if (chosen.size() < parts - 1) {
            chosen = evenly(natural, parts);
        }
        return checked(chosen, parts);
    }

    private List<CutPlace> evenly(List<CutPlace> places, int parts) {
        List<CutPlace> chosen = new ArrayList<>();
        for (int cut = 1; cut < parts; cut++) {
            double target = (double) all.weightBytes() * cut / parts;
            int left = parts - 1 - cut;
            places.stream()
                    .filter(place -> chosen.isEmpty() || chosen.getLast().cut().isBefore(place.cut()))
                    .filter(place -> leaves(place, places, left))
                    .reduce((best, place) -> closer(place, best, target) ? place : best)
                    .ifPresent(chosen::add);
        }
        return chosen;
    }

    /// Whether so many cuts can still follow, one behind the other.
    private static boolean leaves(CutPlace place, List<CutPlace> places, int left) {
        return left == 0
                || places.stream().anyMatch(next -> place.cut().isBefore(next.cut()) && leaves(next, places, left - 1));
    }

    /// Of cuts that share the weights alike, the one with fewer bytes to carry.
    private static boolean closer(CutPlace candidate, CutPlace best, double target) {
        double distance = Math.abs(candidate.headWeightBytes() - target);
        double bestDistance = Math.abs(best.headWeightBytes() - target);
        return distance < bestDistance || (distance == bestDistance && candidate.bytes() < best.bytes());
    }

    /// The cuts with the least cost by measured times and bytes.
    ///
    /// One cut is looked for among all places. Of more than [#TRIED] places, those that carry least are
    /// tried together, one for each of so many equal stretches of the run's time; then each cut in turn
    /// is moved to the best of all places until none gains.
    ///
    /// @param bytes that cross at a place
    List<CutPlace> best(int parts, CutCost cost, ToLongFunction<CutPlace> bytes) {
        IdentityHashMap<CutPlace, Long> carried = new IdentityHashMap<>();
        natural.forEach(place -> carried.put(place, bytes.applyAsLong(place)));
        Search search = new Search(
                parts,
                cuts -> cost.costNanos(
                        partNanos(cuts), cuts.stream().map(carried::get).toList()));
        search.extend(new ArrayList<>(), parts == 2 ? natural : thinned());
        if (parts > 2 && natural.size() > TRIED) {
            search.begin(evenly(natural, parts));
            search.move();
        }
        return checked(search.best, parts);
    }

    /// How long each part runs that these cuts make, in nanoseconds.
    List<Double> partNanos(List<CutPlace> cuts) {
        List<Double> nanos = new ArrayList<>();
        double before = 0;
        for (CutPlace cut : cuts) {
            nanos.add(cut.headNanos() - before);
            before = cut.headNanos();
        }
        nanos.add(all.nanos() - before);
        return nanos;
    }

    private Collection<CutPlace> thinned() {
        if (natural.size() <= TRIED) {
            return natural;
        }
        TreeMap<Long, CutPlace> lightest = new TreeMap<>();
        for (CutPlace place : natural) {
            double share = all.nanos() > 0
                    ? place.headNanos() / all.nanos()
                    : (double) place.headWeightBytes() / all.weightBytes();
            lightest.merge((long) (TRIED * share), place, (a, b) -> b.bytes() < a.bytes() ? b : a);
        }
        return lightest.values();
    }

    private List<CutPlace> checked(List<CutPlace> chosen, int parts) {
        if (chosen.size() < parts - 1) {
            throw new OperatorException("the model has " + natural.size() + " places to cut at, and " + parts
                    + " parts need " + (parts - 1) + ", one behind the other: everywhere else more than four tensors "
                    + "cross, or nodes would be torn that the runtime fuses");
        }
        return chosen;
    }

    private final class Search {
        private final int parts;
        private final ToDoubleFunction<List<CutPlace>> cost;
        private List<CutPlace> best = List.of();
        private double bestNanos = Double.POSITIVE_INFINITY;

        Search(int parts, ToDoubleFunction<List<CutPlace>> cost) {
            this.parts = parts;
            this.cost = cost;
        }

        void extend(List<CutPlace> cuts, Collection<CutPlace> places) {
            if (cuts.size() == parts - 1) {
                consider(cuts);
                return;
            }
            for (CutPlace place : places) {
                if (cuts.isEmpty() || cuts.getLast().cut().isBefore(place.cut())) {
                    cuts.add(place);
                    extend(cuts, places);
                    cuts.removeLast();
                }
            }
        }

        /// The lightest places need not lie one behind the other: then these are where to begin.
        void begin(List<CutPlace> cuts) {
            if (best.isEmpty() && cuts.size() == parts - 1) {
                consider(cuts);
            }
        }

        /// Each gain makes the cost less, so this ends.
        void move() {
            boolean gained = !best.isEmpty();
            while (gained) {
                double before = bestNanos;
                for (int moved = 0; moved < parts - 1; moved++) {
                    for (CutPlace place : natural) {
                        with(moved, place).ifPresent(this::consider);
                    }
                }
                gained = bestNanos < before;
            }
        }

        /// The best cuts so far with one of them elsewhere, if it still lies between its neighbours.
        private Optional<List<CutPlace>> with(int moved, CutPlace place) {
            boolean follows = moved == 0 || best.get(moved - 1).cut().isBefore(place.cut());
            boolean leads = moved == parts - 2
                    || place.cut().isBefore(best.get(moved + 1).cut());
            if (!follows || !leads) {
                return Optional.empty();
            }
            List<CutPlace> cuts = new ArrayList<>(best);
            cuts.set(moved, place);
            return Optional.of(cuts);
        }

        private void consider(List<CutPlace> cuts) {
            double found = cost.applyAsDouble(cuts);
            if (best.isEmpty() || found < bestNanos) {
                best = List.copyOf(cuts);
                bestNanos = found;
            }
        }
    }
}
