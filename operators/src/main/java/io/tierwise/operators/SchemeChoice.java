package io.tierwise.operators;

import io.tierwise.onnx.Model;
import io.tierwise.operators.SchemeTiming.Found;
import io.tierwise.runtime.RunFailedException;
import io.tierwise.runtime.UnsupportedByRuntimeException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/// Decides what [Scheme#AUTO] is: the fastest scheme where the model will run, among those that keep its
/// accuracy and are faster than the model as it is.
///
/// Which integer kernels are fast is a matter of the processor (products of signed bytes may take 60 times
/// as long as those of unsigned by signed, or half), so candidates are run, not looked up.
final class SchemeChoice {

    /// The smallest ratio that matters: less is within what two openings of one model differ by.
    private static final double WORTH = 0.05;

    /// The share of time beyond which products of matrices are most of the model.
    private static final double DOMINATE = 0.5;

    private static final Scheme PREFERRED = Scheme.U8S8;

    /// Quantizes parts: [PartQuantization#apply], which tests put something else in the place of.
    @FunctionalInterface
    interface Quantizing {
        PartQuantization.Result apply(Quantize quantize, List<Part> parts, Set<Integer> which, Context context);
    }

    /// What was asked for.
    ///
    /// @param quantize everything but its scheme holds
    /// @param parts the whole model, cut or not
    /// @param which of the parts are to be quantized
    record Request(Quantize quantize, List<Part> parts, Set<Integer> which) {}

    /// What was chosen.
    ///
    /// @param result the parts quantized; empty where the model stays as it is
    record Chosen(Quantize quantize, Optional<PartQuantization.Result> result, SchemeProbe probe) {}

    private final Request request;
    private final Context context;
    private final Quantizing quantizing;
    private final Map<Scheme, String> verdicts = new EnumMap<>(Scheme.class);
    private final Map<Scheme, Double> losses = new EnumMap<>(Scheme.class);
    private final List<String> notes = new ArrayList<>();

    private SchemeChoice(Request request, Context context, Quantizing quantizing) {
        this.request = request;
        this.context = context;
        this.quantizing = quantizing;
    }

    /// Chooses by running candidates with the context's pace and asking them with its loss.
    ///
    /// @throws OperatorException when the model is quantized already or there are no samples
    static Chosen choose(Request request, Context context, Quantizing quantizing) {
        request.which()
                .forEach(part ->
                        QuantizedAlready.refuse(request.parts().get(part).model()));
        return new SchemeChoice(request, context, quantizing).choose();
    }

    private Chosen choose() {
        ProbeTarget target = ProbeTarget.of(request.parts(), request.which(), context);
        Found found = timed(target);
        Optional<Taken> taken = best(found);
        Scheme scheme = taken.map(Taken::scheme).orElse(Scheme.FLOAT);
        SchemeProbe probe = new SchemeProbe(
                context.criteria().pace().where(), target.words(), target.share(), trials(found, scheme), notes);
        return new Chosen(request.quantize().with(scheme), taken.map(Taken::result), probe);
    }

    private Found timed(ProbeTarget target) {
        try (ProbeFolder folder = ProbeFolder.in(context.workFolder())) {
            Context few = context.withCalibration(Calibration.of(target.inputs()))
                    .withSparing(Sparing.NONE)
                    .withWorkFolder(folder.path());
            Found found = new SchemeTiming(context.criteria().pace(), target.inputs()).time(models(target, few));
            found.failures().forEach((scheme, reason) -> verdicts.put(scheme, "does not run: " + reason));
            return found;
        }
    }

    /// The stretch in every scheme that can write it.
    ///
    /// @throws OperatorException when none with fixed ranges can: the fault lies with the model or the samples
    private Map<Scheme, Model> models(ProbeTarget target, Context few) {
        List<Part> stretch = List.of(Part.whole(target.model()));
        Map<Scheme, Model> models = new EnumMap<>(Scheme.class);
        Optional<OperatorException> failure = Optional.empty();
        for (Scheme scheme : candidates(target)) {
            try {
                PartQuantization.Result made = quantizing.apply(new Quantize(scheme), stretch, Set.of(0), few);
                models.put(scheme, made.parts().getFirst().model());
            } catch (OperatorException e) {
                verdicts.put(scheme, "cannot be made: " + e.getMessage());
                failure = failure.or(() -> Optional.of(e));
            } catch (UnsupportedByRuntimeException e) {
                verdicts.put(scheme, "cannot be made: " + e.getMessage());
            }
        }
        if (failure.isPresent() && models.keySet().stream().noneMatch(Scheme::fixesRanges)) {
            throw failure.get();
        }
        models.put(Scheme.FLOAT, target.model());
        return models;
    }

    /// Refinements and exclusions concern ranges of activations: what fixes none is no candidate with them.
    private List<Scheme> candidates(ProbeTarget target) {
        List<Scheme> candidates = new ArrayList<>(List.of(PREFERRED, Scheme.S8S8, Scheme.U8U8, Scheme.U8S7));
        if (!request.quantize().refinements().isEmpty() || context.sparing().isAsked()) {
            return candidates;
        }
        candidates.addAll(List.of(Scheme.FP16, Scheme.WEIGHTS));
        if (target.matrixShare() > DOMINATE) {
            candidates.add(Scheme.DYNAMIC);
        } else {
            notes.add(String.format(
                    Locale.ROOT,
                    "dynamic was not tried: products of matrices take %.0f %% of the time, and it quantizes nothing else",
                    target.matrixShare() * 100));
        }
        return candidates;
    }

