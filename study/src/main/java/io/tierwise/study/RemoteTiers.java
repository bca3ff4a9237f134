package io.tierwise.study;

import io.tierwise.deployment.Strategy;
import io.tierwise.deployment.Tier;
import io.tierwise.deployment.Topology;
import io.tierwise.operators.Partition;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// What is different where tiers are served by agents elsewhere, a sentence each: they are not ours to
/// start anew, and what they and their networks can do is not known before it is measured.
///
/// @param topology the study's tiers
/// @param strategies what it compares
record RemoteTiers(Topology topology, List<Strategy> strategies) {

    List<String> differences() {
        List<String> differences = new ArrayList<>();
        List<Tier> remote =
                topology.tiers().stream().filter(tier -> !tier.isLocal()).toList();
        for (Tier tier : remote) {
            differences.add("Tier " + tier.name() + " is served by the agent at " + tier.address()
                    + ", one process for the whole study: confirmation on it runs in that process with freshly opened"
                    + " sessions, not in fresh processes.");
        }
        List<String> holding = used(remote, strategy -> true);
        if (!holding.isEmpty()) {
            differences.add("Peak memory of parts on " + String.join(" and ", holding)
                    + " is taken on this machine, in a fresh process that stands in for the agent there.");
        }
        List<String> cutFor = used(remote, RemoteTiers::isCutByForecast);
        if (!cutFor.isEmpty()) {
            differences.add("Cuts for " + String.join(" and ", cutFor)
                    + " are chosen by part times of this machine and the links that the study file states: how fast"
                    + " the device and the real network are did not count.");
        }
        return differences;
    }

    /// Those of the tiers on which such strategies have parts.
    private List<String> used(List<Tier> tiers, Predicate<Strategy> which) {
        return tiers.stream()
                .map(Tier::name)
                .filter(name -> strategies.stream()
                        .anyMatch(strategy -> strategy.tiers().contains(name) && which.test(strategy)))
                .toList();
    }

    private static boolean isCutByForecast(Strategy strategy) {
        return strategy.operators().stream()
                .anyMatch(
                        operator -> operator instanceof Partition partition && partition.rule() == Partition.Rule.BEST);
    }
}
