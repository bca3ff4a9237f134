package io.tierwise.operators;

import io.tierwise.data.ElementType;
import io.tierwise.data.Tensor;
import io.tierwise.onnx.Model;
import io.tierwise.runtime.ModelSession;
import io.tierwise.runtime.SessionSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How far models are from a float model in what they answer: signal to quantization noise, in decibels.
///
/// Outputs of whole numbers, such as class maps, have no distance: there each element that differs counts
/// as noise as strong as one element of signal.
final class OutputNoise {

    private static final int MOST_SAMPLES = 32;
    private static final long MOST_BYTES = 64 << 20;

    /// Where nothing differs: more than float32 can tell.
    private static final double NO_NOISE = 200;

    private final List<Map<String, Tensor>> inputs = new ArrayList<>();
    private final List<Map<String, Tensor>> answers = new ArrayList<>();
    private final int threads;

    private OutputNoise(int threads) {
        this.threads = threads;
    }

    /// Learns what a float model answers, on at most 32 samples, and as many as their answers fit into 64 MiB.
    static OutputNoise against(Model model, Calibration samples, int threads) {
        OutputNoise noise = new OutputNoise(threads);
        long bytes = 0;
        try (ModelSession session = Sessions.open(model, SessionSettings.fast(threads))) {
            for (Map<String, Tensor> sample : samples) {
                Map<String, Tensor> answer = session.run(sample);
                noise.inputs.add(Calibration.kept(sample));
                noise.answers.add(answer);
                bytes += answer.values().stream()
                        .mapToLong(tensor -> tensor.bytes().remaining())
                        .sum();
                if (noise.inputs.size() == MOST_SAMPLES || bytes > MOST_BYTES) {
                    break;
                }
            }
        }
        return noise;
    }

    boolean isEmpty() {
        return inputs.isEmpty();
    }

    /// Decibels of signal above noise; 200 where there is none.
    double decibels(Model other) {
        double signal = 0;
        double noise = 0;
        try (ModelSession session = Sessions.open(other, SessionSettings.fast(threads))) {
            for (int i = 0; i < inputs.size(); i++) {
                Map<String, Tensor> found = session.run(inputs.get(i));
                for (Map.Entry<String, Tensor> entry : answers.get(i).entrySet()) {
                    Tensor answer =
                            Optional.ofNullable(found.get(entry.getKey())).orElseThrow();
                    float[] wanted = entry.getValue().toFloats();
                    boolean graded = entry.getValue().type() == ElementType.FLOAT;
                    signal += graded ? energy(wanted) : wanted.length;
                    noise += graded ? distance(wanted, answer.toFloats()) : differing(wanted, answer.toFloats());
                }
            }
        }
        return noise == 0 ? NO_NOISE : Math.min(NO_NOISE, 10 * Math.log10(Math.max(signal, Double.MIN_NORMAL) / noise));
    }

    private static double energy(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return sum;
    }

    private static double distance(float[] wanted, float[] found) {
        double sum = 0;
        for (int i = 0; i < wanted.length; i++) {
            double difference = (double) wanted[i] - found[i];
            sum += difference * difference;
        }
        return sum;
    }

    private static double differing(float[] wanted, float[] found) {
        double count = 0;
        for (int i = 0; i < wanted.length; i++) {
            count += wanted[i] == found[i] ? 0 : 1;
        }
        return count;
    }
}
