package io.tierwise.cli;

import io.tierwise.data.SampleSet;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.ModelReader;
import io.tierwise.operators.Loss;
import io.tierwise.study.Figure;
import io.tierwise.study.Learning;
import io.tierwise.study.Progress;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// How right a model and what was made of it are, on samples that helped neither to learn nor to choose.
///
/// @param before of the model, in [0, 1]
/// @param after of what was made of it, in [0, 1]
/// @param samples how many
/// @param task what is counted, such as `top-1 accuracy`
/// @param roles where they come from, in words
record Judgement(double before, double after, int samples, String task, String roles) {

    /// Asks both models about the evaluation samples.
    static Judgement of(SampleOptions.Roles roles, Path model, Path changed, Progress progress) {
        Learning learning = roles.learning();
        SampleSet evaluation = roles.evaluation();
        Model original = ModelReader.read(model);
        Loss loss = new Learning(learning.asking(), learning.calibration(), evaluation).loss(original);
        progress.begin("Asking both models about " + evaluation.size() + " evaluation samples", 2);
        double before = 1 - loss.of(original);
        progress.advance("the model");
        double after = 1 - loss.of(ModelReader.read(changed));
        progress.advance("what was made of it");
        progress.end();
        return new Judgement(
                before, after, evaluation.size(), learning.asking().task().metric(), roles.told());
    }

    double drop() {
        return before - after;
    }

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("float", before);
        map.put("quantized", after);
        map.put("drop", drop());
        map.put("samples", samples);
        map.put("task", task);
        map.put("roles", roles);
        return map;
    }

    String text() {
        return String.format(
                Locale.ROOT,
                "%s %s -> %s (drop %s) on %,d evaluation samples; %s",
                task,
                Figure.ACCURACY.show(before),
                Figure.ACCURACY.show(after),
                Figure.DROP.show(drop()),
                samples,
                roles);
    }
}
