package io.tierwise.data;

/// One input and its right answer.
///
/// @param id unique in its set: the file's path relative to the folder, or the position in the array
public record Sample(String id, Encoded input, Label label) {
    public Sample {
        if (id.isEmpty()) {
            throw new IllegalArgumentException("A sample needs an id");
        }
    }
}
