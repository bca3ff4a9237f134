package io.tierwise.bench;

import io.tierwise.data.Tensor;
import io.tierwise.operators.Leftovers;
import io.tierwise.runtime.ModelSession;
import io.tierwise.runtime.SessionSettings;
import io.tierwise.zoo.Zoo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/// What the quantizer makes of real networks, trained ones and random ones of full size: how much faster they
/// run, what their answers lose, what quantizing costs in time and memory.
final class Quantizing implements Benchmark {

    private static final int ROUNDS = 5;
    private static final long BLOCK_NANOS = 800_000_000;
    private static final int SAMPLES = 100;
    private static final double MEGA = 1 << 20;

    private final Path home;
    private final Path shared;

    /// @param home the project
    /// @param shared trained networks and images, where they are
    Quantizing(Path home, Path shared) {
        this.home = home;
        this.shared = shared;
    }

    @Override
    public Duration limit() {
        return Duration.ofMinutes(40);
    }

    @Override
    public boolean isOnlyRunWhenNamed() {
        return true;
    }

    @Override
    public List<Row> run() throws IOException {
        try (Scratch scratch = Scratch.make()) {
            List<Row> rows = new ArrayList<>();
            for (QuantizedSubject subject : QuantizedSubject.trained(home, shared, scratch.folder())) {
                if (subject.isHere()) {
                    rows.add(row(subject, scratch.folder()));
                } else {
                    System.err.println("left out, not here: " + subject.name());
                }
            }
            for (RandomNetwork network : RandomNetwork.values()) {
                rows.add(row(network.subject(scratch.folder()), scratch.folder()));
            }
            rows.addAll(new QuantizeCost(command(Map.of()), scratch.folder()).rows());
            rows.add(new LargeWeights(command(LargeWeights.ENVIRONMENT), scratch.folder()).row());
            return rows;
        }
    }

    private QuantizeCall command(Map<String, String> environment) {
        return new QuantizeCall(home.resolve("tierwise"), environment);
    }

    private QuantizedModel row(QuantizedSubject subject, Path folder) throws IOException {
        System.err.println(subject.name());
        Path output = folder.resolve("quantized.onnx");
        QuantizeCall.Cost cost = command(Map.of()).run(subject.model(), output, subject.options(SAMPLES));
        Answers answers = new Answers.NotAsked();
        if (subject.answers().isPresent()) {
            QuantizedSubject.Bounds bounds = subject.answers().get();
            answers = new CrossFit(
                            subject.asking(),
                            subject.data().open(),
                            subject.quantize(),
                            subject.data().learnt())
                    .answers(Files.createTempDirectory(folder, "halves"), bounds.mostLost(), bounds.leastSame());
        }
        QuantizedModel found = new QuantizedModel(
                subject.name(),
                subject.quantize().text()
                        + (cost.scheme().equals(subject.quantize().scheme().text())
                                ? ""
                                : ", timed as " + cost.scheme()),
                speed(subject, output),
                subject.speedGoal(),
                answers,
                new Leftovers(cost.leftoverQuantize(), cost.leftoverDequantize()),
                subject.one(),
                cost.seconds(),
                cost.peakBytes());
        System.err.println("  " + found);
        return found;
    }

    /// Medians of runs on one thread, each model opened anew for each block, in turns.
    private static double speed(QuantizedSubject subject, Path quantized) {
        Map<String, Tensor> input =
                subject.asking().inputs(subject.data().open().get(0));
        List<Long> plain = new ArrayList<>();
        List<Long> changed = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            plain.addAll(block(subject.model(), input));
            changed.addAll(block(quantized, input));
        }
        return Comparison.median(plain) / Comparison.median(changed);
    }

    static List<Long> block(Path model, Map<String, Tensor> input) {
        try (ModelSession session = ModelSession.open(model, SessionSettings.fast(1))) {
            session.run(input);
            long once = nanos(session, input);
            int runs = Math.clamp(BLOCK_NANOS / Math.max(once, 1), 3, 200);
            return IntStream.range(0, runs).mapToObj(i -> nanos(session, input)).toList();
        }
    }

    static long nanos(ModelSession session, Map<String, Tensor> input) {
        long start = System.nanoTime();
        session.run(input);
        return System.nanoTime() - start;
    }

    static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%,.0f MB", bytes / MEGA);
    }

    /// The networks of random weights.
    private enum RandomNetwork {
        RESNET50(Zoo.RESNET50, 2.6, true, SAMPLES),
        MOBILENET_V2(Zoo.MOBILENET_V2, 1.7, true, SAMPLES),
        WIDE_RESNET101_2(Zoo.WIDE_RESNET101_2, QuantizedSubject.NOT_SLOWER, false, SAMPLES),
        RESNEXT101(Zoo.RESNEXT101_64X4D, QuantizedSubject.NOT_SLOWER, false, SAMPLES),
        FCN_RESNET101(Zoo.FCN_RESNET101, QuantizedSubject.NOT_SLOWER, false, 10);

        private final Zoo network;
        private final double leastSpeed;
        private final boolean one;
        private final int samples;

        RandomNetwork(Zoo network, double leastSpeed, boolean one, int samples) {
            this.network = network;
            this.leastSpeed = leastSpeed;
            this.one = one;
            this.samples = samples;
        }

        QuantizedSubject subject(Path folder) {
            Path model = network.write(folder, 1);
            Path data = NoiseFile.write(folder.resolve(network + ".npy"), samples, 3, network.side(), network.side());
            return QuantizedSubject.random(name(), model, data, leastSpeed, one, samples);
        }
    }
}
