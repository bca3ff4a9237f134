package io.tierwise.report;

import io.tierwise.advice.Forecaster;
import io.tierwise.advice.LiveForecast;
import io.tierwise.study.Figure;
import io.tierwise.study.Goal;
import io.tierwise.study.StudyRecord;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The answer for other links and tiers: the page's script puts forecasts together from their parts.
///
/// @param words what the figures stand on
/// @param parts of the forecasts, for the script
record LiveSection(String words, JsonNode parts) {
    private static final int MOST_CELLS = 3000;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /// Empty where a study holds nothing to forecast from.
    static Optional<LiveSection> of(StudyRecord study) {
        // Without goals: the page judges accuracy by its own slider.
        return Forecaster.ifAny(study, List.of()).map(forecaster -> {
            LiveForecast live = forecaster.live(MOST_CELLS);
            ObjectNode parts = json(live);
            study.goals().forEach(goal -> {
                if (goal instanceof Goal.Constraint(Figure figure, double limit) && figure == Figure.DROP) {
                    parts.put("drop", limit);
                }
            });
            return new LiveSection(words(forecaster, live), parts);
        });
    }

    private static String words(Forecaster forecaster, LiveForecast live) {
        String precision = live.factor().isPresent()
                ? "Nine in ten forecasts are expected in their intervals, half of which go at most a factor of "
                        + Digits.ratio(live.factor().getAsDouble()).replace("x", "")
                        + " up and down; judged by leaving out each of those in turn."
                : "How far forecasts are off is not known: nine strategies must have run.";
        return Digits.count(live.cells().size()) + " strategies, " + forecaster.measured() + " of which ran. "
                + precision + " Forecasts are of the median; measure a winner before you rely on it."
                + (live.left() == 0
                        ? ""
                        : " " + Digits.count(live.left()) + " others, slower here or everywhere, are left out.")
                + (forecaster.outside().isEmpty()
                        ? ""
                        : " Not forecast, though they ran, since samples leave them early or a part is changed after the"
                                + " cut: " + Digits.count(forecaster.outside().size()) + ", see the standings.");
    }

    private static ObjectNode json(LiveForecast live) {
        ObjectNode root = NODES.objectNode();
        ArrayNode tiers = root.putArray("tiers");
        live.tiers()
                .forEach(tier -> tiers.addObject()
                        .put("name", tier.name())
                        .put("cpu", tier.cpu())
                        .put("emulated", tier.emulated()));
        ArrayNode links = root.putArray("links");
        live.links().forEach(link -> {
            ObjectNode node = links.addObject().put("name", link.name()).put("rtt", link.roundTripNanos());
            link.bitsPerSecond().ifPresent(rate -> node.put("rate", rate));
        });
        root.put("source", live.source()).put("sourceNanos", live.sourceNanos());
        ArrayNode cells = root.putArray("cells");
        live.cells().forEach(cell -> cells.add(json(cell)));
        return root;
    }

    private static ObjectNode json(LiveForecast.LiveCell cell) {
        ObjectNode node = NODES.objectNode()
                .put("name", cell.strategy())
                .put("measured", cell.measured())
                .put("fixed", Math.rint(cell.constantNanos()))
                .put("moved", Math.rint(cell.movedNanos()));
        cell.factor().ifPresent(factor -> node.put("factor", factor));
        cell.drop().ifPresent(drop -> node.put("drop", drop));
        ArrayNode tiers = node.putArray("tiers");
        cell.tiers().forEach(tiers::add);
        ArrayNode work = node.putArray("work");
        cell.workNanos().forEach(nanos -> work.add(Math.rint(nanos)));
        ArrayNode ways = node.putArray("ways");
        for (LiveForecast.LiveWay way : cell.ways()) {
            ArrayNode links = ways.addObject().put("bytes", way.bytes()).putArray("links");
            way.links().forEach(links::add);
        }
        return node;
    }
}
