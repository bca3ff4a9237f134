package io.tierwise.operators;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// What one operator changed.
///
/// @param operator the operator's text with every choice resolved, such as `P(relu_4)`
/// @param change one sentence for a reader
/// @param before the model it was given (the sum over its parts)
/// @param after what it made of it (the sum over its parts)
/// @param quantization what became integer and what did not; only from [Quantize]
/// @param skippedBlocks residual blocks that no longer run, by the tensor each of them gave; only from
///     [EarlyExit]
/// @param cuts where the model was cut, in order; only from [Partition]
/// @param probe how the scheme was chosen, where it was; only from [Quantize]
/// @param nodes on what each node runs now; only from [Quantize]
/// @param notes what a reader should know besides
public record Account(
        String operator,
        String change,
        ModelSize before,
        ModelSize after,
        Optional<QuantizationAccount> quantization,
        List<String> skippedBlocks,
        List<CutAccount> cuts,
        Optional<SchemeProbe> probe,
        Optional<NodeAccount> nodes,
        List<String> notes) {

    public Account {
        Objects.requireNonNull(operator, "operator");
        Objects.requireNonNull(change, "change");
        Objects.requireNonNull(before, "before");
        Objects.requireNonNull(after, "after");
        Objects.requireNonNull(quantization, "quantization");
        skippedBlocks = List.copyOf(skippedBlocks);
        cuts = List.copyOf(cuts);
        Objects.requireNonNull(probe, "probe");
        Objects.requireNonNull(nodes, "nodes");
        notes = List.copyOf(notes);
    }

    static Account of(Operator operator, String change, ModelSize before, ModelSize after) {
        return new Account(
                operator.text(),
                change,
                before,
                after,
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    Account withNotes(List<String> more) {
        return new Account(operator, change, before, after, quantization, skippedBlocks, cuts, probe, nodes, more);
    }

    Account withQuantization(QuantizationAccount account) {
        return new Account(
                operator, change, before, after, Optional.of(account), skippedBlocks, cuts, probe, nodes, notes);
    }

    Account withSkippedBlocks(List<String> blocks) {
        return new Account(operator, change, before, after, quantization, blocks, cuts, probe, nodes, notes);
    }

    Account withCuts(List<CutAccount> places) {
        return new Account(operator, change, before, after, quantization, skippedBlocks, places, probe, nodes, notes);
    }

    Account withProbe(SchemeProbe chosen) {
        return new Account(
                operator, change, before, after, quantization, skippedBlocks, cuts, Optional.of(chosen), nodes, notes);
    }

    Account withNodes(NodeAccount account) {
        return new Account(
                operator, change, before, after, quantization, skippedBlocks, cuts, probe, Optional.of(account), notes);
    }

    /// The change and the notes, one line each; how a scheme was chosen and on what nodes run, in one line
    /// where they are known.
    public List<String> summary() {
        List<String> lines = new ArrayList<>();
        lines.add(operator + ": " + change);
        probe.ifPresent(chosen -> lines.add(chosen.lines().getFirst()));
        nodes.ifPresent(account -> lines.add(account.lines().getFirst()));
        lines.addAll(notes);
        return List.copyOf(lines);
    }

    /// The change, how it was chosen, what ran on integers, and the notes, one line each.
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(operator + ": " + change);
        probe.ifPresent(chosen -> lines.addAll(chosen.lines()));
        nodes.ifPresent(account -> lines.addAll(account.lines()));
        lines.addAll(notes);
        return List.copyOf(lines);
    }

    /// The account as maps, lists, strings and numbers, ready for JSON.
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("operator", operator);
        map.put("change", change);
        map.put("before", map(before));
        map.put("after", map(after));
        quantization.ifPresent(q -> map.put("quantization", q.toMap()));
        map.put("skippedBlocks", skippedBlocks);
        map.put("cuts", cuts.stream().map(CutAccount::toMap).toList());
        probe.ifPresent(chosen -> map.put("probe", chosen.toMap()));
        nodes.ifPresent(account -> account.putInto(map));
        map.put("notes", notes);
        return map;
    }

    private static Map<String, Object> map(ModelSize size) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("nodes", size.nodes());
        map.put("parameters", size.parameters());
        map.put("bytes", size.bytes());
        return map;
    }
}
