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

/// What calibration samples look like at the taps, and what the whole model answers to them.
///
/// @param byTap a row a sample
/// @param answers the probabilities of each class, a row a sample
/// @param probabilities whether the model itself gives probabilities rather than logits
record ExitFeatures(Map<ExitTap, Matrix> byTap, Matrix answers, boolean probabilities) {
    private static final double ROUNDING = 1e-3;

    ExitFeatures {
        byTap = Map.copyOf(byTap);
    }

    /// Runs the model on the samples.
    static ExitFeatures of(Model model, Shapes shapes, List<ExitTap> taps, int classes, Context context) {
        ExitGraph graph = new ExitGraph(model, shapes, WeightStore.in(context.workFolder()), classes);
        Map<ExitTap, String> names = new LinkedHashMap<>();
        taps.forEach(tap -> names.put(tap, graph.features(tap)));
        Model reading = graph.finish(List.copyOf(names.values()));
        String answer = Weights.outputs(model).getFirst();
        Map<ExitTap, List<float[]>> rows = new LinkedHashMap<>();
        List<float[]> answers = new ArrayList<>();
        try (ModelSession session = Sessions.open(reading, SessionSettings.fast(context.threads()))) {
            for (Map<String, Tensor> inputs :
                    context.criteria().evidence().calibration().inputs()) {
                Map<String, Tensor> outputs = session.run(inputs);
                names.forEach((tap, name) ->
                        rows.computeIfAbsent(tap, key -> new ArrayList<>()).add(floats(outputs, name)));
                answers.add(floats(outputs, answer));
            }
        }
        Map<ExitTap, Matrix> byTap = new LinkedHashMap<>();
        rows.forEach((tap, values) -> byTap.put(tap, matrix(values)));
        boolean probabilities = answers.stream().allMatch(ExitFeatures::areProbabilities);
        Matrix given = matrix(answers);
        return new ExitFeatures(byTap, probabilities ? given : given.softmax(), probabilities);
    }

    private static float[] floats(Map<String, Tensor> outputs, String name) {
        return Objects.requireNonNull(outputs.get(name), name).toFloats();
    }

    private static boolean areProbabilities(float[] values) {
        double sum = 0;
        for (float value : values) {
            if (value < 0) {
                return false;
            }
            sum += value;
        }
        return Math.abs(sum - 1) < ROUNDING;
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
