package io.tierwise.report;

import io.tierwise.advice.Advice;
import io.tierwise.advice.Decision;
import io.tierwise.advice.Headline;
import io.tierwise.advice.Standing;
import io.tierwise.advice.Standing.Percentile;
import io.tierwise.advice.Sustained;
import io.tierwise.study.Addition;
import io.tierwise.study.Goal;
import io.tierwise.study.InputTravel;
import io.tierwise.study.Stop;
import io.tierwise.study.StudyRecord;
import io.tierwise.study.TierRecord;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `advice.json`: the answer for programs.
///
/// Names carry their unit: `...Millis`, `...Bytes`; shares and drops are in [0, 1]; numbers keep every
/// digit; what was not taken is `null`.
///
/// | field | is |
/// |---|---|
/// | `format` | 1; grows when a field changes its meaning |
/// | `title`, `task`, `source`, `seed`, `worth`, `startedAt` | of the study |
/// | `conditions` | what every latency stands for |
/// | `decision` | `kind` (`chosen`, `undecided`, `infeasible`), `strategy`, `equals` (also those still open), `miss` |
/// | `sentence`, `goals`, `caveats` | the answer in words |
/// | `headline`, `runnerUp` | confirmed figures, or `null` |
/// | `sustained` | the choice running on: `firstMillis`, `lastMillis`, `ratio`, `low`, `high`, `verdict`; or `null` |
/// | `friedman` | `strategies`, `rounds`, `statistic`, `p`, or `null` |
/// | `tiers` | `name`, `standing`, `emulated`, `limits`; `agent`: its address where it is elsewhere |
/// | `inputs` | how inputs travel to a first part away from the source: `form` (`tensor`, `uint8`, `encoded`),
/// `meanBytes` in it; or `null` |
/// | `standings` | one object a strategy in the order of the answer; `rank` 0 has no latency |
/// | `stops` | why strategies were not measured on: `strategy`, `afterRounds`, `kind`, `reason` |
/// | `additions` | strategies that nobody asked for: `strategy`, `afterRounds`, `reason` |
public final class AdviceJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private AdviceJson() {}

    public static String text(StudyRecord study, Advice advice) {
        ObjectNode root = NODES.objectNode();
        root.put("format", 1);
        root.put("title", study.title());
        root.put("task", study.task());
        root.put("source", study.source());
        root.put("seed", study.seed());
        root.put("worth", advice.worth());
        root.put("startedAt", study.startedAt().toString());
        root.put("conditions", Words.CONDITIONS);
        root.set("decision", decision(advice.decision()));
        root.put("sentence", advice.sentence());
        root.set("goals", texts(advice.goals().stream().map(Goal::toText).toList()));
        root.set("caveats", texts(advice.caveats()));
        root.set(
                "headline",
                advice.headline().<JsonNode>map(AdviceJson::headline).orElse(NODES.nullNode()));
        root.set(
                "runnerUp",
                advice.runnerUp().<JsonNode>map(AdviceJson::headline).orElse(NODES.nullNode()));
        root.set(
                "sustained",
                advice.sustained().<JsonNode>map(AdviceJson::sustained).orElse(NODES.nullNode()));
        root.set(
                "friedman",
                advice.friedman().<JsonNode>map(AdviceJson::friedman).orElse(NODES.nullNode()));
        root.set("tiers", tiers(study));
        root.set("inputs", study.inputs().<JsonNode>map(AdviceJson::inputs).orElse(NODES.nullNode()));
        ArrayNode standings = root.putArray("standings");
        advice.standings().forEach(standing -> standings.add(standing(standing)));
        root.set("quantizations", QuantizationJson.of(study));
        ArrayNode stops = root.putArray("stops");
        study.stops().forEach(stop -> stops.add(stop(stop)));
        ArrayNode additions = root.putArray("additions");
        study.additions().forEach(addition -> additions.add(addition(addition)));
        return JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    }

    private static ObjectNode stop(Stop stop) {
        ObjectNode node = NODES.objectNode();
        node.put("strategy", stop.strategy());
        node.put("afterRounds", stop.round());
        node.put("kind", stop.kind().name().toLowerCase(Locale.ROOT));
        node.put("reason", stop.reason());
        return node;
    }

    private static ObjectNode addition(Addition addition) {
        ObjectNode node = NODES.objectNode();
        node.put("strategy", addition.strategy());
        node.put("afterRounds", addition.round());
        node.put("reason", addition.reason());
        return node;
    }

    private static ObjectNode inputs(InputTravel travel) {
        ObjectNode node = NODES.objectNode();
        node.put("form", travel.form().word());
        node.put("meanBytes", travel.sizes().mean());
        return node;
    }

    private static ObjectNode decision(Decision decision) {
        ObjectNode node = NODES.objectNode();
        node.put(
                "kind",
                switch (decision) {
                    case Decision.Chosen _ -> "chosen";
                    case Decision.Undecided _ -> "undecided";
                    case Decision.Infeasible _ -> "infeasible";
                });
        node.put("strategy", Words.subject(decision));
        node.set("equals", texts(Words.peers(decision)));
        node.set(
                "miss",
                decision instanceof Decision.Infeasible infeasible
                        ? NODES.stringNode(infeasible.miss())
                        : NODES.nullNode());
        return node;
    }

    private static ObjectNode headline(Headline headline) {
        ObjectNode node = NODES.objectNode();
        node.put("strategy", headline.strategy());
        node.put("processes", headline.processes());
        node.put("freshProcesses", headline.fresh());
        node.put("trials", headline.trials());
        number(node, "p50Millis", headline.p50Millis());
        number(node, "p50LowMillis", headline.p50Low());
        number(node, "p50HighMillis", headline.p50High());
        number(node, "p95Millis", headline.p95Millis());
        number(node, "fastestProcessMillis", headline.fastestProcessMillis());
        number(node, "slowestProcessMillis", headline.slowestProcessMillis());
        number(node, "accuracy", headline.accuracy());
        number(node, "accuracyLow", headline.accuracyLow());
        number(node, "accuracyHigh", headline.accuracyHigh());
        number(node, "drop", headline.drop());
        return node;
    }

    private static ObjectNode sustained(Sustained sustained) {
        ObjectNode node = NODES.objectNode();
        node.put("strategy", sustained.strategy());
        node.put("seconds", sustained.seconds());
        node.put("trials", sustained.trials());
        number(node, "firstMillis", sustained.firstMillis());
        number(node, "lastMillis", sustained.lastMillis());
        number(node, "ratio", sustained.ratio());
        number(node, "low", sustained.low());
        number(node, "high", sustained.high());
        node.put("verdict", Words.verdict(sustained.verdict()));
        return node;
    }

    private static ObjectNode friedman(Advice.FriedmanSummary summary) {
        ObjectNode node = NODES.objectNode();
        node.put("strategies", summary.strategies());
        node.put("rounds", summary.rounds());
        number(node, "statistic", summary.statistic());
        number(node, "p", summary.p());
        return node;
    }

    private static ArrayNode tiers(StudyRecord study) {
        ArrayNode nodes = NODES.arrayNode();
        for (TierRecord tier : study.tiers()) {
            ObjectNode node = nodes.addObject();
            node.put("name", tier.name());
            node.put("standing", tier.standing());
            node.put("emulated", tier.emulated());
            node.set("limits", texts(tier.limits()));
            tier.elsewhere().ifPresent(address -> node.put("agent", address));
        }
        return nodes;
    }

    private static ObjectNode standing(Standing standing) {
        ObjectNode node = NODES.objectNode();
        node.put("strategy", standing.strategy().name());
        node.put("asked", standing.strategy().asked());
        node.put("rank", standing.rank());
        node.set("tiers", texts(standing.strategy().tiers()));
        node.set("cuts", texts(standing.strategy().cuts()));
        node.set("skipped", texts(standing.strategy().skipped()));
        standing.latency().ifPresent(latency -> {
            node.put("samples", latency.samples());
            node.put("trials", latency.trials());
            number(node, "meanMillis", latency.meanMillis());
            node.set("p50", percentile(latency.p50()));
            node.set("p95", percentile(latency.p95()));
            node.set("p99", percentile(latency.p99()));
            node.put("bytesPerTrial", standing.bytesPerTrial());
            node.put("dominating", Words.phase(standing.dominating()));
            node.set("phaseMillis", phases(standing));
        });
        standing.accuracy().ifPresent(accuracy -> node.set("accuracy", accuracy(accuracy)));
        standing.againstBest().ifPresent(contrast -> node.set("againstBest", contrast(contrast)));
        node.put("peakMemoryBytes", standing.strategy().peakMemoryBytes());
        node.put("onFront", standing.onFront());
        node.put("verdict", standing.verdict());
        node.set("misses", texts(standing.misses()));
        node.put("reason", standing.reason());
        Words.failure(standing.strategy()).ifPresent(reason -> node.put("failure", reason));
        return node;
    }

    private static ObjectNode percentile(Percentile percentile) {
        ObjectNode node = NODES.objectNode();
        number(node, "millis", percentile.millis());
        number(node, "lowMillis", percentile.low());
        number(node, "highMillis", percentile.high());
        node.put("needed", percentile.needed());
        return node;
    }

    private static ObjectNode phases(Standing standing) {
        ObjectNode node = NODES.objectNode();
        PhaseMillis.of(standing).forEach((phase, millis) -> number(node, Words.phase(phase), millis));
        return node;
    }

    private static ObjectNode accuracy(Standing.AccuracyDrop accuracy) {
        ObjectNode node = NODES.objectNode();
        node.put("metric", accuracy.metric());
        number(node, "value", accuracy.value());
        number(node, "low", accuracy.low());
        number(node, "high", accuracy.high());
        number(node, "drop", accuracy.drop());
        number(node, "changed", accuracy.changed());
        return node;
    }

    private static ObjectNode contrast(Standing.Contrast contrast) {
        ObjectNode node = NODES.objectNode();
        number(node, "ratio", contrast.ratio());
        number(node, "low", contrast.low() == 0 ? Double.NaN : contrast.low());
        number(node, "high", contrast.high());
        number(node, "differenceMillis", contrast.differenceMillis());
        number(node, "p", contrast.p());
        node.put("rounds", contrast.rounds());
        node.put("verdict", Words.verdict(contrast.verdict()));
        return node;
    }

    private static ArrayNode texts(List<String> texts) {
        ArrayNode nodes = NODES.arrayNode();
        texts.forEach(nodes::add);
        return nodes;
    }

    /// JSON has no NaN: what was not taken is null.
    private static void number(ObjectNode node, String name, double value) {
        if (Double.isFinite(value)) {
            node.put(name, value);
        } else {
            node.putNull(name);
        }
    }
}
