package io.tierwise.operators;

import io.tierwise.data.Tensor;
import io.tierwise.exits.ExitCandidate;
import io.tierwise.exits.ExitOutcome;
import io.tierwise.exits.ExitSearch;
import io.tierwise.exits.FittedHead;
import io.tierwise.exits.HeadFit;
import io.tierwise.exits.HeadForm;
import io.tierwise.exits.Promise;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.Node;
import io.tierwise.runtime.ModelSession;
import io.tierwise.runtime.Optimization;
import io.tierwise.runtime.SessionSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/// Carries out [EarlyExit] with the rule `exit`: finds taps, fits a head to each, and keeps those that
/// together save most time within what leaving early may cost.
final class ExitFitting {
    private final EarlyExit asked;
    private final Model model;
    private final Context context;
    private final ExitEvidence evidence;
    private final Map<String, Tensor> sample;
    private final Shapes shapes;
    private final TimedModel timed;
    private final ExitAnswer answer;

    private ExitFitting(EarlyExit asked, Model model, Context context) {
        this.asked = asked;
        this.model = model;
        this.context = context;
        this.evidence = context.criteria().evidence();
        Iterator<Map<String, Tensor>> samples = evidence.calibration().inputs().iterator();
        if (!samples.hasNext()) {
            throw new OperatorException("E(exit) fits heads to calibration samples, found none");
        }
        this.sample = Calibration.kept(samples.next());
        this.shapes = Shapes.learn(model, sample);
        this.timed = TimedModel.of(model, shapes, sample, context.threads());
        this.answer = ExitAnswer.of(model, shapes);
        if (answer.isMap() && model.opset() < OpsetRaise.TARGET) {
            throw new OperatorException("E(exit) on class maps needs a model of opset " + OpsetRaise.TARGET
                    + " or later, this one has " + model.opset() + "; export it again");
        }
    }

    /// The model with its heads, the account, and the operator with its taps named.
    record Result(Uncut uncut, Account account, EarlyExit resolved) {}

    /// @throws OperatorException when there are no samples or too few, no place for an exit, or none that
    ///     saves time
    static Result apply(EarlyExit asked, Model model, Context context) {
        Optional<Uncut> given = context.criteria().evidence().given();
        return given.isPresent()
                ? given(asked, model, given.get(), context.criteria().evidence())
                : new ExitFitting(asked, model, context).apply();
    }

    /// Takes heads that were fitted before; the promise is the operator's own, or theirs.
    private static Result given(EarlyExit asked, Model model, Uncut fitted, ExitEvidence evidence) {
        List<String> taps = fitted.exits().stream().map(ExitOutputs::tap).toList();
        if (!asked.taps().isEmpty() && !asked.taps().equals(taps)) {
            throw new OperatorException("heads stand behind " + taps + ", and E(exit) asks for " + asked.taps());
        }
        if (!operators(fitted.trunk()).equals(operators(Uncut.of(model).only()))) {
            throw new OperatorException("heads that were fitted before belong to the model as it is, and this one was"
                    + " changed: write E(exit) before other operators");
        }
        Promise before = fitted.promise().orElseThrow();
        Promise promise = asked.allowance()
                .map(allowed -> allowed.promise(before.kind() == Promise.Kind.PIXELS))
                .orElse(before);
        refuseMissingLabels(promise, evidence);
        refuseTooFew(promise, evidence);
        EarlyExit resolved = asked.resolved(asked.allowance().orElseGet(() -> Allowance.of(promise)), taps);
        Account account = Account.of(
                resolved,
                "lets samples leave behind " + quoted(taps) + ", at heads that were fitted before",
                ModelSize.of(model),
                ModelSize.of(fitted.model()));
        return new Result(new Uncut(fitted.model(), fitted.exits(), Optional.of(promise)), account, resolved);
    }

    private static List<String> operators(Model model) {
        return model.graph().nodes().stream().map(Node::operator).sorted().toList();
    }

    private static String quoted(List<String> names) {
        return String.join(" and ", names.stream().map(name -> "'" + name + "'").toList());
    }

    private Result apply() {
        Allowance allowance = asked.allowance().orElse(evidence.usual());
        Promise promise = allowance.promise(answer.isMap());
        List<ExitTap> taps = asked.taps().isEmpty()
                ? ExitTaps.find(model, shapes, timed, answer)
                : ExitTaps.named(model, shapes, timed, answer, asked.taps());
        refuseMissingLabels(promise, evidence);
        refuseTooFew(promise, evidence);
        ExitFeatures features = ExitFeatures.of(model, shapes, taps, answer, context);
        List<ExitHead> heads = taps.parallelStream()
                .map(tap -> new ExitHead(tap, fitted(features, tap)))
                .toList();
        Uncut all = with(heads, features.probabilities(), promise);
        Uncut early = all;
        List<ExitHead> kept = heads;
        String expected = "";
        if (asked.taps().isEmpty()) {
            double whole = nanos(List.of(Part.whole(model)));
            ExitSearch.Found found = search(all, heads, allowance.unit(), promise, whole);
            List<String> names =
                    found.chain().exits().stream().map(ExitCandidate::name).toList();
            kept = heads.stream()
                    .filter(head -> names.contains(head.tap().cut()))
                    .toList();
            early = with(kept, features.probabilities(), promise);
            refuseSlower(early, found.expected(), whole);
            expected = expected(found.expected());
        }
        List<String> chosen = kept.stream().map(head -> head.tap().cut()).toList();
        EarlyExit resolved = asked.resolved(allowance, chosen);
        Account account = Account.of(
                        resolved,
                        "lets samples leave behind " + quoted(chosen) + expected,
                        ModelSize.of(model),
                        ModelSize.of(early.model()))
                .withNotes(notes(heads, kept));
        return new Result(early, account, resolved);
    }

