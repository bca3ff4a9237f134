package io.tierwise.study;

import io.tierwise.deployment.DeployedPart;
import io.tierwise.deployment.Strategy;
import java.util.List;

/// A strategy with its model files made: ready to be deployed.
///
/// @param description what is known of it
/// @param strategy the strategy with every choice resolved
/// @param parts its parts in order; each is named by its artefact
record Crafted(StrategyDescription description, Strategy strategy, List<DeployedPart> parts) {
    Crafted {
        parts = List.copyOf(parts);
    }

    /// The same under a second name, for a test of this machine against itself.
    Crafted twin() {
        return new Crafted(description.renamed(description.name() + StudyRecord.TWIN_MARK), strategy, parts);
    }

    String name() {
        return description.name();
    }
}
