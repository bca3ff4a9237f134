package io.tierwise.study;

import io.tierwise.data.DataException;
import io.tierwise.study.StudyNode.Entry;
import io.tierwise.study.StudyNode.Mapping;
import io.tierwise.study.StudyNode.Scalar;
import io.tierwise.study.StudyNode.Sequence;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// The values under the keys of a mapping. One of the wrong kind becomes a fault and counts as absent,
/// so that reading goes on and finds the rest.
final class Fields {
    private final Mapping mapping;
    private final Faults faults;

    Fields(Mapping mapping, Faults faults) {
        this.mapping = mapping;
        this.faults = faults;
    }

    /// The mapping itself, as a place for faults of several keys.
    Mapping node() {
        return mapping;
    }

    Faults faults() {
        return faults;
    }

    Set<String> keys() {
        return mapping.entries().keySet();
    }

    boolean has(String key) {
        return mapping.entries().containsKey(key);
    }

    /// Whatever stands under a key.
    Optional<StudyNode> at(String key) {
        return Optional.ofNullable(mapping.entries().get(key)).map(Entry::value).filter(value -> {
            boolean nothing = value instanceof Scalar scalar && scalar.kind() == Scalar.Kind.NOTHING;
            if (nothing) {
                faults.add(value, "'" + key + "' has no value; give one or leave the key out");
            }
            return !nothing;
        });
    }

    Optional<Fields> mapping(String key) {
        return at(key).flatMap(this::mapping);
    }

    /// The keys of a value that is known to be there.
    Optional<Fields> mapping(StudyNode value) {
        if (value instanceof Mapping found) {
            return Optional.of(new Fields(found, faults));
        }
        faults.add(value, "expected keys and values, found " + value.words());
        return Optional.empty();
    }

    /// Items of a list; empty where there is none.
    List<StudyNode> list(String key) {
        return at(key).map(value -> {
                    if (value instanceof Sequence sequence) {
                        return sequence.items();
                    }
                    faults.add(value, "expected a list such as [a, b], found " + value.words());
                    return List.<StudyNode>of();
                })
                .orElse(List.of());
    }

    /// A text or a number as it was written.
    Optional<Scalar> scalar(String key) {
        return at(key).flatMap(this::scalar);
    }

    Optional<Scalar> scalar(StudyNode value) {
        if (value instanceof Scalar scalar
                && scalar.kind() != Scalar.Kind.NOTHING
                && scalar.kind() != Scalar.Kind.TRUTH) {
            return Optional.of(scalar);
        }
        faults.add(value, "expected a text or a number, found " + value.words());
        return Optional.empty();
    }

    Optional<String> text(String key) {
        return scalar(key).map(Scalar::text);
    }

    /// A quantity in its kind's unit.
    Optional<Double> quantity(String key, Units units) {
        return scalar(key).flatMap(found -> attempt(found, () -> units.read(found.text())));
    }

    /// A quantity in whole nanoseconds, bytes or bits per second.
    Optional<Long> whole(String key, Units units) {
        return scalar(key).flatMap(found -> attempt(found, () -> units.readWhole(found.text())));
    }

    Optional<Integer> count(String key) {
        return scalar(key)
                .flatMap(found -> attempt(found, () -> {
                    if (!found.text().matches("[-+]?[0-9]{1,9}")) {
                        throw new UnitException("'" + key + "' is a whole number, found " + found.words());
                    }
                    return Integer.parseInt(found.text());
                }));
    }

    /// What `reading` gives; where it refuses, its message becomes a fault of `at`.
    <T> Optional<T> attempt(StudyNode at, Supplier<T> reading) {
        try {
            return Optional.of(reading.get());
        } catch (IllegalArgumentException | DataException | GoalException e) {
            faults.add(at, firstLine(e));
            return Optional.empty();
        }
    }

    static String firstLine(RuntimeException e) {
        String message = String.valueOf(e.getMessage());
        return message.lines().findFirst().orElse(message);
    }
}
