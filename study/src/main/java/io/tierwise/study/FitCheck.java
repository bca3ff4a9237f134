package io.tierwise.study;

import io.tierwise.data.DataException;
import io.tierwise.data.Encoded;
import io.tierwise.data.Label;
import io.tierwise.data.Preprocessing;
import io.tierwise.data.Sample;
import io.tierwise.data.SampleSet;
import io.tierwise.data.Task;
import io.tierwise.data.Tensor;
import io.tierwise.deployment.Strategy;
import io.tierwise.operators.EarlyExit;
import io.tierwise.operators.Identity;
import io.tierwise.operators.Operator;
import io.tierwise.runtime.ModelSession;
import io.tierwise.runtime.RunFailedException;
import io.tierwise.runtime.SessionSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Whether a model and samples fit each other, found out before time is spent on them.
///
/// @param asking how the model is asked about a sample
/// @param classes how many classes the model tells apart; empty if its outputs do not say
public record FitCheck(Asking asking, OptionalLong classes) {

    /// What is known of a study's samples once all of them are read.
    ///
    /// @param learning what operators may learn from them
    /// @param travel how inputs travel, as this study would begin
    public record Fitting(Learning learning, InputTravel travel) {}

    /// Asks the model about one sample.
    ///
    /// @throws DataException if the sample does not fit the model, or the answer does not fit the task
    public static FitCheck of(Asking asking, Sample first) {
        Map<String, Tensor> inputs = asking.inputs(first);
        try (ModelSession session = ModelSession.open(asking.input().model(), SessionSettings.exact())) {
            List<Tensor> outputs = List.copyOf(session.run(inputs).values());
            asking.task().read(outputs);
            return new FitCheck(asking, asking.task().classes(outputs));
        } catch (RunFailedException e) {
            throw new DataException(
                    "Sample " + first.id() + " becomes "
                            + inputs.get(asking.input().name()) + ", on which " + e.getMessage()
                            + ". Does preprocess make the size that the model was trained for?",
                    e);
        }
    }

    /// Reads every sample that a study will use, and its label where it counts.
    ///
    /// @return what operators may learn from them, and how inputs travel
    /// @throws DataException naming a role that has too few samples, or a sample that cannot be used
    /// @throws io.tierwise.onnx.UnsupportedModelException if the model takes several inputs
    public static Fitting all(StudyPlan plan, Progress progress) {
        Learning learning = Learning.of(plan);
        refuseMissingRoles(plan);
        StudySamples samples = plan.samples();
        FitCheck fit = of(learning.asking(), samples.choice().get(0));
        List<SampleSet> labelled = new ArrayList<>(List.of(learning.selection(), samples.confirmation()));
        if (plan.strategies().stream().flatMap(FitCheck::operators).anyMatch(FitCheck::leavesEarly)) {
            labelled.add(samples.promise());
        }
        int amount = learning.calibration().size()
                + samples.choice().size()
                + labelled.stream().mapToInt(SampleSet::size).sum();
        progress.begin("Checking " + amount + " samples", amount);
        each(learning.calibration(), (i, sample) -> fit.asking.inputs(sample), progress);
        labelled.forEach(set -> each(set, (i, sample) -> fit.sample(sample), progress));
        var sizes = new InputSizes(samples.choice().size());
        each(samples.choice(), (i, sample) -> sizes.tell(i, sample.input(), fit.checked(sample)), progress);
        progress.end();
        return new Fitting(learning, sizes.travel(plan.input(), Course.samples(plan)));
    }

    private interface Check {
        void of(int index, Sample sample);
    }

    private static void each(SampleSet samples, Check check, Progress progress) {
        IntStream.range(0, samples.size()).parallel().forEach(i -> {
            Sample sample = samples.get(i);
            check.of(i, sample);
            progress.advance(sample.id());
        });
    }

    /// Checks a sample: readable, of the model's size, labelled with a class the model has, a mask as
    /// large as its picture.
    ///
    /// @throws DataException naming the sample and what is wrong with it
    public void sample(Sample sample) {
        checked(sample);
    }

    /// What a sample becomes, once it is checked.
    private Tensor checked(Sample sample) {
        Tensor input = asking.inputs(sample).values().iterator().next();
        asking.task().checkLabel(sample, classes);
        boolean picture = !(sample.input() instanceof Encoded.ArrayValue);
        if (picture && asking.task() instanceof Task.Segmentation && sample.label() instanceof Label.ClassMap) {
            refuseOtherSize(sample, input.shape());
        }
        return input;
    }

    /// A score would stretch such a mask without a word: its pixels would be compared with others.
    private void refuseOtherSize(Sample sample, long[] input) {
        int rows = asking.preprocessing().layout() == Preprocessing.Layout.NCHW ? 2 : 1;
        if (aligned(sample) instanceof Label.ClassMap mask
                && (mask.height() != input[rows] || mask.width() != input[rows + 1])) {
            throw new DataException("Sample " + sample.id() + ": its mask is " + mask.height() + "x" + mask.width()
                    + ", its picture " + input[rows] + "x" + input[rows + 1] + " (height x width, after preprocess)."
                    + " A mask has a class for each pixel: give masks as large as their pictures.");
        }
    }

    private Label aligned(Sample sample) {
        try {
            return asking.preprocessing().align(sample.label());
        } catch (DataException e) {
            throw new DataException("Sample " + sample.id() + ", its mask: " + e.getMessage(), e);
        }
    }

    private static void refuseMissingRoles(StudyPlan plan) {
        refuseMissing(plan, plan.samples().calibration(), "calibration", op -> !(op instanceof Identity));
        refuseMissing(
                plan,
                plan.samples().selection(),
                "selection",
                op -> op instanceof EarlyExit exit && exit.rule() != EarlyExit.Rule.STUDY);
        refuseMissing(plan, plan.samples().promise(), "promise", FitCheck::leavesEarly);
    }

    private static boolean leavesEarly(Operator operator) {
        return operator instanceof EarlyExit exit && exit.rule().leaves();
    }

    private static void refuseMissing(StudyPlan plan, SampleSet samples, String role, Predicate<Operator> needs) {
        if (samples.size() > 0) {
            return;
        }
        plan.strategies().stream()
                .filter(strategy -> operators(strategy).anyMatch(needs))
                .findFirst()
                .ifPresent(strategy -> {
                    throw new DataException("There are no " + role + " samples, and " + strategy.text()
                            + " learns from them. Give the role samples, or name strategies that do without.");
                });
    }

    private static Stream<Operator> operators(Strategy strategy) {
        return Stream.concat(
                strategy.operators().stream(), strategy.places().stream().flatMap(place -> place.operators().stream()));
    }
}
