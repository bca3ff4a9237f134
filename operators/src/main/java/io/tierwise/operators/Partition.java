package io.tierwise.operators;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;

/// Cuts the model at single tensors, so that each part can run on a tier of its own.
///
/// @param rule how the cuts are found
/// @param tensors the tensors to cut at, in the order of the model; empty unless the rule is
///     [Rule#NAMED]
public record Partition(Rule rule, List<String> tensors) implements Operator {

    /// How the cut tensors are found.
    public enum Rule {
        /// The cut with the least cost by measured part times and bytes on the wire.
        BEST,
        /// The cut that halves the parameter bytes; thirds for three parts (arXiv 2403.17154).
        STUDY,
        /// The tensors named.
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

    /// Cuts at these tensors.
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
