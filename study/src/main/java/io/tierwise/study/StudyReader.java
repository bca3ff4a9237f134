package io.tierwise.study;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.type.TypeReference;

/// Reads what a journal holds, finished or not.
public final class StudyReader {
    private StudyReader() {}

    /// Reads the study in a results folder; another process may still be writing it.
    ///
    /// @throws JournalException if there is none, or it ended before its first trial
    public static StudyRecord read(Path folder) {
        try (Journal journal = Journal.existing(folder)) {
            return read(journal);
        }
    }

    static StudyRecord read(Journal journal) {
        List<TierRecord> tiers = json(journal, "tiers", new TypeReference<>() {});
        return new StudyRecord(
                fact(journal, "title"),
                Instant.parse(fact(journal, "startedAt")),
                fact(journal, "task"),
                fact(journal, "source"),
                tiers,
                json(journal, "links", new TypeReference<>() {}),
                json(journal, "goals", new TypeReference<List<String>>() {}).stream()
                        .map(Goal::parse)
                        .toList(),
                Double.parseDouble(fact(journal, "worth")),
                Long.parseLong(fact(journal, "seed")),
                json(journal, "roles", new TypeReference<Map<String, Integer>>() {}),
                json(journal, "environment", new TypeReference<Map<String, String>>() {}),
                json(journal, "warnings", new TypeReference<>() {}),
                json(journal, "model", new TypeReference<>() {}),
                untouched(journal, tiers),
                strategies(journal, tiers),
                Quantizations.read(journal),
                journal.observations(),
                journal.openings(),
                journal.stops(),
                Additions.read(journal),
                journal.disturbances(),
                InputTravel.in(journal),
                ProfilePass.read(journal));
    }

    private static Map<String, Accuracy> untouched(Journal journal, List<TierRecord> tiers) {
        Map<String, Accuracy> untouched = new HashMap<>();
        journal.fact("untouched")
                .ifPresent(chain -> tiers.forEach(tier -> journal.accuracy(chain, tier.cpu())
                        .ifPresent(accuracy -> untouched.put(tier.cpu(), accuracy))));
        return untouched;
    }

    private static List<StrategyRecord> strategies(Journal journal, List<TierRecord> tiers) {
        List<StrategyRecord> strategies = new ArrayList<>();
        for (Journal.Described described : journal.strategies()) {
            StrategyDescription description = described.description();
            strategies.add(new StrategyRecord(
                    description.name(),
                    description.asked(),
                    description.operators(),
                    description.parts().stream()
                            .map(part -> withMemory(part, journal))
                            .toList(),
                    description.accounts(),
                    description.cuts(),
                    description.skipped(),
                    description.wireNanos(),
                    description.exits(),
                    described.outcome(),
                    accuracy(description, journal, tiers)));
        }
        return strategies;
    }

    private static PartRecord withMemory(PartRecord part, Journal journal) {
        long peak = journal.peakMemory(part.artefact()).orElse(-1L);
        return new PartRecord(part.tier(), part.artefact(), part.modelBytes(), part.parameters(), peak);
    }

    private static Optional<Accuracy> accuracy(
            StrategyDescription description, Journal journal, List<TierRecord> tiers) {
        if (description.parts().isEmpty()) {
            return Optional.empty();
        }
        String last = description.parts().getLast().tier();
        return tiers.stream()
                .filter(tier -> tier.name().equals(last))
                .findFirst()
                .flatMap(tier -> journal.accuracy(description.chain(), tier.cpu()));
    }

    private static String fact(Journal journal, String name) {
        return journal.fact(name).orElseThrow(() -> unfinished(name));
    }

    private static <T> T json(Journal journal, String name, TypeReference<T> type) {
        return journal.factFromJson(name, type).orElseThrow(() -> unfinished(name));
    }

    private static JournalException unfinished(String name) {
        return new JournalException("The study ended before its first trial (its " + name
                + " is not written yet). Run it again with --resume.");
    }
}
