package io.tierwise.study;

import io.tierwise.deployment.Strategy;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.type.TypeReference;

/// Makes strategies that join a study while it runs, and takes what is known of the others before their first
/// trial: memory and answers.
final class Additions {
    private static final String FACT = "additions";

    private final Journal journal;
    private final Crafting crafting;
    private final Workshop workshop;
    private final Preliminaries preliminaries;
    private final Progress progress;

    Additions(Journal journal, Crafting crafting, Workshop workshop, Preliminaries preliminaries, Progress progress) {
        this.journal = journal;
        this.crafting = crafting;
        this.workshop = workshop;
        this.preliminaries = preliminaries;
        this.progress = progress;
    }

    /// What is taken of strategies apart from the timed trials.
    interface Preliminaries {
        void take(List<Crafted> strategies);
    }

    static List<Addition> read(Journal journal) {
        return journal.factFromJson(FACT, new TypeReference<List<Addition>>() {})
                .orElse(List.of());
    }

    /// Makes strategies; what cannot be made is journalled as failed and not among those returned.
    List<Crafted> make(List<Addition> wanted) {
        List<Addition> all = new ArrayList<>(read(journal));
        all.addAll(wanted);
        journal.factAsJson(FACT, all);
        wanted.forEach(addition -> progress.note(
                addition.strategy() + " joins in round " + (addition.round() + 1) + ". " + addition.reason()));
        List<Crafted> made = crafting.craft(
                workshop,
                wanted.stream().map(Addition::strategy).map(Strategy::parse).toList());
        preliminaries.take(made);
        return made;
    }
}
