package io.tierwise.deployment;

import io.tierwise.data.DidYouMean;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// Named tiers and links with round numbers. Whatever rests on them is modelled: they are for a first
/// look, and a measured device or link replaces them.
public final class Presets {

    private static final long MBIT = 1_000_000;
    private static final long GIB = 1L << 30;

    /// A row of the tiers' table: cores, threads, memory in GiB.
    ///
    /// The study's tiers have 4, 8 and 16 cores (arXiv 2403.17154); a machine that plays all three
    /// cannot give so many, so what is kept is their ratio: 1 to 2 to 4.
    private enum TierRow {
        STUDY_MOBILE("study-mobile", 0.25, 1, 4),
        STUDY_EDGE("study-edge", 0.5, 1, 16),
        STUDY_CLOUD("study-cloud", 1, 1, 64),
        PHONE("phone", 0.25, 1, 1),
        GATEWAY("gateway", 0.5, 1, 4),
        SERVER("server", 2, 2, 16);

        private final String preset;
        private final double cpu;
        private final int threads;
        private final long gibibytes;

        TierRow(String preset, double cpu, int threads, long gibibytes) {
            this.preset = preset;
            this.cpu = cpu;
            this.threads = threads;
            this.gibibytes = gibibytes;
        }
    }

    /// A row of the links' table: Mbit/s from the device, Mbit/s to it, round trip and jitter in milliseconds.
    private enum LinkRow {
        ETHERNET("ethernet", 1000, 1000, 1, 0),
        WIFI("wifi", 100, 100, 4, 2),
        FIVE_G("5g", 60, 300, 15, 5),
        FOUR_G("4g", 10, 40, 45, 15),
        STUDY_MOBILE_EDGE("study-mobile-edge", 200, 200, 0, 0),
        STUDY_EDGE_CLOUD("study-edge-cloud", 1, 1, 0, 0);

        private final String preset;
        private final long upMbit;
        private final long downMbit;
        private final long roundTripMillis;
        private final long jitterMillis;

        LinkRow(String preset, long upMbit, long downMbit, long roundTripMillis, long jitterMillis) {
            this.preset = preset;
            this.upMbit = upMbit;
            this.downMbit = downMbit;
            this.roundTripMillis = roundTripMillis;
            this.jitterMillis = jitterMillis;
        }
    }

    private Presets() {}

    /// Names of the tiers: `study-mobile`, `phone` and so on.
    public static List<String> tierNames() {
        return Arrays.stream(TierRow.values()).map(row -> row.preset).toList();
    }

    /// Names of the links: `wifi`, `4g` and so on.
    public static List<String> linkNames() {
        return Arrays.stream(LinkRow.values()).map(row -> row.preset).toList();
    }

    /// A local tier with a preset's numbers.
    ///
    /// @throws TopologyException when no tier has that preset name
    public static Tier tier(String preset, String name) {
        TierRow row = Arrays.stream(TierRow.values())
                .filter(r -> r.preset.equals(preset))
                .findFirst()
                .orElseThrow(() -> unknown("tier", preset, tierNames()));
        return new Tier(
                name,
                OptionalDouble.of(row.cpu),
                row.threads,
                OptionalLong.of(row.gibibytes * GIB),
                new Address.Local(),
                Optional.of(preset));
    }

    /// A link with a preset's numbers, `from` being the end nearer to the device.
    ///
    /// @throws TopologyException when no link has that preset name
    public static Link.Direct link(String preset, String from, String to) {
        LinkRow row = Arrays.stream(LinkRow.values())
                .filter(r -> r.preset.equals(preset))
                .findFirst()
                .orElseThrow(() -> unknown("link", preset, linkNames()));
        return new Link.Direct(
                from,
                to,
                OptionalLong.of(row.upMbit * MBIT),
                OptionalLong.of(row.downMbit * MBIT),
                Duration.ofMillis(row.roundTripMillis),
                Duration.ofMillis(row.jitterMillis),
                Optional.of(preset));
    }

    private static TopologyException unknown(String what, String preset, List<String> known) {
        return new TopologyException(
                "unknown " + what + " preset '" + preset + "'; " + DidYouMean.sentence(preset, known));
    }
}
