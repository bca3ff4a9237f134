package io.tierwise.bench;

import io.tierwise.agent.TrialReport;
import io.tierwise.data.Encoded;
import io.tierwise.data.Label;
import io.tierwise.data.Preprocessing;
import io.tierwise.data.Sample;
import io.tierwise.data.Tensor;
import io.tierwise.deployment.Tier;
import io.tierwise.deployment.Topology;
import io.tierwise.runtime.ModelSession;
import io.tierwise.runtime.SessionSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.LongSupplier;

/// What the harness adds to the demo's classifier, nothing emulated: a trial's total without the run
/// against a bare echo of the same bytes, and the run against the same session in this process.
///
/// The classifier runs at the source, where nothing crosses a socket, and one unshaped hop away, where
/// input and answer do.
final class Overhead implements Benchmark {

    private static final Duration SPACING = Duration.ofMillis(20);
    private static final int SIDE = 28;
    private static final int INPUT_BYTES = SIDE * SIDE * Float.BYTES;
    private static final int ROUNDS = 12;
    private static final int BLOCK = 25;
    private static final Preprocessing STEPS = Preprocessing.parse("scale=1/255,mean=0.2860,std=0.3530,color=gray");

    private final Path model;
    private final List<Long> besidesRun = new ArrayList<>();
    private final List<Long> besidesRunOfHop = new ArrayList<>();
    private final List<Long> run = new ArrayList<>();
    private final List<Long> inProcess = new ArrayList<>();
    private final List<Long> echo = new ArrayList<>();

    Overhead(Path model) {
        this.model = model;
    }

    @Override
    public List<Comparison> run() throws IOException {
        Topology topology = Topology.unshaped(List.of(Tier.local("source", 1), Tier.local("other", 1)));
        Sample sample = image();
        try (Rig rig = Rig.start(topology);
                NioEcho nio = NioEcho.start(INPUT_BYTES, INPUT_BYTES);
                ModelSession session = ModelSession.open(model, SessionSettings.fast(1))) {
            rig.preprocessing(STEPS);
            rig.samples(sample);
            LongSupplier direct = running(session, STEPS.apply(sample.input()));
            LongSupplier bare = echoing(nio);
            for (String tier : topology.names()) {
                rig.deploy(model, tier);
                rig.warmUp(tier, sample.id());
            }
            Pace.repeat(Rig.WARM_UP, Duration.ZERO, direct);
            Pace.repeat(Rig.WARM_UP, Duration.ZERO, bare);
            for (int round = 0; round < ROUNDS; round++) {
                takeTurns(rig, sample.id());
                inProcess.addAll(Pace.repeat(BLOCK, SPACING, direct));
                echo.addAll(Pace.repeat(BLOCK, SPACING, bare));
            }
        }
        return comparisons();
    }

    private void takeTurns(Rig rig, String sample) {
        for (TrialReport report : rig.trials("source", sample, BLOCK, SPACING)) {
            besidesRun.add(report.totalNanos() - report.phases().runNanos());
            run.add(report.phases().runNanos());
        }
        for (TrialReport report : rig.trials("other", sample, BLOCK, SPACING)) {
            besidesRunOfHop.add(report.totalNanos() - report.phases().runNanos());
        }
    }

    private List<Comparison> comparisons() {
        double bare = Comparison.median(echo);
        String against = "NIO echo of the input's 3,136 bytes";
        Goal twice = new Goal.AtMost(2);
        return List.of(
                new Comparison(
                        "overhead at the source: total - run", Comparison.median(besidesRun), against, bare, twice),
                new Comparison(
                        "overhead one hop away: total - run", Comparison.median(besidesRunOfHop), against, bare, twice),
                new Comparison(
                        "overhead at the source: run",
                        Comparison.median(run),
                        "the same session in this process",
                        Comparison.median(inProcess),
                        new Goal.Within(0.1)));
    }

    private static Sample image() {
        byte[] pixels = new byte[SIDE * SIDE];
        new Random(1).nextBytes(pixels);
        return new Sample("image", new Encoded.Pixels(pixels, SIDE, SIDE, 1), new Label.None());
    }

    /// Runs with the answer's memory used again, as agents do.
    private static LongSupplier running(ModelSession session, Tensor input) {
        Map<String, Tensor> inputs = Map.of(session.inputs().getFirst().name(), input);
        Map<String, Tensor> answer = session.run(inputs);
        return () -> {
            long start = System.nanoTime();
            session.runInto(inputs, answer);
            return System.nanoTime() - start;
        };
    }

    private static LongSupplier echoing(NioEcho nio) {
        ByteBuffer message = ByteBuffer.allocateDirect(INPUT_BYTES);
        ByteBuffer reply = ByteBuffer.allocateDirect(INPUT_BYTES);
        return () -> nio.roundTripNanos(message, reply);
    }
}
