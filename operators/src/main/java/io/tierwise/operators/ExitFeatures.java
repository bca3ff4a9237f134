package io.tierwise.operators;

import io.tierwise.data.Tensor;
import io.tierwise.exits.Matrix;
import io.tierwise.onnx.Model;
import io.tierwise.runtime.ModelSession;
import io.tierwise.runtime.SessionSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/// What calibration samples look like at the taps, and what heads are to answer to them.
///
/// @param byTap what heads are fitted to
/// @param probabilities whether the model itself gives probabilities rather than logits
record ExitFeatures(Map<ExitTap, Lesson> byTap, boolean probabilities) {
    /// Pixels of a tap that a head is fitted to, over all samples.
    private static final int PIXELS = 6_000;

    /// @param features a row a sample, or a pixel
    /// @param answers the probabilities of each class, likewise
    record Lesson(Matrix features, Matrix answers) {}

    ExitFeatures {
        byTap = Map.copyOf(byTap);
    }

    /// Runs the model on the samples.
    ///
    /// @throws OperatorException when labels are to be learned from and there are none
    static ExitFeatures of(
            Model model, Shapes shapes, List<ExitTap> taps, ExitAnswer answer, Teacher teacher, Context context) {
        if (teacher == Teacher.LABELS && answer.isMap()) {
            throw new OperatorException("E(exit) learns from labels of whole samples only, and this model answers for"
                    + " each pixel; leave 'labels' out");
        }
        ExitGraph graph = new ExitGraph(model, shapes, WeightStore.in(context.workFolder()), answer);
        Map<ExitTap, String> names = new LinkedHashMap<>();
        taps.forEach(tap -> names.put(tap, graph.features(tap)));
        Model reading = graph.finish(List.copyOf(names.values()));
        String output = Weights.outputs(model).getFirst();
        JudgedSamples samples = context.criteria().evidence().calibration();
        int pixels = Math.ceilDiv(PIXELS, Math.max(1, samples.size()));
        Random random = new Random(context.seed());
        Map<ExitTap, List<float[]>> rows = new LinkedHashMap<>();
        Map<ExitTap, List<float[]>> answers = new LinkedHashMap<>();
        taps.forEach(tap -> {
            rows.put(tap, new ArrayList<>());
            answers.put(tap, new ArrayList<>());
        });
        boolean probabilities = true;
        int sample = 0;
        try (ModelSession session = Sessions.open(reading, SessionSettings.fast(context.threads()))) {
            for (Map<String, Tensor> inputs : samples.inputs()) {
                Map<String, Tensor> given = session.run(inputs);
                float[] whole = floats(given, output);
                probabilities &= answer.areProbabilities(whole);
                float[] taught = teacher == Teacher.LABELS ? labelled(samples, sample, whole.length) : whole;
                names.forEach((tap, name) -> {
                    float[] values = floats(given, name);
                    if (answer.isMap()) {
                        PixelLesson lesson = new PixelLesson(tap, answer, values, whole);
                        for (int i = 0; i < pixels; i++) {
                            lesson.add(random, list(rows, tap), list(answers, tap));
                        }
                    } else {
                        list(rows, tap).add(values);
                        list(answers, tap).add(taught);
                    }
                });
                sample++;
            }
        }
        Map<ExitTap, Lesson> byTap = new LinkedHashMap<>();
        for (ExitTap tap : taps) {
            Matrix given = matrix(list(answers, tap));
            boolean known = probabilities || teacher == Teacher.LABELS;
            byTap.put(tap, new Lesson(matrix(list(rows, tap)), known ? given : given.softmax()));
        }
        return new ExitFeatures(byTap, probabilities);
    }

    /// All of the probability on the class that is right.
    private static float[] labelled(JudgedSamples samples, int sample, int classes) {
        int label = samples.label(sample)
                .orElseThrow(() -> new OperatorException("E(exit) is to learn from labels, and calibration sample "
                        + (sample + 1) + " has none; leave 'labels' out to learn from the network's own answers"));
        if (label < 0 || label >= classes) {
            throw new OperatorException("calibration sample " + (sample + 1) + " is of class " + label
                    + ", and the model answers for classes 0 to " + (classes - 1));
        }
        float[] answer = new float[classes];
        answer[label] = 1;
        return answer;
    }

    private static List<float[]> list(Map<ExitTap, List<float[]>> lists, ExitTap tap) {
        return Objects.requireNonNull(lists.get(tap));
    }

    private static float[] floats(Map<String, Tensor> outputs, String name) {
        return Objects.requireNonNull(outputs.get(name), name).toFloats();
    }

    private static Matrix matrix(List<float[]> rows) {
        int columns = rows.getFirst().length;
        float[] values = new float[Math.multiplyExact(rows.size(), columns)];
        for (int row = 0; row < rows.size(); row++) {
            System.arraycopy(rows.get(row), 0, values, row * columns, columns);
        }
        return new Matrix(rows.size(), columns, values);
    }
}
