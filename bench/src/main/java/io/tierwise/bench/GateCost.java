package io.tierwise.bench;

import io.tierwise.data.Tensor;
import io.tierwise.onnx.DataType;
import io.tierwise.onnx.GraphBuilder;
import io.tierwise.onnx.ModelWriter;
import io.tierwise.runtime.Gate;
import io.tierwise.runtime.ModelSession;
import io.tierwise.runtime.SessionSettings;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/// What it takes to say how sure 1,000 logits are, and to hold that against a threshold: above a run that hands
/// the logits through.
final class GateCost {
    private static final long SEED = 20;
    private static final int CLASSES = 1_000;
    private static final int RUNS = 2_001;
    private static final double MOST_MICROS = 20;
    private static final String LOGITS = "logits";
    private static final String CONFIDENCE = "confidence";

    private GateCost() {}

    static Row row() {
        double with = nanos(true) / 1e3;
        double without = nanos(false) / 1e3;
        return new Held(
                "gate of 1,000 classes, confidence included",
                String.format(Locale.ROOT, "%.1f us (%.1f against %.1f)", with - without, with, without),
                "<= 20 us",
                with - without <= MOST_MICROS);
    }

    private static double nanos(boolean gated) {
        GraphBuilder graph = new GraphBuilder("gate", 13);
        String x = graph.input(LOGITS, DataType.FLOAT, 1, CLASSES);
        graph.output(graph.node("Identity", Map.of(), List.of(x)));
        String confidence = x;
        if (gated) {
            String shares = graph.node("Softmax", Map.of(), List.of(x));
            confidence = graph.node("ReduceMax", Map.of(), List.of(shares));
            graph.output(confidence);
        }
        Gate gate = new Gate(CONFIDENCE, LOGITS, 0.5);
        Map<String, Tensor> input = Map.of(LOGITS, logits());
        long[] nanos = new long[RUNS];
        byte[] bytes = ModelWriter.toBytes(graph.build(), Path.of(""));
        int opened = 0;
        try (ModelSession session = ModelSession.open(bytes, SessionSettings.fast(1))) {
            for (int i = -RUNS; i < RUNS; i++) {
                long start = System.nanoTime();
                Map<String, Tensor> given = session.run(input);
                opened += gated && gate.opens(Objects.requireNonNull(given.get(confidence))) ? 1 : 0;
                nanos[Math.max(0, i)] = System.nanoTime() - start;
            }
        }
        if (opened > 2 * RUNS) {
            throw new IllegalStateException("a gate opened " + opened + " times in " + 2 * RUNS + " runs");
        }
        Arrays.sort(nanos);
        return nanos[RUNS / 2];
    }

    private static Tensor logits() {
        Random random = new Random(SEED);
        float[] values = new float[CLASSES];
        for (int i = 0; i < CLASSES; i++) {
            values[i] = (float) (5 * random.nextGaussian());
        }
        return Tensor.ofFloats(values, 1, CLASSES);
    }
}
