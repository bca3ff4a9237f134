package io.tierwise.operators;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;

/// Cuts the model, so that each part can run on a tier of its own.
///
/// @param rule how the cuts are found
/// @param tensors where to cut, in the order of the model: for each cut its tensor, or its tensors
///     joined by `+`; empty unless the rule is [Rule#NAMED]
public record Partition(Rule rule, List<String> tensors) implements Operator {

    /// How the cuts are found.
    public enum Rule {
        /// The cut with the least cost by measured part times and bytes on the wire.
        BEST,
        /// The cut that halves the parameter bytes; thirds for three parts (arXiv 2403.17154).
        STUDY,
        /// The cuts named.
        NAMED
    }

    public Partition {
        Objects.requireNonNull(rule, "rule");
        tensors = List.copyOf(tensors);
        if ((rule == Rule.NAMED) == tensors.isEmpty()) {
            throw new OperatorException(
                    "a partition names tensors exactly when its rule is NAMED, found " + rule + " with " + tensors);
        }
        if (new HashSet<>(tensors).size() != tensors.size()) {
            throw new OperatorException("a partition names a tensor twice: " + tensors);
        }
    }

    /// With the default rule [Rule#BEST].
    public Partition() {
        this(Rule.BEST, List.of());
    }

    /// The cut that halves (thirds) the parameter bytes.
    public static Partition study() {
        return new Partition(Rule.STUDY, List.of());
    }

    /// Cuts at these tensors, in the order of the model; a cut of several is written `a+b`.
    public static Partition at(String... tensors) {
        return new Partition(Rule.NAMED, List.of(tensors));
    }

    @Override
    public char letter() {
        return 'P';
    }

    @Override
    public List<String> arguments() {
        return switch (rule) {
            case BEST -> List.of();
            case STUDY -> List.of("study");
            case NAMED -> tensors;
        };
    }

    @Override
    public String toString() {
        return text();
    }
}
