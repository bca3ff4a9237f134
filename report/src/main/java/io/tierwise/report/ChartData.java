package io.tierwise.report;

import io.tierwise.advice.Advice;
import io.tierwise.advice.Standing;
import io.tierwise.study.Figure;
import io.tierwise.study.Goal;
import io.tierwise.study.StudyRecord;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What the page's script draws: aggregates only, never single trials.
final class ChartData {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private ChartData() {}

    static JsonNode of(StudyRecord study, Advice advice, ChainSection chain, Optional<LiveSection> live) {
        ObjectNode root = NODES.objectNode();
        ArrayNode points = root.putArray("points");
        for (Standing standing : advice.standings()) {
            if (standing.latency().isPresent() && standing.accuracy().isPresent()) {
                points.add(point(standing, advice));
            }
        }
        root.set("limits", limits(advice));
        ArrayNode placements = root.putArray("placements");
        chain.placements().forEach(placement -> placements.add(placement(placement)));
        ArrayNode bytes = root.putArray("bytes");
        chain.steps().forEach(step -> bytes.add(step.bytes()));
        root.put("source", study.source());
        live.ifPresent(section -> root.set("live", section.parts()));
        return root;
    }

    private static ObjectNode point(Standing standing, Advice advice) {
        Standing.Latency latency = standing.latency().orElseThrow();
        Standing.AccuracyDrop accuracy = standing.accuracy().orElseThrow();
        ObjectNode node = NODES.objectNode();
        node.put("name", standing.strategy().name());
        node.put("operators", standing.strategy().operators());
        node.put("kind", standing.onFront() ? "on the front" : "behind the front");
        node.put("role", role(standing, advice));
        node.put("front", standing.onFront());
        node.put("rank", Words.rank(standing, advice));
        node.put("millis", latency.p50().millis());
        if (latency.p50().needed() == 0) {
            node.put("low", latency.p50().low());
            node.put("high", latency.p50().high());
        }
        node.put("accuracy", accuracy.value());
        node.put("p50Words", Digits.millis(latency.p50().millis()) + " [" + Digits.support(latency.p50()) + "]");
        node.put("p95Words", Digits.millis(latency.p95().millis()) + " [" + Digits.support(latency.p95()) + "]");
        node.put(
                "accuracyWords",
                Digits.share(accuracy.value()) + " [" + Digits.shareInterval(accuracy.low(), accuracy.high()) + "]");
        node.put("dropWords", Digits.points(accuracy.drop()));
        node.put("bytesWords", Digits.bytes(standing.bytesPerTrial()));
        return node;
    }

    private static String role(Standing standing, Advice advice) {
        return switch (StandingsSection.kind(standing, advice)) {
            case "best" -> Words.status(advice.decision()).startsWith("Rec") ? "recommended" : "leading";
            case "equal" -> "equal to it";
            case "misses" -> "misses a goal";
            default -> "other";
        };
    }

    /// The goals that are lines of the picture: a bound on p50, and bounds on accuracy or its drop.
    private static ObjectNode limits(Advice advice) {
        ObjectNode node = NODES.objectNode();
        for (Goal goal : advice.goals()) {
            if (goal instanceof Goal.Constraint(Figure figure, double limit)) {
                if (figure == Figure.P50) {
                    node.put("millis", limit / 1e6);
                } else if (figure == Figure.ACCURACY) {
                    node.put("accuracy", limit);
                } else if (figure == Figure.DROP) {
                    advice.standings().stream()
                            .flatMap(standing -> standing.accuracy().stream())
                            .findFirst()
                            .ifPresent(accuracy -> node.put("accuracy", accuracy.value() + accuracy.drop() - limit));
                }
            }
        }
        return node;
    }

    private static ObjectNode placement(ChainSection.Placement placement) {
        ObjectNode node = NODES.objectNode();
        node.put("strategy", placement.strategy());
        ArrayNode parts = node.putArray("parts");
        placement.parts().forEach(parts::add);
        ArrayNode cuts = node.putArray("cuts");
        placement.cuts().forEach(cut -> cuts.add(cut.intValue()));
        ArrayNode skipped = node.putArray("skipped");
        placement.skipped().forEach(step -> skipped.add(step.intValue()));
        ObjectNode exits = node.putObject("exits");
        placement.exits().forEach((step, words) -> exits.put(String.valueOf(step), words));
        node.put("elsewhere", placement.elsewhere());
        return node;
    }
}
