package io.tierwise.bench;

import io.tierwise.onnx.DataType;
import io.tierwise.onnx.GraphBuilder;
import io.tierwise.onnx.GraphBuilder.Window;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.Weight;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// The models that benchmarks build for themselves.
final class Models {

    /// Channels of [#convolutions()].
    static final int CHANNELS = 64;

    /// Width of the input of [#convolutions()].
    static final int WIDTH = 32;

    private static final int OPSET = 17;
    private static final int LAYERS = 4;
    private static final long SEED = 1;

    private Models() {}

    /// The largest of any count of values: [1, n] -> [1, 1]. It moves bytes and computes next to nothing.
    static Model largest() {
        GraphBuilder graph = new GraphBuilder("largest", OPSET);
        String x = graph.input("x", DataType.FLOAT, 1, -1);
        return graph.output(graph.node("ReduceMax", Map.of(), List.of(x))).build();
    }

    /// Convolutions of any height, [1, 64, h, 32] -> [1, 64]: the work grows with the height.
    static Model convolutions() {
        GraphBuilder graph = new GraphBuilder("convolutions", OPSET);
        String x = graph.input("x", DataType.FLOAT, 1, CHANNELS, -1, WIDTH);
        Random random = new Random(SEED);
        for (int layer = 0; layer < LAYERS; layer++) {
            String weight = graph.weight(gaussian(random, "weight" + layer));
            x = graph.relu(graph.conv(Window.square(3), x, weight));
        }
        return graph.output(graph.flatten(graph.globalAveragePool(x))).build();
    }

    /// Weights that keep the size of a rectified signal.
    private static Weight gaussian(Random random, String name) {
        float[] values = new float[CHANNELS * CHANNELS * 9];
        double deviation = Math.sqrt(2.0 / (CHANNELS * 9));
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() * deviation);
        }
        return Weight.ofFloats(name, values, CHANNELS, CHANNELS, 3, 3);
    }
}
