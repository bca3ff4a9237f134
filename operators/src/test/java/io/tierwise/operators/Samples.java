package io.tierwise.operators;

import io.tierwise.data.Tensor;
import io.tierwise.onnx.Dimension;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.ValueInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Seeded inputs of about unit variance for every input of a model with fixed extents.
final class Samples {

    private Samples() {}

    static List<Map<String, Tensor>> of(Model model, long seed, int count) {
        return of(model, seed, count, 1);
    }

    /// @param spread standard deviation; above 1 some values lie outside of what calibration saw
    static List<Map<String, Tensor>> of(Model model, long seed, int count, double spread) {
        Random random = new Random(seed);
        List<Map<String, Tensor>> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Map<String, Tensor> sample = new LinkedHashMap<>();
            for (ValueInfo input : model.graph().givenInputs()) {
                sample.put(input.name(), random(input, random, spread));
            }
            samples.add(sample);
        }
        return samples;
    }

    private static Tensor random(ValueInfo input, Random random, double spread) {
        long[] shape =
                input.shape().stream().mapToLong(Dimension::sizeOrMinusOne).toArray();
        float[] values = new float[Values.size(Values.ints(shape))];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() * spread);
        }
        return Tensor.ofFloats(values, shape);
    }
}
