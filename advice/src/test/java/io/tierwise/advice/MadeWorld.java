package io.tierwise.advice;

import io.tierwise.data.InputForm;
import io.tierwise.deployment.Topology;
import io.tierwise.study.Groundwork;
import io.tierwise.study.Groundwork.LinkShape;
import io.tierwise.study.Groundwork.TierShape;
import io.tierwise.study.ProfiledModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/// Three tiers, two models of six places, and a law by which every strategy takes its time: what forecasts have to
/// find out.
final class MadeWorld {
    private static final double MILLI = 1e6;

    static final Groundwork GROUNDWORK = new Groundwork(
            List.of(tier("mobile", 0.25), tier("edge", 0.5), tier("cloud", 1)),
            List.of(
                    link("mobile", "edge", 200_000_000, 4 * MILLI),
                    link("edge", "cloud", 20_000_000, 20 * MILLI),
                    new LinkShape(
                            "mobile", "cloud", OptionalLong.empty(), OptionalLong.empty(), 0, 0, Optional.of("edge"))),
            3_136,
            Optional.empty(),
            40,
            List.of(model("I", 4 * MILLI, 40_000), model("Q(u8s8)", 1.5 * MILLI, 10_000)));

    /// What a sample's preparation takes on a whole core in [#encoded()].
    private static final double PREPARING = 0.4 * MILLI;

    private MadeWorld() {}

    /// The same world where inputs travel encoded: less of them does, and the first part's tier prepares them.
    static Groundwork encoded() {
        return new Groundwork(
                GROUNDWORK.tiers(),
                GROUNDWORK.links(),
                700,
                Optional.of(InputForm.ENCODED),
                GROUNDWORK.answerBytes(),
                GROUNDWORK.models());
    }

    private static TierShape tier(String name, double cpu) {
        return new TierShape(name, OptionalDouble.of(cpu), 1, OptionalLong.of(64 << 20), Optional.empty());
    }

    private static LinkShape link(String from, String to, long bitsPerSecond, double roundTripNanos) {
        OptionalLong rate = OptionalLong.of(bitsPerSecond);
        return new LinkShape(from, to, rate, rate, (long) roundTripNanos, 0, Optional.empty());
    }

    /// Six places in a row, whose tensors become smaller.
    private static ProfiledModel model(String operators, double nanos, long firstBytes) {
        List<ProfiledModel.Place> places = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            List<Integer> after = IntStream.range(i + 1, 6).boxed().toList();
            long bytes = firstBytes >> i;
            places.add(new ProfiledModel.Place(
                    "cut" + i, bytes, nanos * (i + 1) / 7, 1000L * (i + 1), after, codings(operators, bytes)));
        }
        return new ProfiledModel(operators, nanos, 7000, places);
    }

    /// Packing takes 2 ns a byte; floats become bytes for 0.5 ns each.
    private static List<ProfiledModel.Coding> codings(String operators, long bytes) {
        List<ProfiledModel.Coding> codings = new ArrayList<>();
        codings.add(new ProfiledModel.Coding("fp32-zstd", 0.5 * bytes, 2.0 * bytes, 1.0 * bytes));
        if (operators.equals("I")) {
            codings.add(new ProfiledModel.Coding("u8", 0.25 * bytes, 0.5 * bytes, 0.5 * bytes));
        }
        return codings;
    }

    /// The law: codecs take as long as they were timed; int8 runs 1.6 times as long as it was timed, float32 1.2 times;
    /// each part takes 0.05 ms more; a
    /// request takes 0.2 ms, and 0.1 ms for each link crossed.
    static double millis(String strategy, Topology topology) {
        return millis(strategy, topology, GROUNDWORK);
    }

    static double millis(String strategy, Topology topology, Groundwork groundwork) {
        Cell cell = Cell.of(strategy, GROUNDWORK.models()).orElseThrow();
        Placement placement = Placement.of(cell.tiers(), topology);
        double pace = strategy.startsWith("Q") ? 1.6 : 1.2;
        double nanos = 0.2 * MILLI + new ForecastTerms(groundwork).wireNanos(cell, placement);
        nanos += groundwork.isPreparedAtFirstPart()
                ? PREPARING * placement.slowness().getFirst()
                : 0;
        for (int part = 0; part < cell.parts(); part++) {
            nanos += placement.slowness().get(part) * (0.05 * MILLI + pace * cell.partNanos(part));
        }
        for (int cut = 0; cut < cell.parts() - 1; cut++) {
            nanos += placement.slowness().get(cut) * cell.encodeNanos(cut)
                    + placement.slowness().get(cut + 1) * cell.decodeNanos(cut);
        }
        for (Way way : placement.ways()) {
            nanos += 0.1 * MILLI * way.links();
        }
        return nanos / MILLI;
    }

    /// A study in which these strategies were measured.
    ///
    /// @param noise spread of a trial, as a share of its time
    static MadeStudy study(double noise, String... strategies) {
        return study(GROUNDWORK, noise, strategies);
    }

    static MadeStudy study(Groundwork groundwork, double noise, String... strategies) {
        MadeStudy study = new MadeStudy(40).groundwork(groundwork);
        for (String strategy : strategies) {
            double accuracy = strategy.startsWith("Q") ? 0.915 : 0.92;
            study.with(
                    strategy,
                    MadeStudy.Traits.of(millis(strategy, GROUNDWORK.topology("mobile"), groundwork))
                            .noise(noise)
                            .accuracy(accuracy)
                            .memory(3 << 20));
        }
        return study;
    }
}
