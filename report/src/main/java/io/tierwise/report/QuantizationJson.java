package io.tierwise.report;

import io.tierwise.operators.NodeAccount;
import io.tierwise.operators.NodeRun;
import io.tierwise.operators.SchemeProbe;
import io.tierwise.operators.SchemeTrial;
import io.tierwise.study.QuantizationRecord;
import io.tierwise.study.StudyRecord;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What quantization made of each node, for `advice.json`.
final class QuantizationJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private QuantizationJson() {}

    static ArrayNode of(StudyRecord study) {
        ArrayNode array = NODES.arrayNode();
        study.quantizations().forEach(record -> array.add(of(record)));
        return array;
    }

    private static ObjectNode of(QuantizationRecord record) {
        ObjectNode node = NODES.objectNode();
        node.set("strategies", texts(record.strategies()));
        node.put("operator", record.operator());
        record.probe().ifPresent(probe -> node.set("probe", of(probe)));
        record.nodes().ifPresent(nodes -> put(nodes, node));
        return node;
    }

    private static ObjectNode of(SchemeProbe probe) {
        ObjectNode node = NODES.objectNode();
        node.put("where", probe.where());
        node.put("stretch", probe.stretch());
        node.put("share", probe.share());
        ArrayNode candidates = node.putArray("candidates");
        probe.trials().forEach(trial -> candidates.add(of(trial)));
        node.set("notes", texts(probe.notes()));
        return node;
    }

    private static ObjectNode of(SchemeTrial trial) {
        ObjectNode node = NODES.objectNode();
        node.put("scheme", trial.scheme().text());
        trial.nanos().ifPresent(nanos -> node.put("nanos", nanos));
        trial.loss().ifPresent(loss -> node.put("loss", loss));
        node.put("taken", trial.taken());
        node.put("verdict", trial.verdict());
        return node;
    }

    private static void put(NodeAccount account, ObjectNode node) {
        ObjectNode ran = node.putObject("ran");
        ran.set("counts", counts(account.counts()));
        ran.set("kernels", counts(account.kernels()));
        ran.set("quantizedAt", texts(account.quantized()));
        ran.set("dequantizedAt", texts(account.dequantized()));
        ArrayNode nodes = node.putArray("nodes");
        account.nodes().forEach(run -> nodes.add(of(run)));
    }

    private static ObjectNode of(NodeRun run) {
        ObjectNode node = NODES.objectNode();
        node.put("name", run.name());
        node.put("operator", run.operator());
        node.put("ran", run.ran().text());
        node.put("kernel", run.kernel());
        run.floatNanos().ifPresent(nanos -> node.put("floatNanos", nanos));
        run.int8Nanos().ifPresent(nanos -> node.put("int8Nanos", nanos));
        node.put("reason", run.reason());
        return node;
    }

    private static ObjectNode counts(Map<String, Integer> counts) {
        ObjectNode node = NODES.objectNode();
        counts.forEach(node::put);
        return node;
    }

    private static ArrayNode texts(List<String> texts) {
        ArrayNode array = NODES.arrayNode();
        texts.forEach(array::add);
        return array;
    }
}
