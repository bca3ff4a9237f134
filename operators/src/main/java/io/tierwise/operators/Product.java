package io.tierwise.operators;

import java.util.List;

/// What operators made of a model: parts in the order they run, and an account of each change.
///
/// @param resolved the operators with every choice made, such as `P(relu_4)` where `P` was asked
public record Product(List<Part> parts, List<Account> accounts, List<Operator> resolved) {

    public Product {
        parts = List.copyOf(parts);
        accounts = List.copyOf(accounts);
        resolved = List.copyOf(resolved);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("a product needs at least one part");
        }
    }

    /// The size of all parts together.
    public ModelSize size() {
        return parts.stream().map(part -> ModelSize.of(part.model())).reduce(new ModelSize(0, 0, 0), ModelSize::plus);
    }
}
