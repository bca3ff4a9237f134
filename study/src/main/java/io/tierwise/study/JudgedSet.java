package io.tierwise.study;

import io.tierwise.data.Label;
import io.tierwise.data.Prediction;
import io.tierwise.data.SampleSet;
import io.tierwise.data.Score;
import io.tierwise.data.Task;
import io.tierwise.data.Tensor;
import io.tierwise.operators.Allowance;
import io.tierwise.operators.Calibration;
import io.tierwise.operators.JudgedSamples;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/// Samples of one role as exits need them.
///
/// @param asking how the model is asked about a sample
/// @param shift what becomes of each input
public record JudgedSet(Asking asking, SampleSet samples, UnaryOperator<Tensor> shift) implements JudgedSamples {
    /// Samples as they are.
    public JudgedSet(Asking asking, SampleSet samples) {
        this(asking, samples, UnaryOperator.identity());
    }

    @Override
    public int size() {
        return samples.size();
    }

    @Override
    public Calibration inputs() {
        return () -> {
            SampleSet reused = samples.reusingMemory();
            return IntStream.range(0, reused.size())
                    .mapToObj(i -> shifted(asking.inputs(reused.get(i))))
                    .iterator();
        };
    }

    private Map<String, Tensor> shifted(Map<String, Tensor> inputs) {
        Map<String, Tensor> shifted = new LinkedHashMap<>(inputs);
        shifted.replaceAll((name, tensor) -> shift.apply(tensor));
        return shifted;
    }

    @Override
    public OptionalInt label(int sample) {
        return asking.task() instanceof Task.Classification(int _, int offset)
                        && label(samples, sample) instanceof Label.ClassIndex(int index)
                ? OptionalInt.of(index + offset)
                : OptionalInt.empty();
    }

    @Override
    public double loss(Allowance.Unit unit, int sample, Tensor early, Tensor whole) {
        Prediction there = asking.task().read(List.of(early));
        Prediction anyway = asking.task().read(List.of(whole));
        return switch (unit) {
            case PER_CENT -> 1 - there.agreement(anyway);
            case POINTS -> score(anyway, sample) - score(there, sample);
        };
    }

    private double score(Prediction prediction, int sample) {
        Score score = asking.task().score();
        score.add(prediction, label(samples, sample));
        return score.value();
    }

    private Label label(SampleSet set, int sample) {
        return asking.preprocessing().align(set.label(sample));
    }
}
