package io.tierwise.study;

import io.tierwise.operators.Operators;
import io.tierwise.operators.Partition;
import io.tierwise.runtime.Codec;
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

    /// The model files in order, and the codecs between them, as one key: strategies with equal chains
    /// answer alike on equal CPUs.
    String chain() {
        String files = String.join("+", parts.stream().map(PartRecord::artefact).toList());
        String lossy = parts.size() < 2 ? "" : lossyCodecs();
        return lossy.isEmpty() ? files : files + "~" + lossy;
    }

    /// The codecs by cut where one of them changes numbers, in the words of strategies.
    private String lossyCodecs() {
        List<Codec> codecs = Operators.parseSequence(name.substring(0, name.indexOf('@'))).stream()
                .filter(Partition.class::isInstance)
                .flatMap(operator -> ((Partition) operator).codecs().stream())
                .toList();
        return codecs.stream().anyMatch(codec -> codec.format().isLossy())
                ? String.join("~", codecs.stream().map(Codec::text).toList())
                : "";
    }
}
