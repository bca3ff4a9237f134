package io.tierwise.operators;

import java.util.List;

/// Sequences of operators that tests go through: each operator alone, and each composition in both orders
/// where they differ.
final class Orders {
    static final List<String> ALL = List.of(
            "Q",
            "E(study)",
            "P(study)",
            "QE(study)",
            "E(study)Q",
            "QP(study)",
            "P(study)Q",
            "E(study)P(study)",
            "E(study)QP(study)",
            "E(study)P(study)Q",
            "QE(study)P(study)");

    private Orders() {}
}
