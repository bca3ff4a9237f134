package io.tierwise.operators;

import io.tierwise.data.Tensor;
import io.tierwise.exits.ExitCandidate;
import io.tierwise.exits.ExitChain;
import io.tierwise.exits.ExitSearch;
import io.tierwise.exits.Promise;
import io.tierwise.onnx.Model;
import io.tierwise.runtime.ModelSession;
import io.tierwise.runtime.Optimization;
import io.tierwise.runtime.SessionSettings;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/// Chooses of fitted heads those that together save most time.
///
/// Chains are searched with an estimate of what a head costs; the best of each length are then timed part by part,
/// since much depends on what is handed on between parts.
final class ExitSelection {
    private final Model model;
    private final Map<String, Tensor> sample;
    private final List<ExitHead> heads;
    private final Function<List<ExitHead>, Uncut> writing;
    private final Context context;

    /// @param sample what parts are timed on
    /// @param heads in the order of the network
    /// @param writing puts heads into the model
    ExitSelection(
            Model model,
            Map<String, Tensor> sample,
            List<ExitHead> heads,
            Function<List<ExitHead>, Uncut> writing,
            Context context) {
        this.model = model;
        this.sample = sample;
        this.heads = heads;
        this.writing = writing;
        this.context = context;
    }

    /// The model with the exits chosen.
    ///
    /// @param leaving share of the selection samples that would leave early
    /// @param timeShare their mean time over the whole network's
    record Chosen(Uncut early, Allowance allowance, double leaving, double timeShare) {}

    /// @throws UnkeptPromiseException when nothing saves time and keeps the promise on selection samples
    Chosen choose(Allowance allowance, Promise promise) {
        Uncut all = writing.apply(heads);
        double whole = nanos(List.of(Part.whole(model)), 0);
        List<Part> parts = cutAtExits(all);
        double inParts = IntStream.range(0, parts.size())
                .mapToDouble(part -> nanos(parts, part))
                .sum();
        double perExit = Math.max(0, (inParts - whole) / heads.size());
        List<ExitCandidate> candidates = candidates(all, allowance.unit(), whole, perExit);
        Optional<Chosen> best = ExitSearch.bestOfEachLength(candidates, whole, promise).stream()
                .map(found -> timed(found, allowance, whole))
                .min(Comparator.comparingDouble(Chosen::timeShare));
        return best.filter(chosen -> chosen.timeShare() < 1)
                .orElseThrow(() -> new UnkeptPromiseException("no exit saves time and keeps \"" + promise.words()
                        + "\" on " + context.criteria().evidence().selection().size()
                        + " selection samples; allow more, or give more samples"));
    }

    /// Exits that were named, with how many are expected to leave at each.
    Uncut expected(Allowance allowance, Promise promise) {
        Uncut all = writing.apply(heads);
        var chain = new ExitChain(candidates(all, allowance.unit(), 1, 0), 1);
        return ExitSearch.along(chain, promise)
                .map(found -> all.withRates(found.expected().exitRates()))
                .orElse(all);
    }

    private List<ExitCandidate> candidates(Uncut all, Allowance.Unit unit, double whole, double perExit) {
        ExitTrials trials;
        try (ModelSession session = Sessions.open(all.model(), SessionSettings.fast(context.threads()))) {
            trials = ExitTrials.of(
                    context.criteria().evidence().selection(),
                    all.exits(),
                    Weights.outputs(model).getFirst(),
                    unit,
                    session::run);
        }
        return IntStream.range(0, heads.size())
                .mapToObj(i -> new ExitCandidate(
                        heads.get(i).tap().cut(),
                        whole * all.exits().get(i).share(),
                        perExit,
                        trials.byExit().get(i).confidences(),
                        trials.byExit().get(i).losses()))
                .toList();
    }

    private Chosen timed(ExitSearch.Found found, Allowance allowance, double whole) {
        List<String> names =
                found.chain().exits().stream().map(ExitCandidate::name).toList();
        Uncut early = writing.apply(
                heads.stream().filter(head -> names.contains(head.tap().cut())).toList());
        List<Part> parts = cutAtExits(early);
        double mean = 0;
        double staying = 1;
        for (int part = 0; part < parts.size(); part++) {
            mean += staying * nanos(parts, part);
            staying -= part < parts.size() - 1 ? found.expected().exitRates().get(part) : 0;
        }
        return new Chosen(early.withRates(found.expected().exitRates()), allowance, 1 - staying, mean / whole);
    }

    private List<Part> cutAtExits(Uncut early) {
        return ExitParts.of(early, Shapes.learn(early.model(), sample), List.of())
                .parts();
    }

    /// The time of one of the parts where the model will be used.
    private double nanos(List<Part> parts, int which) {
        Map<String, Tensor> known = new HashMap<>(sample);
        try (PartChain chain = PartChain.open(parts.subList(0, which), Optimization.ALL)) {
            known.putAll(chain.run(sample));
        }
        known.keySet().retainAll(parts.get(which).inputs());
        return context.criteria().pace().runNanos(parts.get(which).model(), List.of(known));
    }
}
