package io.tierwise.advice;

import io.tierwise.deployment.Tier;
import io.tierwise.deployment.Topology;
import java.util.ArrayList;
import java.util.List;

/// Tiers for the parts of a model, under some rates and shares.
///
/// @param tiers of the parts, in order
/// @param slowness of each: 4 for a quarter of a core
/// @param memoryBytes of each; infinite where nothing limits it
/// @param sourceSlowness of the tier where inputs arise
/// @param ways from the source to the first, on to the next, and from the last back
record Placement(
        List<String> tiers, List<Double> slowness, List<Double> memoryBytes, double sourceSlowness, List<Way> ways) {

    Placement {
        tiers = List.copyOf(tiers);
        slowness = List.copyOf(slowness);
        memoryBytes = List.copyOf(memoryBytes);
        ways = List.copyOf(ways);
    }

    static Placement of(List<String> tiers, Topology topology) {
        return new Placement(
                tiers,
                tiers.stream().map(topology::tier).map(Placement::slowness).toList(),
                tiers.stream()
                        .map(topology::tier)
                        .map(tier -> tier.memoryBytes().isPresent()
                                ? (double) tier.memoryBytes().getAsLong()
                                : Double.POSITIVE_INFINITY)
                        .toList(),
                slowness(topology.tier(topology.source())),
                topology.ways(tiers).stream().map(Way::of).toList());
    }

    /// The same with every tier, the source too, as slow as this.
    Placement withSlowness(double all) {
        return new Placement(tiers, tiers.stream().map(tier -> all).toList(), memoryBytes, all, ways);
    }

    /// The same with the source as slow as this.
    Placement withSourceSlowness(double one) {
        return new Placement(tiers, slowness, memoryBytes, one, ways);
    }

    /// The same with one part's tier as slow as this.
    Placement withSlowness(int part, double one) {
        List<Double> changed = new ArrayList<>(slowness);
        changed.set(part, one);
        return new Placement(tiers, changed, memoryBytes, sourceSlowness, ways);
    }

    /// Models are timed on one thread: more than a core is no faster for them.
    private static double slowness(Tier tier) {
        return 1 / Math.min(1, tier.cpu().orElse(1));
    }
}
