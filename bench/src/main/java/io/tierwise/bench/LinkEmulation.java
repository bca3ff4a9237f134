package io.tierwise.bench;

import io.tierwise.agent.TrialReport;
import io.tierwise.data.Sample;
import io.tierwise.deployment.Link;
import io.tierwise.deployment.Tier;
import io.tierwise.deployment.Topology;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How close a shaped link comes to the rate it stands for: time on the wire of 1 MB against its bits over the rate.
final class LinkEmulation implements Benchmark {

    private static final List<Integer> MEGABITS = List.of(10, 50, 100, 200);
    private static final Duration SPACING = Duration.ofMillis(5);
    private static final int FLOATS = 250_000;
    private static final int ROUNDS = 5;
    private static final int BLOCK = 3;

    @Override
    public List<Comparison> run() throws IOException {
        Sample small = Rig.zeros("small", 16);
        Sample large = Rig.zeros("large", FLOATS);
        Map<Integer, List<TrialReport>> reports = new LinkedHashMap<>();
        try (Rig rig = Rig.start(star())) {
            rig.samples(small, large);
            var model = rig.write(Models.largest());
            for (int rate : MEGABITS) {
                rig.deploy(model, tier(rate));
                rig.warmUp(tier(rate), small.id());
                rig.trials(tier(rate), large.id(), 1, Duration.ZERO);
                reports.put(rate, new ArrayList<>());
            }
            for (int round = 0; round < ROUNDS; round++) {
                reports.forEach((rate, all) -> all.addAll(rig.trials(tier(rate), large.id(), BLOCK, SPACING)));
            }
        }
        return reports.entrySet().stream()
                .map(entry -> comparison(entry.getKey(), entry.getValue()))
                .toList();
    }

    /// A source with one other tier at each rate.
    private static Topology star() {
        List<Tier> tiers = new ArrayList<>(List.of(Tier.local("source", 1)));
        List<Link> links = new ArrayList<>();
        for (int rate : MEGABITS) {
            tiers.add(Tier.local(tier(rate), 1));
            links.add(Link.Direct.of("source", tier(rate), bitsPerSecond(rate), Duration.ZERO));
        }
        return new Topology(tiers, links, "source");
    }

    private static Comparison comparison(int rate, List<TrialReport> reports) {
        List<Long> wire =
                reports.stream().map(report -> report.phases().wireNanos()).toList();
        long bytes = reports.getFirst().links().getFirst().bytes();
        double idealNanos = bytes * 8 * 1e9 / bitsPerSecond(rate);
        return new Comparison(
                "link of " + rate + " Mbit/s: wire",
                Comparison.median(wire),
                "ideal for its " + bytes + " bytes",
                idealNanos,
                new Goal.Within(0.02));
    }

    private static String tier(int megabits) {
        return "at" + megabits;
    }

    private static long bitsPerSecond(int megabits) {
        return megabits * 1_000_000L;
    }
}
