package io.tierwise.data;

import java.util.List;
import java.util.OptionalInt;

/// Some samples of a set.
record ChosenSamples(SampleSet all, List<Integer> indices, String purpose) implements SampleSet {
    @Override
    public int size() {
        return indices.size();
    }

    @Override
    public Sample get(int index) {
        return all.get(indices.get(index));
    }

    @Override
    public SampleSet reusingMemory() {
        return new ChosenSamples(all.reusingMemory(), indices, purpose);
    }

    @Override
    public Label label(int index) {
        return all.label(indices.get(index));
    }

    @Override
    public OptionalInt classOf(int index) {
        return all.classOf(indices.get(index));
    }

    @Override
    public String describe() {
        return size() + " " + purpose + " samples of " + all.describe();
    }
}
