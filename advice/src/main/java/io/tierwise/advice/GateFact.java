package io.tierwise.advice;

/// Something that one side of a comparison stands on.
///
/// @param kind what it belongs to
/// @param name such as `processor`
/// @param value as a reader sees it; equal values are the same thing
public record GateFact(Kind kind, String name, String value) {
    /// The untouched model, as the control must have it alike on both sides.
    static final String MODEL = "model (SHA-256)";

    /// What a fact belongs to, in the order a reader asks for them.
    public enum Kind {
        MACHINE,
        SOFTWARE,
        MODEL,
        DATA,
        STUDY
    }
}
