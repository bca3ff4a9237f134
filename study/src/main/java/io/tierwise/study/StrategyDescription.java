package io.tierwise.study;

import java.util.List;

/// What is known of a strategy before it runs.
///
/// @param name its canonical text with every choice resolved
/// @param asked its text as the study file has it
/// @param operators the operators' letters in order
/// @param parts its parts in order, without their memory
/// @param accounts what each operator changed
/// @param cuts tensors at which it is cut, in order
/// @param skipped names of the blocks that Early Exit skips
/// @param wireNanos least time that its bytes spend on the way, in nanoseconds; 0 where links are not
///     ours to shape
record StrategyDescription(
        String name,
        String asked,
        String operators,
        List<PartRecord> parts,
        List<String> accounts,
        List<String> cuts,
        List<String> skipped,
        long wireNanos) {
    StrategyDescription {
        parts = List.copyOf(parts);
        accounts = List.copyOf(accounts);
        cuts = List.copyOf(cuts);
        skipped = List.copyOf(skipped);
    }

    StrategyDescription renamed(String other) {
        return new StrategyDescription(other, asked, operators, parts, accounts, cuts, skipped, wireNanos);
    }

    StrategyDescription withAccounts(List<String> others) {
        return new StrategyDescription(name, asked, operators, parts, others, cuts, skipped, wireNanos);
    }

    /// The model files in order, as one key: strategies with equal chains answer alike on equal CPUs.
    String chain() {
        return String.join("+", parts.stream().map(PartRecord::artefact).toList());
    }
}
