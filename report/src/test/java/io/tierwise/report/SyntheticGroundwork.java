package io.tierwise.report;

import io.tierwise.data.InputForm;
import io.tierwise.study.Groundwork;
import io.tierwise.study.Groundwork.LinkShape;
import io.tierwise.study.Groundwork.TierShape;
import io.tierwise.study.ProfiledModel;
import io.tierwise.study.ProfiledModel.Place;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// What forecasts of the synthetic study stand on: made up, too.
final class SyntheticGroundwork {
    private SyntheticGroundwork() {}

    static Groundwork made() {
        return new Groundwork(
                List.of(tier("mobile", 0.25), tier("edge", 0.5), tier("cloud", 1)),
                List.of(link("mobile", "edge", 50_000_000, 8_000_000), link("edge", "cloud", 100_000_000, 30_000_000)),
                12_544,
                Optional.of(InputForm.TENSOR),
                40,
                Stream.of("I", "Q", "E", "QE", "EQ")
                        .map(SyntheticGroundwork::model)
                        .toList());
    }

    private static TierShape tier(String name, double cpu) {
        return new TierShape(name, OptionalDouble.of(cpu), 1, OptionalLong.empty(), Optional.empty());
    }

    private static LinkShape link(String from, String to, long rate, long roundTripNanos) {
        return new LinkShape(
                from, to, OptionalLong.of(rate), OptionalLong.of(rate), roundTripNanos, 0, Optional.empty());
    }

    private static ProfiledModel model(String operators) {
        double nanos = operators.contains("Q") ? 400_000 : 1_000_000;
        List<Place> places = List.of(
                new Place("layer2.1/relu", 50_176, 0.4 * nanos, 100_000, List.of(1, 2), List.of()),
                new Place("layer3.0/relu", 25_088, 0.6 * nanos, 300_000, List.of(2), List.of()),
                new Place("layer3.1/relu", 25_088, 0.8 * nanos, 600_000, List.of(), List.of()));
        return new ProfiledModel(operators, nanos, 1_000_000, places);
    }
}
