package io.tierwise.exits;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Thresholds that grow ever bolder, settled before any promise sample is looked at.
///
/// @param steps the thresholds of each exit, the most careful step first
public record ExitPath(List<List<Double>> steps) {
    public ExitPath {
        steps = steps.stream().map(List::copyOf).toList();
    }

    /// What each step comes to on some samples.
    public List<ExitOutcome> outcomes(ExitChain chain) {
        return steps.stream().map(chain::at).toList();
    }

    /// The boldest step up to which every one keeps a promise.
    ///
    /// @param chain the same exits on promise samples
    /// @return nothing where not even the first step keeps it
    public Optional<Kept> keep(Promise promise, ExitChain chain) {
        List<Kept> kept = new ArrayList<>();
        for (List<Double> thresholds : steps) {
            ExitOutcome outcome = chain.at(thresholds);
            double p = promise.p(outcome.losses());
            if (p > 1 - promise.confidence()) {
                break;
            }
            kept.add(new Kept(promise, outcome, p, chain.exits().getFirst().samples()));
        }
        return kept.isEmpty() ? Optional.empty() : Optional.of(kept.getLast());
    }

    /// A promise with the thresholds that keep it.
    ///
    /// @param outcome on promise samples
    /// @param p of the last step's test
    /// @param samples promise samples
    public record Kept(Promise promise, ExitOutcome outcome, double p, int samples) {
        public List<Double> thresholds() {
            return outcome.thresholds();
        }
    }
}
