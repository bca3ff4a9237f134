package io.tierwise.study;

import io.tierwise.data.DataException;
import io.tierwise.data.Label;
import io.tierwise.data.Prediction;
import io.tierwise.data.SampleSet;
import io.tierwise.data.Score;
import io.tierwise.data.Tensor;
import io.tierwise.onnx.Model;
import io.tierwise.operators.Calibration;
import io.tierwise.operators.Loss;
import io.tierwise.runtime.ModelSession;
import io.tierwise.runtime.SessionSettings;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// What operators may learn from a study's samples: ranges from the calibration role, losses from the
/// selection role.
final class Learning {
    /// Ranges hardly change beyond: the study that this follows took 100.
    private static final int MOST_CALIBRATION_SAMPLES = 200;

    /// Every candidate answers all of them, and a pair of blocks is one candidate.
    private static final int MOST_SELECTION_SAMPLES = 300;

    private final StudyPlan plan;
    private final String input;

    /// @param input name of the model's input
    Learning(StudyPlan plan, String input) {
        this.plan = plan;
        this.input = input;
    }

    /// Inputs that ranges come from, read again by each iterator.
    Calibration calibration() {
        SampleSet samples = plan.samples().calibration();
        int count = Math.min(samples.size(), MOST_CALIBRATION_SAMPLES);
        return () -> IntStream.range(0, count)
                .mapToObj(i -> Map.of(input, prepared(samples, i)))
                .iterator();
    }

    /// One minus the score on the selection samples; without labels, against what the untouched model
    /// answers.
    Loss loss(Model original) {
        SampleSet samples = plan.samples().selection();
        int count = Math.min(samples.size(), MOST_SELECTION_SAMPLES);
        List<Label> truths = new ArrayList<>();
        return model -> {
            if (count == 0) {
                throw new DataException(
                        "Choosing which blocks to skip needs selection samples, and there are none. Give"
                                + " the selection role a share, or use E(study).");
            }
            if (truths.isEmpty()) {
                truths.addAll(truths(original, samples, count));
            }
            Iterator<Label> truth = truths.iterator();
            Score score = plan.task().score();
            answers(model, samples, count).forEach(answer -> score.add(answer, truth.next()));
            return 1 - score.value();
        };
    }

    private List<Label> truths(Model original, SampleSet samples, int count) {
        if (plan.samples().labelled()) {
            return IntStream.range(0, count)
                    .mapToObj(i -> plan.preprocessing().align(samples.label(i)))
                    .toList();
        }
        return answers(original, samples, count).stream()
                .map(Prediction::asLabel)
                .toList();
    }

    private List<Prediction> answers(Model model, SampleSet samples, int count) {
        try (ModelSession session = Artefacts.open(model, SessionSettings.fast(1))) {
            return IntStream.range(0, count)
                    .mapToObj(i -> session.run(Map.of(input, prepared(samples, i))))
                    .map(outputs -> plan.task().read(List.copyOf(outputs.values())))
                    .toList();
        }
    }

    private Tensor prepared(SampleSet samples, int index) {
        return plan.preprocessing().apply(samples.get(index));
    }
}
