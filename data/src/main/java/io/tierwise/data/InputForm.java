package io.tierwise.data;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// What a sample's input is while it travels to the tier that runs the first part of a model. What the
/// model gets is the same to the bit; the less there is to do behind the link, the earlier the form stands.
public enum InputForm {
    /// The model's input, prepared where the sample arose.
    TENSOR,
    /// The 8-bit pixels it is made of: what is left is to scale, to normalise and to order them.
    UINT8,
    /// The sample as it arose: a compressed image is decoded where it arrives.
    ENCODED;

    /// The form as it is written: `tensor`, `uint8`, `encoded`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The form of this word; empty where there is none.
    public static Optional<InputForm> ofWord(String word) {
        return Stream.of(values()).filter(form -> form.word().equals(word)).findFirst();
    }
}
