package io.tierwise.data;

/// One input and what it is known to show; `id` names it in messages and journals (a file name, or a number).
public record Sample(String id, Encoded input, Label label) {
    public Sample {
        if (id.isBlank()) {
            throw new IllegalArgumentException("A sample needs an id.");
        }
    }
}
