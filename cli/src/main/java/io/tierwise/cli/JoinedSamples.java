package io.tierwise.cli;

import io.tierwise.data.Label;
import io.tierwise.data.Sample;
import io.tierwise.data.SampleSet;
import java.util.OptionalInt;

/// The samples of one set, then those of another.
record JoinedSamples(SampleSet first, SampleSet second) implements SampleSet {
    @Override
    public int size() {
        return first.size() + second.size();
    }

    @Override
    public Sample get(int index) {
        return index < first.size() ? first.get(index) : second.get(index - first.size());
    }

    @Override
    public Label label(int index) {
        return index < first.size() ? first.label(index) : second.label(index - first.size());
    }

    @Override
    public OptionalInt classOf(int index) {
        return index < first.size() ? first.classOf(index) : second.classOf(index - first.size());
    }

    @Override
    public String describe() {
        return first.describe() + "; " + second.describe();
    }
}
