package io.tierwise.operators;

import java.util.List;

/// A change asked for before a model is placed on tiers: the request, not the result.
///
/// The text form is a letter and, where something differs from the default, arguments: `I`, `Q`,
/// `E(study)`, `P(relu_4,relu_9)`. [Operators#parse(String)] reads it back.
public sealed interface Operator permits Identity, Quantize, EarlyExit, Partition {

    /// `I`, `Q`, `E` or `P`.
    char letter();

    /// Arguments of the text form; empty where every default holds.
    List<String> arguments();

    /// The text form, for example `P(study)`.
    default String text() {
        return arguments().isEmpty() ? String.valueOf(letter()) : letter() + "(" + String.join(",", arguments()) + ")";
    }
}
