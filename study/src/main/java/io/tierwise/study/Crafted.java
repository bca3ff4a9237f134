package io.tierwise.study;

import io.tierwise.deployment.DeployedPart;
import io.tierwise.deployment.Strategy;
import java.util.List;

/// A strategy with its model files made: ready to be deployed.
///
/// @param description what is known of it
/// @param strategy the strategy with every choice resolved
/// @param parts its parts in order; each is named by its artefact
/// @param quantizations what quantization made of it, in order; of no strategy yet
record Crafted(
        StrategyDescription description,
        Strategy strategy,
        List<DeployedPart> parts,
        List<QuantizationRecord> quantizations) {
    Crafted {
        parts = List.copyOf(parts);
        quantizations = List.copyOf(quantizations);
    }

    /// The same as it was described when its study began, if that was the same strategy.
    Crafted asDescribed(StrategyDescription earlier) {
        return earlier.name().equals(name()) && !earlier.parts().isEmpty()
                ? new Crafted(description.withAccounts(earlier.accounts()), strategy, parts, quantizations)
                : this;
    }

    /// The same under a second name, for a test of this machine against itself.
    Crafted twin() {
        return new Crafted(
                description.renamed(description.name() + StudyRecord.TWIN_MARK), strategy, parts, quantizations);
    }

    /// The tier of each part.
    List<String> tiers() {
        return parts.stream().map(part -> strategy.tiers().get(part.place())).toList();
    }

    String name() {
        return description.name();
    }
}
