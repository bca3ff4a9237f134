package io.tierwise.study;

import io.tierwise.deployment.Strategy;
import io.tierwise.operators.OperatorException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.type.TypeReference;

/// Makes the files of every strategy of a study and writes down what was chosen for it.
final class Crafting {
    /// The fact that holds, for strategies that turned out to be another one, what they became.
    private static final String SAME = "same";

    private final Journal journal;
    private final Progress progress;
    private final Map<String, StrategyDescription> earlier = new LinkedHashMap<>();
    private final Map<String, String> same;
    private final Map<String, Crafted> crafted = new LinkedHashMap<>();
    private int position;

    Crafting(Journal journal, Progress progress) {
        this.journal = journal;
        this.progress = progress;
        journal.strategies().forEach(known -> earlier.put(known.description().asked(), known.description()));
        this.same = new LinkedHashMap<>(journal.factFromJson(SAME, new TypeReference<Map<String, String>>() {})
                .orElse(Map.of()));
    }

    /// Makes strategies; one that cannot be made is reported as failed, and the study goes on.
    ///
    /// @return those made now; what turned out to be a strategy made before is not among them
    List<Crafted> craft(Workshop workshop, List<Strategy> strategies) {
        progress.begin(
                "Making " + strategies.size() + (strategies.size() == 1 ? " strategy" : " strategies"),
                strategies.size());
        Quantizations quantizations = Quantizations.in(journal);
        int before = crafted.size();
        for (Strategy asked : strategies) {
            try {
                add(asked, workshop.craft(asResolved(asked), asked));
            } catch (OperatorException e) {
                fail(asked, e);
            }
            progress.advance(asked.text());
        }
        crafted.values().forEach(quantizations::add);
        quantizations.keepIn(journal);
        progress.end();
        return crafted.values().stream().skip(before).toList();
    }

    private void add(Strategy strategy, Crafted made) {
        Crafted described = Optional.ofNullable(earlier.get(strategy.text()))
                .map(made::asDescribed)
                .orElse(made);
        if (crafted.putIfAbsent(made.name(), described) == null) {
            journal.strategy(position++, described.description());
        } else {
            same.put(strategy.text(), made.description().resolved());
            journal.factAsJson(SAME, same);
            progress.note(strategy.text() + " is the same as " + made.name() + ": measured once.");
        }
    }

    private void fail(Strategy strategy, OperatorException e) {
        var description = new StrategyDescription(
                strategy.text(),
                strategy.text(),
                strategy.text(),
                strategy.letters(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                0,
                Optional.empty());
        journal.strategy(position++, description);
        journal.outcome(strategy.text(), new Outcome.Failed("", String.valueOf(e.getMessage())));
        progress.note(strategy.text() + " cannot be made: " + e.getMessage());
    }

    /// A resumed study keeps the cuts and schemes it chose when it began, even if times now say otherwise.
    private Strategy asResolved(Strategy asked) {
        return Optional.ofNullable(earlier.get(asked.text()))
                .map(StrategyDescription::resolved)
                .or(() -> Optional.ofNullable(same.get(asked.text())))
                .map(Strategy::parse)
                .orElse(asked);
    }
}
