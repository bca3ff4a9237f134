package io.tierwise.operators;

import io.tierwise.data.Tensor;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Whether the steps of a quantized model's bytes are those that follow from the least and greatest
/// values of the float model on calibration samples, both computed by the oracle.
final class WrittenGrids {

    private static final double TOLERANCE = 1e-4;

    private WrittenGrids() {}

    /// One line for each grid that does not follow.
    static List<String> wrong(Model model, Model quantized, List<Map<String, Tensor>> calibration) {
        WrittenModel written = new WrittenModel(quantized);
        Map<String, double[]> ranges = new HashMap<>();
        Map<String, Steps> found = new HashMap<>();
        for (Map<String, Tensor> sample : calibration) {
            Interpreter interpreter = Interpreter.of(model, sample);
            for (String tensor : tensors(model)) {
                written.bytesOf(tensor).ifPresent(bytes -> {
                    String scale = written.scaleName(bytes);
                    found.put(scale, written.steps(bytes));
                    double[] range = ranges.computeIfAbsent(scale, name -> new double[2]);
                    for (double value : interpreter.of(tensor).data()) {
                        range[0] = Math.min(range[0], value);
                        range[1] = Math.max(range[1], value);
                    }
                });
            }
        }
        List<String> wrong = new ArrayList<>();
        found.forEach((scale, steps) -> {
            double[] range = ranges.getOrDefault(scale, new double[2]);
            if (!follows(steps, range)) {
                wrong.add(scale + ": " + steps + " for values in " + Arrays.toString(range));
            }
        });
        return wrong;
    }

    /// 255 steps from the least to the greatest value, both stretched to hold 0; 1 for nothing but 0.
    private static boolean follows(Steps steps, double[] range) {
        double scale = (range[1] - range[0]) / 255;
        if (scale < Float.MIN_NORMAL) {
            return steps.scale() == 1;
        }
        return Math.abs(steps.scale() - scale) <= TOLERANCE * scale
                && Math.abs(steps.zero() + range[0] / scale) <= 0.5 + 255 * TOLERANCE;
    }

    private static List<String> tensors(Model model) {
        List<String> tensors = new ArrayList<>(Weights.inputs(model));
        for (Node node : model.graph().nodes()) {
            tensors.addAll(node.outputs());
        }
        return tensors;
    }
}
