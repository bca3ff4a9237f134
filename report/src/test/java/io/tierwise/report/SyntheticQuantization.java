package io.tierwise.report;

import io.tierwise.operators.NodeAccount;
import io.tierwise.operators.NodeRun;
import io.tierwise.operators.Scheme;
import io.tierwise.operators.SchemeProbe;
import io.tierwise.operators.SchemeTrial;
import io.tierwise.study.QuantizationRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// A quantization of a [SyntheticStudy], made up.
///
/// @param hostile goes into every name and sentence
record SyntheticQuantization(String hostile) {

    QuantizationRecord made() {
        List<NodeRun> nodes = List.of(
                node("conv1", "Conv", NodeRun.Ran.INT8, "QLinearConv", 20_000, 9_000, ""),
                node("add1", "Add", NodeRun.Ran.INT8, "QLinearAdd", 0, 4_000, "runs as part of the node before it"),
                node("softmax", "Softmax", NodeRun.Ran.FLOAT, "Softmax", 900, 900, "stays" + hostile));
        var probe = new SchemeProbe(
                "Xeon by CPU time (mobile; edge has the same)" + hostile,
                "the whole model",
                1,
                List.of(
                        trial(Scheme.U8S8, 210_000, true, "taken"),
                        trial(Scheme.S8S8, 900_000, false, "not faster" + hostile),
                        trial(Scheme.FLOAT, 480_000, false, "what the others are held to")),
                List.of());
        var account = new NodeAccount(
                nodes,
                Map.of("int8", 2, "float", 1),
                Map.of("QLinearConv", 1, "QLinearAdd", 1),
                List.of("input" + hostile),
                List.of("logits"));
        return new QuantizationRecord(
                List.of("Q(u8s8)@mobile" + hostile, "Q(u8s8)@edge"),
                "Q(u8s8)",
                "computes 2 nodes on 8-bit integers" + hostile,
                Optional.of(probe),
                Optional.of(account));
    }

    private static SchemeTrial trial(Scheme scheme, double nanos, boolean taken, String verdict) {
        return new SchemeTrial(scheme, OptionalDouble.of(nanos), OptionalDouble.of(0.08), taken, verdict);
    }

    private NodeRun node(
            String name, String operator, NodeRun.Ran ran, String kernel, long before, long after, String reason) {
        return new NodeRun(
                name + hostile, operator, ran, kernel, OptionalLong.of(before), OptionalLong.of(after), reason);
    }
}
