package io.tierwise.exits;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds which exits a network should have, and a path of thresholds for them, on selection samples.
///
/// A path has one number: the risk that a sample may run by leaving. From step to step it grows, from nobody
/// leaving to everybody leaving at the first exit, and each exit's threshold is the confidence at which a
/// sample runs it there ([ExitRisk]). Thresholds that were free of each other would fit the few selection
/// samples that lose anything. The chain chosen is the one that takes least time where it would still keep
/// the promise if the selection samples were promise samples.
public final class ExitSearch {
    /// More than three exits gained nothing on the networks looked at.
    private static final int MOST_EXITS = 3;

    private static final int STEPS = 200;

    private final List<ExitCandidate> candidates;
    private final double wholeNanos;
    private final Promise promise;
    private final Map<ExitCandidate, ExitRisk> risks = new HashMap<>();
    private final Map<List<Long>, Boolean> verdicts = new HashMap<>();

    private ExitSearch(List<ExitCandidate> candidates, double wholeNanos, Promise promise) {
        this.candidates = candidates.stream()
                .sorted(Comparator.comparingDouble(ExitCandidate::reachNanos))
                .toList();
        this.wholeNanos = wholeNanos;
        this.promise = promise;
    }

    /// A chain with its path.
    ///
    /// @param expected the boldest step that would keep the promise, on the selection samples
    public record Found(ExitChain chain, ExitPath path, ExitOutcome expected) {}

    /// The best chain of up to three exits.
    ///
    /// @param candidates on the selection samples
    /// @param wholeNanos time of the network without exits
    /// @return nothing where no chain keeps the promise and saves time
    public static Optional<Found> best(List<ExitCandidate> candidates, double wholeNanos, Promise promise) {
        return bestOfEachLength(candidates, wholeNanos, promise).stream().min(ExitSearch::byTime);
    }

    /// The best chain of one exit, of two, and of three: what an exit costs is estimated, and may be more.
    ///
    /// @param candidates on the selection samples
    /// @param wholeNanos time of the network without exits
    /// @return only those that keep the promise and save time, the shortest first
    public static List<Found> bestOfEachLength(List<ExitCandidate> candidates, double wholeNanos, Promise promise) {
        return new ExitSearch(candidates, wholeNanos, promise).bestOfEachLength();
    }

    /// A path of thresholds for a chain whose exits are settled.
    ///
    /// @param chain on the selection samples
    /// @return nothing where no thresholds keep the promise and save time
    public static Optional<Found> along(ExitChain chain, Promise promise) {
        return new ExitSearch(chain.exits(), chain.wholeNanos(), promise).found(chain.exits());
    }

    private static int byTime(Found one, Found other) {
        return Double.compare(one.expected().meanNanos(), other.expected().meanNanos());
    }

    private List<Found> bestOfEachLength() {
        List<Found> best = new ArrayList<>();
        List<List<ExitCandidate>> chains = List.of(List.of());
        for (int exits = 1; exits <= MOST_EXITS; exits++) {
            chains = longer(chains);
            chains.stream()
                    .flatMap(chain -> found(chain).stream())
                    .min(ExitSearch::byTime)
                    .ifPresent(best::add);
        }
        return best;
    }

    /// The chains with each candidate that lies behind their last exit.
    private List<List<ExitCandidate>> longer(List<List<ExitCandidate>> chains) {
        List<List<ExitCandidate>> longer = new ArrayList<>();
        for (List<ExitCandidate> chain : chains) {
            double reached = chain.isEmpty() ? -1 : chain.getLast().reachNanos();
            for (ExitCandidate candidate : candidates) {
                if (candidate.reachNanos() > reached) {
                    List<ExitCandidate> exits = new ArrayList<>(chain);
                    exits.add(candidate);
                    longer.add(exits);
                }
            }
        }
        return longer;
    }

    private Optional<Found> found(List<ExitCandidate> exits) {
        ExitChain chain = new ExitChain(exits, wholeNanos);
        List<List<Double>> steps = steps(exits);
        int kept = -1;
        int broken = steps.size();
        while (broken - kept > 1) {
            int middle = (kept + broken) >>> 1;
            if (isKept(chain.at(steps.get(middle)).losses())) {
                kept = middle;
            } else {
                broken = middle;
            }
        }
        if (kept < 0) {
            return Optional.empty();
        }
        ExitOutcome expected = chain.at(steps.get(kept));
        return expected.meanNanos() < wholeNanos
                ? Optional.of(new Found(chain, new ExitPath(steps), expected))
                : Optional.empty();
    }

    /// Thresholds for ever more risk, each of which lets about as many more leave; those that are not like the
    /// ones before.
    private List<List<Double>> steps(List<ExitCandidate> exits) {
        List<List<Double>> steps = new ArrayList<>();
        steps.add(thresholds(exits, 0));
        double[] run = exits.stream()
                .flatMapToDouble(exit -> Arrays.stream(exit.confidences()).map(risk(exit)::at))
                .sorted()
                .toArray();
        for (int step = 0; step < STEPS; step++) {
            double risk = run[(int) ((long) run.length * step / STEPS)];
            List<Double> thresholds = thresholds(exits, risk);
            if (!thresholds.equals(steps.getLast())) {
                steps.add(thresholds);
            }
        }
        steps.add(thresholds(exits, 1));
        return steps;
    }

    private List<Double> thresholds(List<ExitCandidate> exits, double risk) {
        return exits.stream().map(exit -> risk(exit).threshold(risk)).toList();
    }

    private ExitRisk risk(ExitCandidate exit) {
        return risks.computeIfAbsent(exit, ExitRisk::of);
    }

    /// What the promise says of these losses. Chains have few counts of them, and many have the same.
    private boolean isKept(double[] losses) {
        return switch (promise.kind()) {
            case PIXELS -> promise.isKept(losses);
            case ERRORS, CHANGES -> {
                long lost = Arrays.stream(losses).filter(loss -> loss > 0).count();
                long gained = Arrays.stream(losses).filter(loss -> loss < 0).count();
                yield verdicts.computeIfAbsent(List.of(lost, gained), counts -> promise.isKept(losses));
            }
        };
    }
}
