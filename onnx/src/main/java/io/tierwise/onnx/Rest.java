package io.tierwise.onnx;

import java.util.Arrays;

/// Those fields of a message that our values have no place for, as they stood in the file.
///
/// They are written back unchanged: doc strings, functions, training information, annotations, and
/// whatever versions of the format yet to come may add.
public final class Rest {

    /// Nothing left over.
    public static final Rest NONE = new Rest(new byte[0]);

    private final byte[] message;

    private Rest(byte[] message) {
        this.message = message;
    }

    static Rest of(byte[] message) {
        return message.length == 0 ? NONE : new Rest(message.clone());
    }

    byte[] message() {
        return message.clone();
    }

    /// Whether nothing is left over.
    public boolean isEmpty() {
        return message.length == 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Rest rest && Arrays.equals(message, rest.message);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(message);
    }

    @Override
    public String toString() {
        return message.length + " bytes";
    }
}
