package io.tierwise.bench;

import io.tierwise.data.Label;
import io.tierwise.data.Prediction;
import io.tierwise.data.Sample;
import io.tierwise.data.SampleSet;
import io.tierwise.data.Score;
import io.tierwise.data.Task;
import io.tierwise.data.Tensor;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.ModelReader;
import io.tierwise.onnx.ModelWriter;
import io.tierwise.operators.Composer;
import io.tierwise.operators.Context;
import io.tierwise.operators.Criteria;
import io.tierwise.operators.Quantize;
import io.tierwise.runtime.ModelSession;
import io.tierwise.runtime.SessionSettings;
import io.tierwise.study.Asking;
import io.tierwise.study.Learning;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// What quantization costs in answers, cross-fitted: the samples fall into two halves; a model learns from one
/// and answers the other, a second the other way round, and the sums over both are told.
///
/// @param asking how the model is asked
/// @param samples with labels, unless the task is agreement
/// @param quantize what is done to the model
/// @param learnt how many samples of a half are learnt from, at most
record CrossFit(Asking asking, SampleSet samples, Quantize quantize, int learnt) {

    private static final int HALVES = 2;

    /// Quantizes twice and answers every sample once with each.
    ///
    /// @param folder for files of weights
    Answers.Scored answers(Path folder, double mostLost, double leastSame) {
        Model original = ModelReader.read(asking.input().model());
        Score before = asking.task().score();
        Score after = asking.task().score();
        Score same = new Task.Agreement().score();
        for (int half = 0; half < HALVES; half++) {
            List<Integer> from = half(half);
            List<Sample> asked = half(1 - half).stream().map(samples::get).toList();
            Path work = folder.resolve("half" + half);
            Model changed = quantized(original, from, work);
            List<Prediction> plain = predictions(original, asked);
            List<Prediction> found = predictions(changed, asked);
            for (int i = 0; i < asked.size(); i++) {
                same.add(found.get(i), plain.get(i).asLabel());
                var truth = truth(asked.get(i), plain.get(i));
                before.add(plain.get(i), truth);
                after.add(found.get(i), truth);
            }
        }
        return new Answers.Scored(before.value(), after.value(), same.value(), samples.size(), mostLost, leastSame);
    }

    private Label truth(Sample sample, Prediction plain) {
        return asking.task() instanceof Task.Agreement
                ? plain.asLabel()
                : asking.preprocessing().align(sample.label());
    }

    /// Every second sample: folders of classes fall into both halves alike.
    private List<Integer> half(int which) {
        return IntStream.range(0, samples.size())
                .filter(i -> i % HALVES == which)
                .boxed()
                .toList();
    }

    private Model quantized(Model original, List<Integer> from, Path work) {
        int count = Math.min(learnt, from.size());
        List<Integer> spread = IntStream.range(0, count)
                .mapToObj(i -> from.get((int) ((long) i * from.size() / count)))
                .toList();
        Learning learning = new Learning(asking, samples.only(spread, "half"), samples);
        return Composer.apply(List.of(quantize), original, new Context(learning.ranges(), Criteria.none(), work))
                .parts()
                .getFirst()
                .model();
    }

    private List<Prediction> predictions(Model model, List<Sample> asked) {
        SessionSettings settings = SessionSettings.fast(1).withExternalFolder(Path.of("/"));
        List<Prediction> predictions = new ArrayList<>();
        try (ModelSession session = ModelSession.open(ModelWriter.toBytes(model, Path.of("/")), settings)) {
            for (Sample sample : asked) {
                predictions.add(asking.task()
                        .read(List.<Tensor>copyOf(
                                session.run(asking.inputs(sample)).values())));
            }
        }
        return predictions;
    }
}
