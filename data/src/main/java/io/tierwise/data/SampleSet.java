package io.tierwise.data;

/// Samples that are read one by one, when asked for.
public interface SampleSet {
    int size();

    /// The sample at a position from 0.
    ///
    /// @throws DataException if it cannot be read
    Sample get(int index);

    /// What it is in a few words: "1000 images in 10 folders".
    String describe();
}
