package io.tierwise.study;

import io.tierwise.deployment.Strategies;
import io.tierwise.deployment.Strategy;
import io.tierwise.deployment.StrategyException;
import io.tierwise.deployment.Topology;
import io.tierwise.operators.Operator;
import io.tierwise.operators.Operators;
import io.tierwise.operators.Partition;
import io.tierwise.study.StudyNode.Place;
import io.tierwise.study.StudyNode.Scalar;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Reads `strategies`, or makes them from `operators` and `span`.
final class StrategySection {
    static final int DEFAULT_SPAN = 3;
    private static final int MOST = 1000;

    private final Fields study;
    private final List<String> tiers;

    StrategySection(Fields study, List<String> tiers) {
        this.study = study;
        this.tiers = tiers;
    }

    /// What is compared, in order; what is wrong is reported.
    ///
    /// @param topology empty where tiers or links could not be read
    List<Strategy> read(Optional<Topology> topology) {
        if (!study.has("strategies")) {
            return crossed(topology);
        }
        for (String key : List.of("operators", "span")) {
            study.at(key)
                    .ifPresent(value -> study.faults()
                            .add(
                                    value,
                                    "'" + key + "' makes strategies, but 'strategies' lists them already; keep one"));
        }
        return listed();
    }

    private List<Strategy> listed() {
        Map<String, Integer> lines = new LinkedHashMap<>();
        List<Strategy> strategies = new ArrayList<>();
        for (StudyNode item : study.list("strategies")) {
            Optional<Scalar> text = study.scalar(item);
            Optional<Strategy> read = text.flatMap(this::strategy);
            read.ifPresent(strategy -> {
                Integer earlier =
                        lines.putIfAbsent(strategy.text(), item.place().line());
                if (earlier == null) {
                    strategies.add(strategy);
                } else {
                    study.faults().add(item, "strategy '" + strategy.text() + "' is already in line " + earlier);
                }
            });
        }
        return strategies;
    }

    /// The column of a fault in a strategy's text counts from where the text begins in the file.
    private Optional<Strategy> strategy(Scalar scalar) {
        try {
            return Optional.of(Strategy.parse(scalar.text(), tiers));
        } catch (StrategyException e) {
            Place at = scalar.textPlace();
            study.faults()
                    .add(
                            scalar,
                            new Place(at.line(), at.column() + Math.max(0, e.column() - 1)),
                            Fields.firstLine(e).replaceFirst(", column [0-9]+", ""));
            return Optional.empty();
        }
    }

    private List<Strategy> crossed(Optional<Topology> topology) {
        List<List<Operator>> compositions = study.has("operators") ? compositions() : Strategies.compositions();
        int span = study.count("span").orElse(DEFAULT_SPAN);
        if (topology.isEmpty() || span < 1 || compositions.isEmpty()) {
            return List.of();
        }
        StudyNode at = study.at("operators").orElse(study.node());
        double most = most(compositions, span);
        if (most > MOST) {
            study.faults()
                    .add(
                            at,
                            "these operators make up to "
                                    + BigDecimal.valueOf(most).toBigInteger()
                                    + " strategies; at most " + MOST
                                    + " are compared. Leave out operators or tiers, or lower the span");
            return List.of();
        }
        List<Strategy> strategies = Strategies.cross(compositions, topology.get(), span);
        if (strategies.isEmpty()) {
            study.faults()
                    .add(
                            at,
                            "these operators make no strategy on " + tiers.size()
                                    + (tiers.size() == 1 ? " tier" : " tiers") + " with span " + span
                                    + ": P needs two tiers and a span of two");
        }
        return strategies;
    }

    /// Counted before they are made, for their number grows with every choice of tiers there is.
    private double most(List<List<Operator>> compositions, int span) {
        double ways = 1;
        double cuts = 0;
        for (int count = 1; count <= Math.min(span, tiers.size()); count++) {
            ways = ways * (tiers.size() - count + 1) / count;
            cuts += count == 1 ? 0 : ways;
        }
        double all = 0;
        for (List<Operator> operators : compositions) {
            all += operators.stream().anyMatch(Partition.class::isInstance) ? cuts : tiers.size();
        }
        return all;
    }

    private List<List<Operator>> compositions() {
        Map<String, List<Operator>> compositions = new LinkedHashMap<>();
        for (StudyNode item : study.list("operators")) {
            study.scalar(item)
                    .flatMap(text -> study.attempt(text, () -> Operators.parseSequence(text.text())))
                    .ifPresent(operators -> {
                        String text = operators.stream().map(Operator::text).collect(Collectors.joining());
                        if (compositions.putIfAbsent(text, operators) != null) {
                            study.faults().add(item, "operators '" + text + "' are given twice");
                        }
                    });
        }
        return List.copyOf(compositions.values());
    }
}
