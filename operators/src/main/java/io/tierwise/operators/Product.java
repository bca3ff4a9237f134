package io.tierwise.operators;

import java.util.List;

/// What operators made of a model: parts in the order they run, and an account of each change.
///
/// @param resolved the operators with every choice made, such as `P(relu_4)` where `P` was asked
/// @param resolvedPerPart likewise the operators that applied to single parts, a list for each part
public record Product(
        List<Part> parts, List<Account> accounts, List<Operator> resolved, List<List<Operator>> resolvedPerPart) {

    public Product {
        parts = List.copyOf(parts);
        accounts = List.copyOf(accounts);
        resolved = List.copyOf(resolved);
        resolvedPerPart = resolvedPerPart.stream().map(List::copyOf).toList();
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("a product needs at least one part");
        }
        if (resolvedPerPart.size() != parts.size()) {
            throw new IllegalArgumentException(
                    parts.size() + " parts have operators of their own for " + resolvedPerPart.size());
        }
    }

    /// Without operators for single parts.
    public Product(List<Part> parts, List<Account> accounts, List<Operator> resolved) {
        this(
                parts,
                accounts,
                resolved,
                parts.stream().map(part -> List.<Operator>of()).toList());
    }

    /// The size of all parts together.
    public ModelSize size() {
        return parts.stream().map(part -> ModelSize.of(part.model())).reduce(new ModelSize(0, 0, 0), ModelSize::plus);
    }
}