    private static void refuseMissingLabels(Promise promise, ExitEvidence evidence) {
        JudgedSamples judged = evidence.promise();
        if (promise.kind() == Promise.Kind.ERRORS
                && judged.size() > 0
                && judged.label(0).isEmpty()) {
            throw new OperatorException(
                    "points of accuracy are counted by labels, and the samples have none; write E(exit,"
                            + Allowance.of(promise).hundredths().toPlainString() + "%) for changed answers");
        }
    }

    private static void refuseTooFew(Promise promise, ExitEvidence evidence) {
        int fewest = promise.fewestSamples();
        if (evidence.promise().size() < fewest) {
            throw new UnkeptPromiseException("no promise possible: \"" + promise.words() + "\" takes at least " + fewest
                    + " promise samples even if none of them lost anything, found "
                    + evidence.promise().size());
        }
    }

    private FittedHead fitted(ExitFeatures features, ExitTap tap) {
        try {
            ExitFeatures.Lesson lesson = Objects.requireNonNull(features.byTap().get(tap));
            return HeadFit.of(lesson.features(), lesson.answers(), new HeadForm.Linear(), context.seed());
        } catch (IllegalArgumentException e) {
            throw new OperatorException("no head can be fitted to '" + tap.cut() + "': " + e.getMessage(), e);
        }
    }

    private Uncut with(List<ExitHead> heads, boolean probabilities, Promise promise) {
        ExitGraph graph = new ExitGraph(model, shapes, WeightStore.in(context.workFolder()), answer);
        List<ExitOutputs> exits = heads.stream()
                .map(head -> graph.head(
                                head.tap(),
                                graph.features(head.tap()),
                                head.fitted().head(),
                                probabilities)
                        .behind(head.tap().nanos() / timed.places().nanos()))
                .toList();
        List<String> outputs = exits.stream()
                .flatMap(exit -> List.of(exit.answer(), exit.confidence()).stream())
                .toList();
        return new Uncut(graph.finish(outputs), exits, Optional.of(promise));
    }

    private ExitSearch.Found search(
            Uncut all, List<ExitHead> heads, Allowance.Unit unit, Promise promise, double whole) {
        ExitTrials trials;
        try (ModelSession session = Sessions.open(all.model(), SessionSettings.fast(context.threads()))) {
            trials = ExitTrials.of(
                    evidence.selection(), all.exits(), Weights.outputs(model).getFirst(), unit, session::run);
        }
        double perExit = Math.max(0, (nanos(cutAtExits(all)) - whole) / heads.size());
        List<ExitCandidate> candidates = IntStream.range(0, heads.size())
                .mapToObj(i -> new ExitCandidate(
                        heads.get(i).tap().cut(),
                        whole * all.exits().get(i).share(),
                        perExit,
                        trials.byExit().get(i).confidences(),
                        trials.byExit().get(i).losses()))
                .toList();
        return ExitSearch.best(candidates, whole, promise)
                .orElseThrow(() -> new UnkeptPromiseException("no exit saves time and keeps \"" + promise.words()
                        + "\" on " + evidence.selection().size()
                        + " selection samples; allow more, or give more samples"));
    }

    /// Parts take longer than the whole where much is handed on between them; what was estimated of single heads
    /// must hold for the parts as they are.
    private void refuseSlower(Uncut early, ExitOutcome expected, double whole) {
        double mean = 0;
        double staying = 1;
        List<Part> parts = cutAtExits(early);
        for (int part = 0; part < parts.size(); part++) {
            mean += staying * nanos(parts, part);
            staying -= part < parts.size() - 1 ? expected.exitRates().get(part) : 0;
        }
        if (mean >= whole) {
            throw new UnkeptPromiseException(String.format(
                    Locale.ROOT,
                    "no exit saves time: with the best found %.0f %% leave early, and the mean is %.2f of the whole"
                            + " network's time, as parts and heads cost more; allow more",
                    100 * (1 - staying),
                    mean / whole));
        }
    }

    private List<Part> cutAtExits(Uncut all) {
        return ExitParts.of(all, Shapes.learn(all.model(), sample), List.of()).parts();
    }

    /// The time of running parts one after the other where the model will be used.
    private double nanos(List<Part> parts) {
        return IntStream.range(0, parts.size())
                .mapToDouble(part -> nanos(parts, part))
                .sum();
    }

    /// The time of one of the parts.
    private double nanos(List<Part> parts, int which) {
        Map<String, Tensor> known = new HashMap<>(sample);
        try (PartChain chain = PartChain.open(parts.subList(0, which), Optimization.ALL)) {
            known.putAll(chain.run(sample));
        }
        known.keySet().retainAll(parts.get(which).inputs());
        return context.criteria().pace().runNanos(parts.get(which).model(), List.of(known));
    }

    private static String expected(ExitOutcome outcome) {
        return String.format(
                Locale.ROOT,
                "; on selection samples %.0f %% leave",
                100 * outcome.exitRates().stream().mapToDouble(rate -> rate).sum());
    }

    private static List<String> notes(List<ExitHead> heads, List<ExitHead> kept) {
        List<String> notes = new ArrayList<>();
        notes.add("heads were fitted behind " + heads.size() + " tensors, " + kept.size()
                + (kept.size() == 1 ? " of them is" : " of them are") + " worth having");
        return notes;
    }
}