    private record Taken(Scheme scheme, PartQuantization.Result result) {}

    /// The first in order of speed that is faster than float and keeps the accuracy; else weights alone, if
    /// the model is no slower with them.
    private Optional<Taken> best(Found found) {
        double asItIs = found.of(Scheme.FLOAT).orElse(Double.POSITIVE_INFINITY);
        Accuracy accuracy = new Accuracy();
        for (Scheme scheme : order(found)) {
            double nanos = found.of(scheme).orElseThrow();
            if (nanos > asItIs * (1 - WORTH)) {
                verdicts.put(scheme, "not faster than the model as it is by 5 %");
                continue;
            }
            Optional<Taken> taken = keeping(scheme, accuracy);
            if (taken.isPresent()) {
                verdicts.put(scheme, "taken");
                return taken;
            }
        }
        OptionalDouble weights = found.of(Scheme.WEIGHTS);
        if (weights.isPresent() && weights.getAsDouble() <= asItIs * (1 + WORTH)) {
            Optional<Taken> taken = keeping(Scheme.WEIGHTS, accuracy);
            taken.ifPresent(_ -> verdicts.put(Scheme.WEIGHTS, "taken: no slower than the model as it is, and smaller"));
            return taken;
        }
        weights.ifPresent(_ -> verdicts.put(Scheme.WEIGHTS, "slower than the model as it is"));
        return Optional.empty();
    }

    /// Candidates for speed, fastest first; the preferred one stands before those less than 5 % faster, and
    /// before the same kernels on weights of a bit less.
    private static List<Scheme> order(Found found) {
        return found.nanos().keySet().stream()
                .filter(scheme -> scheme != Scheme.FLOAT && scheme != Scheme.WEIGHTS)
                .sorted(Comparator.comparingDouble(scheme -> rank(scheme, found)))
                .toList();
    }

    private static double rank(Scheme scheme, Found found) {
        double nanos = found.of(scheme).orElseThrow();
        return switch (scheme) {
            case U8S8 -> nanos * (1 - WORTH);
            case U8S7 -> Math.max(nanos, found.of(PREFERRED).orElse(nanos));
            default -> nanos;
        };
    }

    /// The model quantized so, if it keeps its accuracy. A scheme that wrote the stretch and cannot write
    /// the whole has met a fault of the model or of the samples, which is not passed over.
    private Optional<Taken> keeping(Scheme scheme, Accuracy accuracy) {
        Set<Path> before = WeightStore.files(context.workFolder());
        try {
            PartQuantization.Result made =
                    quantizing.apply(request.quantize().with(scheme), request.parts(), request.which(), context);
            if (accuracy.isKept(scheme, made)) {
                return Optional.of(new Taken(scheme, made));
            }
        } catch (UnsupportedByRuntimeException | RunFailedException e) {
            verdicts.put(scheme, "does not run: " + e.getMessage());
        }
        WeightStore.deleteSince(context.workFolder(), before);
        return Optional.empty();
    }

    /// Asks candidates on selection samples, if there are any; the model as it is once, when it first matters.
    private final class Accuracy {
        private OptionalDouble most = OptionalDouble.empty();

        boolean isKept(Scheme scheme, PartQuantization.Result made) {
            Criteria criteria = context.criteria();
            if (!criteria.knowLoss()) {
                String note = "accuracy did not count: there are no selection samples";
                if (!notes.contains(note)) {
                    notes.add(note);
                }
                return true;
            }
            if (most.isEmpty()) {
                double before = criteria.loss().of(PartJoin.of(request.parts()));
                losses.put(Scheme.FLOAT, before);
                most = OptionalDouble.of(criteria.tolerance().mostLoss(before));
            }
            double loss = criteria.loss().of(PartJoin.of(made.parts()));
            losses.put(scheme, loss);
            verdicts.put(
                    scheme,
                    String.format(Locale.ROOT, "loses more on selection samples than %.4f", most.getAsDouble()));
            return loss <= most.getAsDouble();
        }
    }

    private List<SchemeTrial> trials(Found found, Scheme taken) {
        verdicts.putIfAbsent(
                Scheme.FLOAT,
                taken == Scheme.FLOAT ? "taken: nothing else is worth it" : "what the others are held to");
        List<Scheme> considered = new ArrayList<>(found.nanos().keySet());
        verdicts.keySet().stream()
                .filter(scheme -> !considered.contains(scheme))
                .forEach(considered::add);
        return considered.stream()
                .sorted(Comparator.comparingDouble(scheme -> found.of(scheme).orElse(Double.POSITIVE_INFINITY)))
                .map(scheme -> new SchemeTrial(
                        scheme, found.of(scheme), loss(scheme), scheme == taken, verdict(scheme, found, taken)))
                .toList();
    }

    private OptionalDouble loss(Scheme scheme) {
        return losses.containsKey(scheme) ? OptionalDouble.of(losses.get(scheme)) : OptionalDouble.empty();
    }

    private String verdict(Scheme scheme, Found found, Scheme taken) {
        boolean faster = found.of(scheme).orElse(Double.POSITIVE_INFINITY)
                < found.of(taken).orElse(Double.POSITIVE_INFINITY);
        String beaten = faster
                ? PREFERRED.text() + " is preferred to what is less than 5 % faster or runs on the same kernels"
                : "not needed: " + taken.text() + " is " + (scheme == Scheme.WEIGHTS ? "taken" : "as fast or faster");
        return verdicts.getOrDefault(scheme, beaten);
    }
}
