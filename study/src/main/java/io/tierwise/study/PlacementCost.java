package io.tierwise.study;

import io.tierwise.deployment.Topology;
import io.tierwise.operators.CutCost;
import java.util.List;

/// What a way of cutting costs on given tiers: part times stretched by the tiers' shares, tensors
/// carried by the links asked for.
///
/// A forecast that picks the cut and nothing else: the strategy is then measured.
///
/// @param tiers the tiers of the parts, in order
record PlacementCost(Topology topology, List<String> tiers) implements CutCost {
    PlacementCost {
        tiers = List.copyOf(tiers);
    }

    @Override
    public double costNanos(List<Double> partNanos, List<Long> cutBytes) {
        double nanos = 0;
        for (int part = 0; part < partNanos.size(); part++) {
            nanos += partNanos.get(part) / share(tiers.get(part));
            if (part > 0) {
                nanos += topology.route(tiers.get(part - 1), tiers.get(part)).lowerBoundNanos(cutBytes.get(part - 1));
            }
        }
        return nanos;
    }

    /// Parts are timed on one thread of this machine: a tier of more than one core is no faster for
    /// them.
    private double share(String tier) {
        return Math.min(1, topology.tier(tier).cpu().orElse(1));
    }
}
