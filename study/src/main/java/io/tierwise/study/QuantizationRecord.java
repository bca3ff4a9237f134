package io.tierwise.study;

import io.tierwise.operators.Account;
import io.tierwise.operators.NodeAccount;
import io.tierwise.operators.SchemeProbe;
import java.util.List;
import java.util.Optional;

/// What quantization made of a model, node by node.
///
/// @param strategies names of those that share it
/// @param operator with its scheme, such as `Q(u8s8)`
/// @param change one sentence for a reader
/// @param probe how the scheme was chosen; empty where it was named
/// @param nodes on what each node runs; empty where the model stayed as it was
public record QuantizationRecord(
        List<String> strategies,
        String operator,
        String change,
        Optional<SchemeProbe> probe,
        Optional<NodeAccount> nodes) {
    public QuantizationRecord {
        strategies = List.copyOf(strategies);
    }

    static QuantizationRecord of(Account account) {
        return new QuantizationRecord(
                List.of(), account.operator(), account.change(), account.probe(), account.nodes());
    }

    QuantizationRecord withStrategies(List<String> others) {
        return new QuantizationRecord(others, operator, change, probe, nodes);
    }
}
