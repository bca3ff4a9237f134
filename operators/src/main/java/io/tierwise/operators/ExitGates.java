package io.tierwise.operators;

import io.tierwise.exits.ExitCandidate;
import io.tierwise.exits.ExitChain;
import io.tierwise.exits.ExitOutcome;
import io.tierwise.exits.ExitPath;
import io.tierwise.exits.ExitSearch;
import io.tierwise.exits.Promise;
import io.tierwise.runtime.Gate;
import io.tierwise.runtime.Optimization;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Opens the gates of a product as far as its promise allows.
///
/// The product runs as it will be used, with all that was quantized and with the codecs between its places:
/// a path of thresholds is found on selection samples, and how far along it the promise holds is tested on
/// promise samples.
public final class ExitGates {
    private final Product product;
    private final Promise promise;
    private final Allowance.Unit unit;

    private ExitGates(Product product, Promise promise) {
        this.product = product;
        this.promise = promise;
        this.unit = promise.kind() == Promise.Kind.ERRORS ? Allowance.Unit.POINTS : Allowance.Unit.PER_CENT;
    }

    /// A product with its gates opened, and what that rests on.
    ///
    /// @param kept the promise and the thresholds that keep it
    /// @param curve every step of the path on promise samples, the most careful first
    public record Opened(Product product, ExitPath.Kept kept, List<ExitOutcome> curve) {
        public Opened {
            curve = List.copyOf(curve);
        }

        /// What the gates come to on other samples.
        public ExitOutcome on(JudgedSamples samples) {
            return new ExitGates(product, kept.promise()).chain(samples).at(kept.thresholds());
        }
    }

    /// Opens the gates of a product.
    ///
    /// @return nothing for a product without exits
    /// @throws OperatorException when the promise samples show no threshold that keeps the promise
    public static Optional<Opened> open(Product product, Context context) {
        return product.uncut()
                .promise()
                .map(promise ->
                        new ExitGates(product, promise).open(context.criteria().evidence()));
    }

    private Opened open(ExitEvidence evidence) {
        ExitChain selection = chain(evidence.selection());
        ExitSearch.Found found = ExitSearch.along(selection, promise)
                .orElseThrow(() -> new UnkeptPromiseException("no threshold keeps \"" + promise.words() + "\" on "
                        + evidence.selection().size() + " selection samples; allow more, or give more samples"));
        ExitChain judged = chain(evidence.promise());
        ExitPath.Kept kept = found.path()
                .keep(promise, judged)
                .orElseThrow(() -> new UnkeptPromiseException("no promise possible: \"" + promise.words()
                        + "\" is not shown by " + evidence.promise().size() + " promise samples, and takes at least "
                        + promise.fewestSamples()));
        return new Opened(opened(kept.thresholds()), kept, found.path().outcomes(judged));
    }

    private Product opened(List<Double> thresholds) {
        List<Part> parts = new ArrayList<>();
        int exit = 0;
        for (Part part : product.parts()) {
            Optional<Gate> gate = part.gate();
            parts.add(gate.isPresent() ? part.withGate(gate.get().withThreshold(thresholds.get(exit++))) : part);
        }
        return product.withParts(parts);
    }

    /// The exits with what they make of samples; time is counted in shares of the whole network's.
    private ExitChain chain(JudgedSamples samples) {
        List<ExitOutputs> exits = product.uncut().exits();
        String whole = Weights.outputs(product.uncut().trunk()).getFirst();
        try (PartChain chain = PartChain.open(product.parts(), Optimization.ALL, product.codecs())) {
            ExitTrials trials = ExitTrials.of(samples, exits, whole, unit, chain::run);
            return new ExitChain(
                    IntStream.range(0, exits.size())
                            .mapToObj(i -> new ExitCandidate(
                                    exits.get(i).tap(),
                                    exits.get(i).share(),
                                    exits.get(i).cost(),
                                    trials.byExit().get(i).confidences(),
                                    trials.byExit().get(i).losses()))
                            .toList(),
                    1);
        }
    }
}
