package io.tierwise.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.type.TypeReference;

/// The quantizations of a study, each written down once however many strategies share it.
final class Quantizations {
    private static final String FACT = "quantizations";

    private final Map<QuantizationRecord, Set<String>> strategies = new LinkedHashMap<>();

    private Quantizations() {}

    /// Those that a journal holds.
    static Quantizations in(Journal journal) {
        Quantizations all = new Quantizations();
        read(journal)
                .forEach(record ->
                        all.strategies.put(record.withStrategies(List.of()), new LinkedHashSet<>(record.strategies())));
        return all;
    }

    static List<QuantizationRecord> read(Journal journal) {
        return journal.factFromJson(FACT, new TypeReference<List<QuantizationRecord>>() {})
                .orElse(List.of());
    }

    /// Adds a strategy's; a strategy that is there keeps what was found when the study began.
    void add(Crafted crafted) {
        if (strategies.values().stream().noneMatch(names -> names.contains(crafted.name()))) {
            crafted.quantizations()
                    .forEach(record -> strategies
                            .computeIfAbsent(record, key -> new LinkedHashSet<>())
                            .add(crafted.name()));
        }
    }

    void keepIn(Journal journal) {
        List<QuantizationRecord> records = new ArrayList<>();
        strategies.forEach((record, names) -> records.add(record.withStrategies(List.copyOf(names))));
        journal.factAsJson(FACT, records);
    }
}
