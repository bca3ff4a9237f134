package io.tierwise.advice;

import io.tierwise.data.ElementType;
import io.tierwise.deployment.Place;
import io.tierwise.deployment.Strategy;
import io.tierwise.operators.Operator;
import io.tierwise.operators.Operators;
import io.tierwise.operators.Partition;
import io.tierwise.operators.Quantize;
import io.tierwise.runtime.Codec;
import io.tierwise.study.ProfiledModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// A strategy that could be run: a timed model, cut at some of its places, each part on a tier.
///
/// @param model as it is before it is cut
/// @param cuts in order; one fewer than the tiers
/// @param codec how what crosses travels
/// @param tiers of the parts, in order
record Cell(ProfiledModel model, List<ProfiledModel.Place> cuts, Codec codec, List<String> tiers) {

    Cell {
        cuts = List.copyOf(cuts);
        tiers = List.copyOf(tiers);
        if (tiers.size() != cuts.size() + 1) {
            throw new IllegalArgumentException(cuts.size() + " cuts make no parts for " + tiers);
        }
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
            return tiers.size() == 1 ? Optional.of(new Cell(model, List.of(), Codec.AS_IS, tiers)) : Optional.empty();
        }
        List<ProfiledModel.Place> cuts = new ArrayList<>();
        for (String name : partition.get().tensors()) {
            model.places().stream()
                    .filter(place -> place.name().equals(name))
                    .findFirst()
                    .ifPresent(cuts::add);
        }
        boolean oneCodec = partition.get().codecs().stream().distinct().count() == 1;
        return cuts.size() == tiers.size() - 1 && oneCodec
                ? Optional.of(new Cell(model, cuts, partition.get().codecAt(0), tiers))
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
                    Collections.nCopies(cuts.size(), codec)));
        }
        return new Strategy(operators, tiers.stream().map(Place::on).toList()).text();
    }

    /// Whether its tensors are bytes already, so that no codec makes numbers of fewer of them.
    static boolean isOfBytes(ProfiledModel model) {
        return Operators.parseSequence(model.operators()).stream().anyMatch(Quantize.class::isInstance);
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

    /// Bytes that travel over a cut, before they are packed.
    double wireBytes(int cut) {
        ElementType type = isOfBytes(model) ? ElementType.UINT8 : ElementType.FLOAT;
        return codec.unpackedBytes(type, cuts.get(cut).bytes());
    }
}
