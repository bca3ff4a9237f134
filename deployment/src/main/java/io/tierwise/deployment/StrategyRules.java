package io.tierwise.deployment;

import io.tierwise.operators.EarlyExit;
import io.tierwise.operators.Identity;
import io.tierwise.operators.Operator;
import io.tierwise.operators.Partition;
import io.tierwise.operators.Quantize;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What makes operators and places a strategy.
final class StrategyRules {

    /// A rule broken.
    ///
    /// @param at which element is at fault: operators are counted first, then each place followed by
    ///     its own
    record Fault(int at, String message) {}

    private StrategyRules() {}

    /// The first rule broken, or empty.
    static Optional<Fault> check(List<Operator> operators, List<Place> places) {
        return operators(operators)
                .or(() -> partsAndPlaces(operators, places))
                .or(() -> neighbours(operators, places))
                .or(() -> ofParts(operators, places));
    }

    private static Optional<Fault> operators(List<Operator> operators) {
        if (operators.isEmpty()) {
            return fault(0, "expected operators such as I, Q, E, P or QEP before '@'");
        }
        for (int i = 0; i < operators.size(); i++) {
            Operator operator = operators.get(i);
            if (letters(operators.subList(0, i)).contains(operator.letter())) {
                return fault(i, "operator " + operator.letter() + " is applied twice");
            }
            if (operator instanceof Identity && operators.size() > 1) {
                return fault(i, "I leaves the model as it is and stands alone; leave it out beside others");
            }
        }
        return Optional.empty();
    }

    private static Optional<Fault> partsAndPlaces(List<Operator> operators, List<Place> places) {
        int afterOperators = operators.size();
        if (places.isEmpty()) {
            return fault(afterOperators, "expected at least one tier after '@'");
        }
        Optional<Partition> partition = operators.stream()
                .filter(Partition.class::isInstance)
                .map(Partition.class::cast)
                .findFirst();
        if (partition.isEmpty()) {
            return places.size() == 1
                    ? Optional.empty()
                    : fault(
                            startOfPlace(operators, places, 1),
                            "parts on " + places.size() + " tiers need the operator P, as in P@"
                                    + String.join(
                                            "+",
                                            places.stream().map(Place::tier).toList()));
        }
        if (places.size() < 2) {
            return fault(
                    afterOperators,
                    "P makes two parts or more and needs a tier for each, as in P@mobile+edge; found "
                            + places.getFirst().tier() + " alone");
        }
        int cuts = partition.get().tensors().size();
        return cuts == 0 || cuts == places.size() - 1
                ? Optional.empty()
                : fault(
                        operators.indexOf(partition.get()),
                        "P names " + cuts + (cuts == 1 ? " cut" : " cuts") + ", which makes " + (cuts + 1)
                                + " parts; found " + places.size() + " tiers");
    }

    private static Optional<Fault> neighbours(List<Operator> operators, List<Place> places) {
        for (int i = 1; i < places.size(); i++) {
            if (places.get(i).tier().equals(places.get(i - 1).tier())) {
                return fault(
                        startOfPlace(operators, places, i),
                        "two parts in a row on " + places.get(i).tier() + " are one part; leave out the cut between");
            }
        }
        return Optional.empty();
    }

    private static Optional<Fault> ofParts(List<Operator> operators, List<Place> places) {
        for (int i = 0; i < places.size(); i++) {
            List<Operator> own = places.get(i).operators();
            for (int j = 0; j < own.size(); j++) {
                List<Operator> before = new ArrayList<>(operators);
                before.addAll(own.subList(0, j));
                Optional<String> fault = ofPart(own.get(j), before, places.size());
                if (fault.isPresent()) {
                    return fault(startOfPlace(operators, places, i) + 1 + j, fault.get());
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> ofPart(Operator operator, List<Operator> before, int places) {
        if (places == 1) {
            return Optional.of("with one tier operators stand before '@', as in " + operator.letter() + "@tier");
        }
        if (letters(before).contains(operator.letter())) {
            return Optional.of("operator " + operator.letter() + " was already applied to this part");
        }
        return switch (operator) {
            case Identity identity -> Optional.of("I changes nothing; leave it out");
            case Partition partition -> Optional.of("a part is not cut again; name more tiers after '@' instead");
            case Quantize quantize -> Optional.empty();
            case EarlyExit exit -> Optional.empty();
        };
    }

    private static int startOfPlace(List<Operator> operators, List<Place> places, int index) {
        return operators.size()
                + places.subList(0, index).stream()
                        .mapToInt(place -> 1 + place.operators().size())
                        .sum();
    }

    private static List<Character> letters(List<Operator> operators) {
        return operators.stream().map(Operator::letter).toList();
    }

    private static Optional<Fault> fault(int at, String message) {
        return Optional.of(new Fault(at, message));
    }
}
