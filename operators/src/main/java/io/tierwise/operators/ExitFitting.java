package io.tierwise.operators;

import io.tierwise.data.Tensor;
import io.tierwise.exits.FittedHead;
import io.tierwise.exits.HeadFit;
import io.tierwise.exits.HeadForm;
import io.tierwise.exits.Promise;
import io.tierwise.onnx.Model;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/// Carries out [EarlyExit] with the rule `exit`: finds taps, fits a head to each, and keeps those that
/// together save most time within what leaving early may cost.
final class ExitFitting {
    /// Units of a hidden layer.
    private static final int HIDDEN = 32;

    /// With more features a hidden layer takes longer to fit than all linear heads together.
    private static final int MOST_FEATURES_FOR_HIDDEN = 256;

    private final EarlyExit asked;
    private final Model model;
    private final Context context;
    private final Map<String, Tensor> sample;
    private final Shapes shapes;
    private final TimedModel timed;
    private final ExitAnswer answer;

    private ExitFitting(EarlyExit asked, ExitSubject subject, Context context) {
        this.asked = asked;
        this.model = subject.model();
        this.context = context;
        this.sample = subject.sample();
        this.shapes = subject.shapes();
        this.timed = TimedModel.of(model, shapes, sample, context.threads());
        this.answer = subject.answer();
        if (answer.isMap() && model.opset() < OpsetRaise.TARGET) {
            throw new OperatorException("E(exit) on class maps needs a model of opset " + OpsetRaise.TARGET
                    + " or later, this one has " + model.opset() + "; export it again");
        }
    }

    /// @throws OperatorException when there are no samples or too few, no place for an exit, or none that
    ///     saves time
    static MadeExits apply(EarlyExit asked, Model model, Context context) {
        return new ExitFitting(asked, ExitSubject.of(asked, model, context), context).apply();
    }

    private MadeExits apply() {
        ExitEvidence evidence = context.criteria().evidence();
        Allowance allowance = asked.allowance().orElse(evidence.usual());
        Promise promise = ExitPromise.of(asked, answer.isMap(), evidence);
        List<ExitTap> taps = asked.taps().isEmpty()
                ? ExitTaps.find(model, shapes, timed, answer)
                : ExitTaps.named(model, shapes, timed, answer, asked.taps());
        ExitFeatures features = ExitFeatures.of(model, shapes, taps, answer, asked.teacher(), context);
        List<ExitHead> heads = taps.parallelStream()
                .map(tap -> new ExitHead(tap, fitted(features, tap)))
                .toList();
        Function<List<ExitHead>, Uncut> writing = some -> with(some, features.probabilities(), promise);
        var selection = new ExitSelection(model, sample, heads, writing, context);
        return asked.taps().isEmpty()
                ? chosen(selection.choose(allowance, promise), heads)
                : result(selection.expected(allowance, promise), allowance, "", List.of());
    }

    private MadeExits chosen(ExitSelection.Chosen chosen, List<ExitHead> heads) {
        String leaving = String.format(
                Locale.ROOT,
                "; on selection samples %.0f %% leave, and the mean is %.2f of the network's time",
                100 * chosen.leaving(),
                chosen.timeShare());
        int kept = chosen.early().exits().size();
        long hidden = heads.stream()
                .filter(head -> head.fitted().head().layers().size() > 1)
                .count();
        String note = "heads were fitted to " + (asked.teacher() == Teacher.LABELS ? "labels" : "the network's answers")
                + " behind " + heads.size() + " cuts, " + hidden + " with a hidden layer; " + kept
                + (kept == 1 ? " of them is" : " of them are") + " worth having";
        return result(chosen.early(), chosen.allowance(), leaving, List.of(note));
    }

    private MadeExits result(Uncut early, Allowance allowance, String leaving, List<String> notes) {
        List<String> taps = early.exits().stream().map(ExitOutputs::tap).toList();
        EarlyExit resolved = asked.resolved(allowance, taps);
        Account account = Account.of(
                        resolved,
                        "lets samples leave behind " + GivenExits.quoted(taps) + leaving,
                        ModelSize.of(model),
                        ModelSize.of(early.model()))
                .withNotes(notes);
        return new MadeExits(early, account, resolved);
    }

    private FittedHead fitted(ExitFeatures features, ExitTap tap) {
        try {
            ExitFeatures.Lesson lesson = Objects.requireNonNull(features.byTap().get(tap));
            FittedHead linear = fitted(lesson, new HeadForm.Linear());
            if (answer.isMap() || lesson.features().columns() > MOST_FEATURES_FOR_HIDDEN) {
                return linear;
            }
            FittedHead hidden = fitted(lesson, new HeadForm.Hidden(HIDDEN));
            return hidden.heldOutLoss() < linear.heldOutLoss() ? hidden : linear;
        } catch (IllegalArgumentException e) {
            throw new OperatorException("no head can be fitted to '" + tap.cut() + "': " + e.getMessage(), e);
        }
    }

    private FittedHead fitted(ExitFeatures.Lesson lesson, HeadForm form) {
        return HeadFit.of(lesson.features(), lesson.answers(), form, context.seed());
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
}
