package io.tierwise.advice;

import io.tierwise.study.PartRecord;
import io.tierwise.study.StrategyRecord;
import io.tierwise.study.StudyRecord;
import java.util.List;
import java.util.Optional;

/// A study that was carried out again, held against the first time.
///
/// @param times strategy by strategy; better counts as a difference as much as worse
/// @param recommendation whether the answer is the same
/// @param recommended in a sentence, both answers
/// @param artefacts model files that both times made
/// @param otherArtefacts strategies whose model files are not the same bytes
public record Replay(
        GateResult times, GateVerdict recommendation, String recommended, int artefacts, List<String> otherArtefacts) {
    public Replay {
        otherArtefacts = List.copyOf(otherArtefacts);
    }

    /// Holds a study's second time against its first.
    public static Replay of(StudySide first, StudySide second, GateRequest request) {
        Decision before = decide(first.record());
        Decision after = decide(second.record());
        List<StrategyRecord> strategies = first.record().strategies();
        return new Replay(
                new Gate(first.side(), second.side(), request, false).judge(),
                same(before, after),
                sentence(before, after),
                (int) strategies.stream()
                        .flatMap(strategy -> artefacts(strategy).stream())
                        .distinct()
                        .count(),
                strategies.stream()
                        .filter(strategy -> like(strategy, second.record())
                                .filter(other -> !artefacts(other).equals(artefacts(strategy)))
                                .isPresent())
                        .map(StrategyRecord::name)
                        .toList());
    }

    /// Passed where it is the same within the tolerance, failed where it differs beyond doubt.
    public GateVerdict verdict() {
        return times.verdict().and(recommendation);
    }

    private static Decision decide(StudyRecord record) {
        return new Advisor(record.goals(), record.worth()).advise(record).decision();
    }

    private static Optional<StrategyRecord> like(StrategyRecord strategy, StudyRecord record) {
        return record.strategies().stream()
                .filter(other -> other.name().equals(strategy.name()))
                .findFirst();
    }

    private static List<String> artefacts(StrategyRecord strategy) {
        return strategy.parts().stream().map(PartRecord::artefact).toList();
    }

    /// Equals are chosen among by figures that chance moves: each among the other's equals is the same.
    private static GateVerdict same(Decision before, Decision after) {
        if (before instanceof Decision.Undecided || after instanceof Decision.Undecided) {
            return GateVerdict.INCONCLUSIVE;
        }
        boolean chosen = before instanceof Decision.Chosen;
        if (chosen != after instanceof Decision.Chosen) {
            return GateVerdict.FAILED;
        }
        boolean same = !chosen || among(name(before), after) || among(name(after), before);
        return same ? GateVerdict.PASSED : GateVerdict.FAILED;
    }

    private static boolean among(String name, Decision decision) {
        return name.equals(name(decision))
                || (decision instanceof Decision.Chosen(String strategy, List<String> equal) && equal.contains(name));
    }

    private static String name(Decision decision) {
        return switch (decision) {
            case Decision.Chosen chosen -> chosen.strategy();
            case Decision.Undecided undecided -> undecided.leading();
            case Decision.Infeasible infeasible -> infeasible.nearest();
        };
    }

    private static String sentence(Decision before, Decision after) {
        String then = words(before);
        String now = words(after);
        return then.equals(now) ? "The same as before: " + then + "." : "Before: " + then + ". Now: " + now + ".";
    }

    private static String words(Decision decision) {
        return switch (decision) {
            case Decision.Chosen chosen ->
                "use " + chosen.strategy()
                        + (chosen.equals().isEmpty() ? "" : " (equal: " + Phrases.list(chosen.equals()) + ")");
            case Decision.Undecided undecided -> "undecided, first is " + undecided.leading();
            case Decision.Infeasible infeasible -> "nothing keeps the goals: " + infeasible.miss();
        };
    }
}
