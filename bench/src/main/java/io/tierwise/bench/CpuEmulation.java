package io.tierwise.bench;

import io.tierwise.agent.StageReport;
import io.tierwise.agent.TrialReport;
import io.tierwise.data.Sample;
import io.tierwise.data.Tensor;
import io.tierwise.deployment.Tier;
import io.tierwise.deployment.Topology;
import io.tierwise.runtime.ModelSession;
import io.tierwise.runtime.SessionSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// How close a tier of a quarter of a core comes to being four times slower, for short runs and long
/// ones.
///
/// Held against the runs' own CPU time, the figure says how exactly runs are held; against the CPU time
/// of the same work on a tier that is not slowed, it says too whether the emulation costs CPU itself.
final class CpuEmulation implements Benchmark {

    private static final double SHARE = 0.25;
    private static final int PROBE_ROWS = 64;
    private static final int MOST_ROWS = 4000;

    /// @param name what the row says
    /// @param cpuNanos CPU time a run is to use, about
    private record Size(String name, long cpuNanos, int rounds, int block, Duration spacing) {}

    private static final List<Size> SIZES = List.of(
            new Size("about 0.4 ms", 400_000, 8, 25, Duration.ofMillis(20)),
            new Size("about 20 ms", 20_000_000, 8, 5, Duration.ofMillis(100)));

    @Override
    public List<Comparison> run() throws IOException {
        Tier whole = Tier.local("whole", 1);
        Tier quarter = Tier.local("quarter", 1).withCpu(SHARE);
        try (Rig rig = Rig.start(Topology.unshaped(List.of(whole, quarter)))) {
            Path model = rig.write(Models.convolutions());
            List<Sample> samples = samples(rowNanos(model));
            rig.samples(samples.toArray(Sample[]::new));
            for (Tier tier : List.of(whole, quarter)) {
                rig.deploy(model, tier.name());
                rig.warmUp(tier.name(), samples.getFirst().id());
            }
            List<Comparison> comparisons = new ArrayList<>();
            for (int i = 0; i < SIZES.size(); i++) {
                comparisons.addAll(compare(rig, SIZES.get(i), samples.get(i).id()));
            }
            return comparisons;
        }
    }

    private static List<Comparison> compare(Rig rig, Size size, String sample) {
        List<Long> held = new ArrayList<>();
        List<Long> ownCpu = new ArrayList<>();
        List<Long> freeCpu = new ArrayList<>();
        rig.trials("quarter", sample, 2, Duration.ZERO);
        rig.trials("whole", sample, 2, Duration.ZERO);
        for (int round = 0; round < size.rounds(); round++) {
            for (TrialReport report : rig.trials("quarter", sample, size.block(), size.spacing())) {
                held.add(report.phases().runNanos());
                ownCpu.add(stage(report).cpuNanos());
            }
            rig.trials("whole", sample, size.block(), size.spacing())
                    .forEach(report -> freeCpu.add(stage(report).cpuNanos()));
        }
        String what = "run at 0.25 core, " + size.name();
        Goal goal = new Goal.Within(0.05);
        double run = Comparison.median(held);
        return List.of(
                new Comparison(what, run, "its own CPU time / 0.25", Comparison.median(ownCpu) / SHARE, goal),
                new Comparison(what, run, "CPU time at a whole core / 0.25", Comparison.median(freeCpu) / SHARE, goal));
    }

    private static StageReport stage(TrialReport report) {
        return report.stages().getFirst();
    }

    /// Inputs as high as the sizes need.
    private static List<Sample> samples(double rowNanos) {
        return SIZES.stream()
                .map(size -> {
                    long rows = Math.clamp(Math.round(size.cpuNanos() / rowNanos), 1, MOST_ROWS);
                    return Rig.zeros(size.name(), Models.CHANNELS, rows, Models.WIDTH);
                })
                .toList();
    }

    /// What one row of the input takes here, in nanoseconds.
    private static double rowNanos(Path model) {
        Tensor input = Tensor.ofFloats(
                new float[Models.CHANNELS * PROBE_ROWS * Models.WIDTH], 1, Models.CHANNELS, PROBE_ROWS, Models.WIDTH);
        try (ModelSession session = ModelSession.open(model, SessionSettings.fast(1))) {
            Map<String, Tensor> inputs = Map.of("x", input);
            List<Long> nanos = Pace.repeat(50, Duration.ofMillis(5), () -> {
                long start = System.nanoTime();
                session.run(inputs);
                return System.nanoTime() - start;
            });
            return Comparison.median(nanos) / PROBE_ROWS;
        }
    }
}
