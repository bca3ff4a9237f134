package io.tierwise.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// A strategy and everything a study learnt of it besides its observations.
///
/// @param name its canonical text with every choice resolved, such as `P(layer3.2)@mobile+edge`; unique
///     in the study
/// @param asked its text as the study file has it, such as `P@mobile+edge`
/// @param operators the operators' letters in order, such as `QEP`
/// @param parts its parts in order
/// @param accounts what each operator changed, one sentence or list line each
/// @param cuts tensors at which it is cut, in order; empty without Partition
/// @param skipped names of the blocks that Early Exit skips
/// @param wireNanos least time that its bytes spend on the way, in nanoseconds, proven by the links'
///     rates and delays alone; 0 where links are not ours to shape
/// @param exits where samples leave early; mostly nowhere
/// @param outcome what became of it
/// @param accuracy how well it answers; empty until taken
public record StrategyRecord(
        String name,
        String asked,
        String operators,
        List<PartRecord> parts,
        List<String> accounts,
        List<String> cuts,
        List<String> skipped,
        long wireNanos,
        Optional<ExitsRecord> exits,
        Outcome outcome,
        Optional<Accuracy> accuracy) {
    public StrategyRecord {
        parts = List.copyOf(parts);
        accounts = List.copyOf(accounts);
        cuts = List.copyOf(cuts);
        skipped = List.copyOf(skipped);
    }

    /// The tiers in the order of the parts; parts in a row on one tier count once.
    public List<String> tiers() {
        List<String> tiers = new ArrayList<>();
        for (PartRecord part : parts) {
            if (tiers.isEmpty() || !tiers.getLast().equals(part.tier())) {
                tiers.add(part.tier());
            }
        }
        return tiers;
    }

    /// Bytes of memory at its peak on the tier that needs most, all its parts there together; -1 if not
    /// taken of every part.
    public long peakMemoryBytes() {
        boolean taken = parts.stream().allMatch(part -> part.peakMemoryBytes() >= 0);
        Map<String, Long> byTier = parts.stream()
                .collect(Collectors.groupingBy(PartRecord::tier, Collectors.summingLong(PartRecord::peakMemoryBytes)));
        return taken ? byTier.values().stream().mapToLong(bytes -> bytes).max().orElse(-1) : -1;
    }
}
