package io.tierwise.advice;

import java.util.List;
import java.util.Optional;

/// One side of a comparison: what was measured there, of whatever kind it is.
///
/// @param name as the user named it
/// @param inNanos whether its times are nanoseconds; else they are in a unit that only its author knows
/// @param subjects what was measured, in its own order
/// @param control the name of the untouched model where inputs arise; empty if it was not measured
/// @param facts what it stands on; empty where nothing is recorded
/// @param notes what a reader must know of it
public record GateSide(
        String name,
        boolean inNanos,
        List<GateSubject> subjects,
        Optional<String> control,
        List<GateFact> facts,
        List<String> notes) {
    public GateSide {
        subjects = List.copyOf(subjects);
        facts = List.copyOf(facts);
        notes = List.copyOf(notes);
    }

    /// What was measured here under the name of another side's subject: the same with every choice
    /// made, else what was asked for alike.
    Optional<GateSubject> like(GateSubject other) {
        String name = GateSubject.matched(other.name());
        String asked = GateSubject.matched(other.asked());
        return subjects.stream()
                .filter(own -> GateSubject.matched(own.name()).equals(name))
                .findFirst()
                .or(() -> subjects.stream()
                        .filter(own -> GateSubject.matched(own.asked()).equals(asked))
                        .findFirst());
    }

    Optional<GateFact> fact(String wanted) {
        return facts.stream().filter(fact -> fact.name().equals(wanted)).findFirst();
    }
}
