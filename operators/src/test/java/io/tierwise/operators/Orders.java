package io.tierwise.operators;

import java.util.List;

/// Sequences of operators that tests go through: each operator alone, and each composition in both orders
/// where they differ.
final class Orders {
    static final List<String> ALL = List.of(
            "Q(u8s8)",
            "E(study)",
            "P(study)",
            "Q(u8s8)E(study)",
            "E(study)Q(u8s8)",
            "Q(u8s8)P(study)",
            "P(study)Q(u8s8)",
            "E(study)P(study)",
            "E(study)Q(u8s8)P(study)",
            "E(study)P(study)Q(u8s8)",
            "Q(u8s8)E(study)P(study)");

    private Orders() {}
}
