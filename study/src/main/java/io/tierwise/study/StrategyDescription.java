package io.tierwise.study;

import io.tierwise.operators.Operators;
import io.tierwise.operators.Partition;
import io.tierwise.runtime.Codec;
import java.util.List;
import java.util.Optional;

/// What is known of a strategy before it runs.
///
/// @param name what it is called: its canonical text with every choice resolved, but for tensors that were chosen for
///     exits, which would make a name of many lines
/// @param asked its text as the study file has it
/// @param resolved its canonical text with every choice
/// @param operators the operators' letters in order
/// @param parts its parts in order, without their memory
/// @param accounts what each operator changed
/// @param cuts tensors at which it is cut, in order
/// @param skipped names of the blocks that Early Exit skips
/// @param wireNanos least time that its bytes spend on the way, in nanoseconds; 0 where links are not
///     ours to shape
/// @param exits where samples leave early; mostly nowhere
record StrategyDescription(
        String name,
        String asked,
        String resolved,
        String operators,
        List<PartRecord> parts,
        List<String> accounts,
        List<String> cuts,
        List<String> skipped,
        long wireNanos,
        Optional<ExitsRecord> exits) {
    StrategyDescription {
        parts = List.copyOf(parts);
        accounts = List.copyOf(accounts);
        cuts = List.copyOf(cuts);
        skipped = List.copyOf(skipped);
    }

    StrategyDescription renamed(String other) {
        return new StrategyDescription(
                other, asked, resolved, operators, parts, accounts, cuts, skipped, wireNanos, exits);
    }

    StrategyDescription withAccounts(List<String> others) {
        return new StrategyDescription(
                name, asked, resolved, operators, parts, others, cuts, skipped, wireNanos, exits);
    }

    /// The model files in order, the codecs between them and the thresholds, as one key: strategies with equal chains
    /// answer alike on equal CPUs.
    String chain() {
        String files = String.join("+", parts.stream().map(PartRecord::artefact).toList());
        String lossy = parts.size() < 2 ? "" : lossyCodecs();
        String gates = exits.map(known -> "?" + known.key()).orElse("");
        return lossy.isEmpty() ? files + gates : files + "~" + lossy + gates;
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
