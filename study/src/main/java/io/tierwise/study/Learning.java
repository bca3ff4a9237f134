package io.tierwise.study;

import io.tierwise.data.Label;
import io.tierwise.data.Prediction;
import io.tierwise.data.SampleSet;
import io.tierwise.data.Score;
import io.tierwise.data.Task;
import io.tierwise.onnx.Model;
import io.tierwise.operators.Calibration;
import io.tierwise.operators.Loss;
import io.tierwise.runtime.ModelSession;
import io.tierwise.runtime.SessionSettings;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/// What operators may learn from samples: ranges from some, losses from others.
///
/// @param asking how the model is asked about a sample
/// @param calibration where ranges come from
/// @param selection what losses are counted on
/// @param others selection samples that nothing is searched by: what was found is asked on them once more; may be
///     empty
public record Learning(Asking asking, SampleSet calibration, SampleSet selection, SampleSet others) {
    /// Ranges hardly change beyond: the study that this follows took 100.
    private static final int MOST_CALIBRATION_SAMPLES = 200;

    /// Every candidate answers all of them, and a pair of blocks is one candidate.
    private static final int MOST_SELECTION_SAMPLES = 300;

    /// Only what was found answers these.
    private static final int MOST_OTHERS = 700;

    /// Where there are no others.
    public Learning(Asking asking, SampleSet calibration, SampleSet selection) {
        this(asking, calibration, selection, selection.only(List.of(), "other"));
    }

    /// From the calibration and selection roles of a study.
    static Learning of(StudyPlan plan) {
        return of(
                new Asking(ModelInput.of(plan.model()), plan.preprocessing(), plan.task()),
                plan.samples().calibration(),
                plan.samples().selection());
    }

    /// From as many samples of two roles as are worth their time.
    public static Learning of(Asking asking, SampleSet calibration, SampleSet selection) {
        return new Learning(
                asking,
                first(calibration, MOST_CALIBRATION_SAMPLES),
                first(selection, MOST_SELECTION_SAMPLES),
                behind(selection, MOST_SELECTION_SAMPLES));
    }

    /// The first samples of a set, or all where there are no more.
    public static SampleSet first(SampleSet samples, int most) {
        List<Integer> indices =
                IntStream.range(0, Math.min(most, samples.size())).boxed().toList();
        return indices.size() == samples.size() ? samples : samples.only(indices, "first");
    }

    /// Some of the samples behind the first, to ask once more what was found by the first.
    public static SampleSet behind(SampleSet samples, int first) {
        return samples.only(
                IntStream.range(first, Math.min(first + MOST_OTHERS, samples.size()))
                        .boxed()
                        .toList(),
                "other");
    }

    /// Inputs that ranges come from, read again by each iterator.
    public Calibration ranges() {
        return new JudgedSet(asking, calibration).inputs();
    }

    /// One minus the score on the selection samples; without labels, against what the untouched model
    /// answers. The untouched model, which many choices are held against, is asked once.
    public Loss loss(Model original) {
        SetLoss searched = new SetLoss(original, selection);
        SetLoss confirmed = new SetLoss(original, others);
        return new Loss() {
            @Override
            public double of(Model model) {
                return searched.of(model);
            }

            @Override
            public OptionalDouble onOthers(Model model) {
                return others.size() == 0 ? OptionalDouble.empty() : OptionalDouble.of(confirmed.of(model));
            }
        };
    }

    /// The loss on one set of samples.
    private final class SetLoss {
        private final Model original;
        private final SampleSet samples;
        private final List<Label> truths = new ArrayList<>();
        private OptionalDouble untouched = OptionalDouble.empty();

        SetLoss(Model original, SampleSet samples) {
            this.original = original;
            this.samples = samples;
        }

        @SuppressWarnings("ReferenceEquality") // whether weights are equal takes long to say
        double of(Model model) {
            if (model != original) {
                return ask(model);
            }
            if (untouched.isEmpty()) {
                untouched = OptionalDouble.of(ask(model));
            }
            return untouched.getAsDouble();
        }

        private double ask(Model model) {
            if (truths.isEmpty()) {
                truths.addAll(truths());
            }
            Iterator<Label> truth = truths.iterator();
            Score score = asking.task().score();
            answers(model).forEach(answer -> score.add(answer, truth.next()));
            return 1 - score.value();
        }

        private List<Label> truths() {
            if (asking.task() instanceof Task.Agreement) {
                return answers(original).stream().map(Prediction::asLabel).toList();
            }
            return IntStream.range(0, samples.size())
                    .mapToObj(i -> asking.preprocessing().align(samples.label(i)))
                    .toList();
        }

        private List<Prediction> answers(Model model) {
            try (ModelSession session = Artefacts.open(model, SessionSettings.fast(1))) {
                return IntStream.range(0, samples.size())
                        .mapToObj(i -> asking.answer(session, samples.get(i)))
                        .toList();
            }
        }
    }
}
