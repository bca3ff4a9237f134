package io.tierwise.bench;

import io.tierwise.agent.Phases;
import io.tierwise.agent.TrialReport;
import io.tierwise.data.Sample;
import io.tierwise.deployment.Tier;
import io.tierwise.deployment.Topology;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/// What it costs to bring a tensor of 3.2 MB from one agent to another over an unshaped link, against
/// the same bytes one way through bare NIO with direct buffers.
final class HopCost implements Benchmark {

    private static final Duration SPACING = Duration.ofMillis(8);
    private static final int FLOATS = 800_000;
    private static final int ROUNDS = 12;
    private static final int BLOCK = 50;

    @Override
    public List<Comparison> run() throws IOException {
        Topology topology = Topology.unshaped(List.of(Tier.local("from", 1), Tier.local("to", 1)));
        Sample sample = Rig.zeros("tensor", FLOATS);
        List<Long> hop = new ArrayList<>();
        List<Long> bare = new ArrayList<>();
        try (Rig rig = Rig.start(topology);
                NioEcho nio = NioEcho.start(FLOATS * Float.BYTES, Long.BYTES)) {
            rig.samples(sample);
            rig.deploy(rig.write(Models.largest()), "to");
            rig.warmUp("to", sample.id());
            LongSupplier sending = sending(nio);
            Pace.repeat(Rig.WARM_UP, Duration.ZERO, sending);
            for (int round = 0; round < ROUNDS; round++) {
                rig.trials("to", sample.id(), BLOCK, SPACING).forEach(report -> hop.add(hopNanos(report)));
                bare.addAll(Pace.repeat(BLOCK, SPACING, sending));
            }
        }
        return List.of(new Comparison(
                "hop of 3.2 MB: encode + wire + decode",
                Comparison.median(hop),
                "bare NIO one way, the same bytes",
                Comparison.median(bare),
                new Goal.AtMost(1.4)));
    }

    private static long hopNanos(TrialReport report) {
        Phases phases = report.phases();
        return phases.encodeNanos() + phases.wireNanos() + phases.decodeNanos();
    }

    private static LongSupplier sending(NioEcho nio) {
        ByteBuffer message = ByteBuffer.allocateDirect(FLOATS * Float.BYTES);
        ByteBuffer reply = ByteBuffer.allocateDirect(Long.BYTES);
        return () -> nio.oneWayNanos(message, reply);
    }
}
