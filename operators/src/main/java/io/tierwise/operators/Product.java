package io.tierwise.operators;

import io.tierwise.runtime.FittedCodec;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// What operators made of a model: parts in the order they run, and an account of each change.
///
/// @param parts of which several in a row may run in one place: between them a sample can leave
/// @param places for each part the place where it runs, from 0; they grow by one or stay
/// @param resolved the operators with every choice made, such as `P(relu_4)` where `P` was asked
/// @param resolvedPerPlace likewise the operators that applied in single places alone, a list for each place
/// @param codecs how tensors travel between places, by name; those it leaves out travel as they are
/// @param uncut the model before it was cut, for operators that go on from there
public record Product(
        List<Part> parts,
        List<Integer> places,
        List<Account> accounts,
        List<Operator> resolved,
        List<List<Operator>> resolvedPerPlace,
        Map<String, FittedCodec> codecs,
        Uncut uncut) {

    public Product {
        parts = List.copyOf(parts);
        places = List.copyOf(places);
        accounts = List.copyOf(accounts);
        resolved = List.copyOf(resolved);
        resolvedPerPlace = resolvedPerPlace.stream().map(List::copyOf).toList();
        codecs = Map.copyOf(codecs);
        if (parts.isEmpty() || places.size() != parts.size()) {
            throw new IllegalArgumentException(
                    "a product needs at least one part, each with a place: " + parts.size() + ", " + places);
        }
        if (resolvedPerPlace.size() != places.getLast() + 1) {
            throw new IllegalArgumentException(
                    (places.getLast() + 1) + " places have operators of their own for " + resolvedPerPlace.size());
        }
    }

    /// One model, nothing done to it yet.
    public static Product of(Uncut uncut) {
        return new Product(
                List.of(Part.whole(uncut.model())),
                List.of(0),
                List.of(),
                List.of(),
                List.of(List.of()),
                Map.of(),
                uncut);
    }

    /// The same with these in the place of its parts.
    Product withParts(List<Part> others) {
        return new Product(others, places, accounts, resolved, resolvedPerPlace, codecs, uncut);
    }

    /// The parts that run in a place.
    public List<Part> partsAt(int place) {
        return IntStream.range(0, parts.size())
                .filter(part -> places.get(part) == place)
                .mapToObj(parts::get)
                .toList();
    }

    /// The size of all parts together.
    public ModelSize size() {
        return ModelSize.of(parts);
    }
}
