package io.tierwise.study;

import io.tierwise.deployment.Strategy;
import io.tierwise.deployment.Tier;
import io.tierwise.operators.Partition;
import java.util.ArrayList;
import java.util.List;

/// What is different where tiers are served by agents elsewhere, a sentence each: they are not ours to
/// start anew, and what they and their networks can do is not known before it is measured.
///
/// @param plan the study
record RemoteTiers(StudyPlan plan) {

    List<String> differences() {
        List<String> differences = new ArrayList<>();
        List<Tier> remote =
                plan.topology().tiers().stream().filter(tier -> !tier.isLocal()).toList();
        for (Tier tier : remote) {
            differences.add("Tier " + tier.name() + " is served by the agent at " + tier.address()
                    + ", one process for the whole study: confirmation on it runs in that process with freshly opened"
                    + " sessions, not in fresh processes.");
        }
        List<String> holding = remote.stream()
                .map(Tier::name)
                .filter(name -> plan.strategies().stream()
                        .anyMatch(strategy -> strategy.tiers().contains(name)))
                .toList();
        if (!holding.isEmpty()) {
            differences.add("Peak memory of parts on " + String.join(" and ", holding)
                    + " is taken on this machine, in a fresh process that stands in for the agent there.");
        }
        List<String> cutFor = remote.stream()
                .map(Tier::name)
                .filter(name -> plan.strategies().stream()
                        .anyMatch(strategy ->
                                isCutByForecast(strategy) && strategy.tiers().contains(name)))
                .toList();
        if (!cutFor.isEmpty()) {
            differences.add("Cuts for " + String.join(" and ", cutFor)
                    + " are chosen by part times of this machine and the links that the study file states: how fast"
                    + " the device and the real network are did not count.");
        }
        return differences;
    }

    private static boolean isCutByForecast(Strategy strategy) {
        return strategy.operators().stream()
                .anyMatch(
                        operator -> operator instanceof Partition partition && partition.rule() == Partition.Rule.BEST);
    }
}
