package io.tierwise.operators;

import io.tierwise.runtime.FittedCodec;
import java.util.List;
import java.util.Map;

/// What operators made of a model: parts in the order they run, and an account of each change.
///
/// @param resolved the operators with every choice made, such as `P(relu_4)` where `P` was asked
/// @param resolvedPerPart likewise the operators that applied to single parts, a list for each part
/// @param codecs how tensors travel between parts, by name; those it leaves out travel as they are
public record Product(
        List<Part> parts,
        List<Account> accounts,
        List<Operator> resolved,
        List<List<Operator>> resolvedPerPart,
        Map<String, FittedCodec> codecs) {

    public Product {
        parts = List.copyOf(parts);
        accounts = List.copyOf(accounts);
        resolved = List.copyOf(resolved);
        resolvedPerPart = resolvedPerPart.stream().map(List::copyOf).toList();
        codecs = Map.copyOf(codecs);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("a product needs at least one part");
        }
        if (resolvedPerPart.size() != parts.size()) {
            throw new IllegalArgumentException(
                    parts.size() + " parts have operators of their own for " + resolvedPerPart.size());
        }
    }

    /// Without operators for single parts, whose tensors travel as they are.
    public Product(List<Part> parts, List<Account> accounts, List<Operator> resolved) {
        this(
                parts,
                accounts,
                resolved,
                parts.stream().map(part -> List.<Operator>of()).toList(),
                Map.of());
    }

    /// The size of all parts together.
    public ModelSize size() {
        return parts.stream().map(part -> ModelSize.of(part.model())).reduce(new ModelSize(0, 0, 0), ModelSize::plus);
    }
}
