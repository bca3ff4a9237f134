package io.tierwise.study;

import io.tierwise.data.DidYouMean;
import io.tierwise.study.StudyNode.Mapping;
import io.tierwise.study.StudyNode.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads `goals`.
final class GoalSection {
    /// What is made small where a study names nothing.
    static final Goal DEFAULT_OBJECTIVE = new Goal.Objective(Figure.P50);

    private final Fields study;
    private final List<String> tiers;

    GoalSection(Fields study, List<String> tiers) {
        this.study = study;
        this.tiers = tiers;
    }

    /// The goals in order, an objective among them; what is wrong is reported.
    List<Goal> read() {
        List<Goal> goals = new ArrayList<>();
        for (StudyNode item : study.list("goals")) {
            text(item)
                    .flatMap(text -> study.attempt(item, () -> Goal.parse(text)))
                    .filter(goal -> fits(goal, goals, item))
                    .ifPresent(goals::add);
        }
        if (goals.stream().noneMatch(Goal.Objective.class::isInstance)) {
            goals.addFirst(DEFAULT_OBJECTIVE);
        }
        return goals;
    }

    /// YAML reads an unquoted `keep-raw-on: mobile` as a key and a value.
    private Optional<String> text(StudyNode item) {
        if (!(item instanceof Mapping mapping)) {
            return study.scalar(item).map(Scalar::text);
        }
        Fields fields = new Fields(mapping, study.faults());
        return List.of("minimize", "keep-raw-on").stream()
                .filter(fields::has)
                .findFirst()
                .flatMap(key -> fields.text(key).map(value -> key + ": " + value));
    }

    private boolean fits(Goal goal, List<Goal> earlier, StudyNode item) {
        String fault = switch (goal) {
            case Goal.KeepRaw(String tier)
            when !tiers.contains(tier) ->
                "keep-raw-on names the unknown tier '" + tier + "': " + DidYouMean.sentence(tier, tiers);
            case Goal.Objective objective
            when earlier.stream().anyMatch(Goal.Objective.class::isInstance) ->
                "a second objective '" + objective.toText() + "'; one figure is minimized, others are bounded,"
                        + " like 'p95<=50ms'";
            case Goal.KeepRaw keepRaw -> "";
            case Goal.Objective objective -> "";
            case Goal.Constraint constraint -> "";
        };
        if (!fault.isEmpty()) {
            study.faults().add(item, fault);
        }
        return fault.isEmpty();
    }
}
