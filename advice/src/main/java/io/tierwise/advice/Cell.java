package io.tierwise.advice;

import io.tierwise.deployment.Place;
import io.tierwise.deployment.Strategy;
import io.tierwise.operators.Operator;
import io.tierwise.operators.Operators;
import io.tierwise.operators.Partition;
import io.tierwise.runtime.Codec;
import io.tierwise.study.ProfiledModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/// A strategy that could be run: a timed model, cut at some of its places, each part on a tier.
///
/// @param model as it is before it is cut
/// @param cuts in order; one fewer than the tiers
/// @param codecs how what crosses each cut travels
/// @param tiers of the parts, in order
record Cell(ProfiledModel model, List<ProfiledModel.Place> cuts, List<Codec> codecs, List<String> tiers) {

    Cell {
        cuts = List.copyOf(cuts);
        codecs = List.copyOf(codecs);
        tiers = List.copyOf(tiers);
        if (tiers.size() != cuts.size() + 1 || codecs.size() != cuts.size()) {
            throw new IllegalArgumentException(cuts.size() + " cuts make no parts for " + tiers);
        }
    }

    /// Models are told apart by what was done to them, places by their names: all that is known of them is much.
    @Override
    public boolean equals(Object other) {
        return other instanceof Cell cell
                && model.operators().equals(cell.model.operators())
                && places().equals(cell.places())
                && codecs.equals(cell.codecs)
                && tiers.equals(cell.tiers);
    }

    @Override
    public int hashCode() {
        return Objects.hash(model.operators(), places(), codecs, tiers);
    }

    private List<String> places() {
        return cuts.stream().map(ProfiledModel.Place::name).toList();
    }

    /// Whether a model can be cut so: what crosses each place can travel in the codec.
    static boolean isPossible(List<ProfiledModel.Place> cuts, Codec codec) {
        return codec.isAsIs() || cuts.stream().allMatch(cut -> cut.in(codec).isPresent());
    }

    /// What a measured strategy is in these terms; empty where it is not among the models and places timed.
    static Optional<Cell> of(String name, List<ProfiledModel> models) {
        Strategy strategy = Strategy.parse(name);
        if (strategy.places().stream().anyMatch(place -> !place.operators().isEmpty())) {
            return Optional.empty();
        }
        List<Operator> before = new ArrayList<>(strategy.operators());
        Optional<Partition> partition = before.isEmpty() || !(before.getLast() instanceof Partition last)
                ? Optional.empty()
                : Optional.of(last);
        partition.ifPresent(before::remove);
        String operators = before.isEmpty() ? "I" : text(before);
        return models.stream()
                .filter(model -> model.operators().equals(operators))
                .findFirst()
                .flatMap(model -> cut(model, partition, strategy.tiers()));
    }

    private static Optional<Cell> cut(ProfiledModel model, Optional<Partition> partition, List<String> tiers) {
        if (partition.isEmpty()) {
            return tiers.size() == 1 ? Optional.of(new Cell(model, List.of(), List.of(), tiers)) : Optional.empty();
        }
        List<ProfiledModel.Place> cuts = new ArrayList<>();
        for (String name : partition.get().tensors()) {
            model.places().stream()
                    .filter(place -> place.name().equals(name))
                    .findFirst()
                    .ifPresent(cuts::add);
        }
        List<Codec> codecs = IntStream.range(0, cuts.size())
                .mapToObj(partition.get()::codecAt)
                .toList();
        boolean travels =
                IntStream.range(0, cuts.size()).allMatch(cut -> isPossible(List.of(cuts.get(cut)), codecs.get(cut)));
        return cuts.size() == tiers.size() - 1 && travels
                ? Optional.of(new Cell(model, cuts, codecs, tiers))
                : Optional.empty();
    }

    private static String text(List<Operator> operators) {
        return String.join("", operators.stream().map(Operator::text).toList());
    }

    /// The strategy's name.
    String name() {
        List<Operator> operators = new ArrayList<>();
        if (!model.operators().equals("I") || cuts.isEmpty()) {
            operators.addAll(Operators.parseSequence(model.operators()));
        }
        if (!cuts.isEmpty()) {
            operators.add(new Partition(
                    Partition.Rule.NAMED,
                    cuts.stream().map(ProfiledModel.Place::name).toList(),
                    codecs));
        }
        return new Strategy(operators, tiers.stream().map(Place::on).toList()).text();
    }

    int parts() {
        return tiers.size();
    }

    /// Time of a part on a whole core, as it was timed, in nanoseconds.
    double partNanos(int part) {
        double from = part == 0 ? 0 : cuts.get(part - 1).headNanos();
        double to = part == cuts.size() ? model.nanos() : cuts.get(part).headNanos();
        return to - from;
    }

    /// Bytes of a part's weights.
    double partWeightBytes(int part) {
        double from = part == 0 ? 0 : cuts.get(part - 1).headWeightBytes();
        double to = part == cuts.size() ? model.weightBytes() : cuts.get(part).headWeightBytes();
        return to - from;
    }

    /// Bytes that cross a cut as tensors.
    double tensorBytes(int cut) {
        return cuts.get(cut).bytes();
    }

    /// Bytes that travel over a cut.
    double wireBytes(int cut) {
        return coding(cut).bytes();
    }

    /// Time to write what crosses a cut, on a whole core, in nanoseconds; 0 where it travels as it is.
    double encodeNanos(int cut) {
        return coding(cut).encodeNanos();
    }

    /// Time to read it.
    double decodeNanos(int cut) {
        return coding(cut).decodeNanos();
    }

    private ProfiledModel.Coding coding(int cut) {
        Codec codec = codecs.get(cut);
        return codec.isAsIs()
                ? new ProfiledModel.Coding(codec.text(), cuts.get(cut).bytes(), 0, 0)
                : cuts.get(cut)
                        .in(codec)
                        .orElseThrow(
                                () -> new IllegalStateException(cuts.get(cut).name() + " does not travel as " + codec));
    }
}
