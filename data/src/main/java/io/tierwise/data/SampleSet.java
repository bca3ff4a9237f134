package io.tierwise.data;

import java.util.List;
import java.util.OptionalInt;

/// Samples in a fixed order, read from where they lie when asked for. Safe for use by several threads.
public interface SampleSet {
    int size();

    /// Reads sample `index`, from 0.
    ///
    /// @throws DataException if the sample cannot be read
    Sample get(int index);

    /// The label of sample `index`, without reading its input where labels are known apart.
    default Label label(int index) {
        return get(index).label();
    }

    /// The class of sample `index` if it has one and it is known without reading files; roles are split by it.
    default OptionalInt classOf(int index) {
        return OptionalInt.empty();
    }

    /// Some of the samples, in this order.
    ///
    /// @param indices positions in this set
    /// @param purpose what they are for, such as `calibration`
    default SampleSet only(List<Integer> indices, String purpose) {
        return new ChosenSamples(this, List.copyOf(indices), purpose);
    }

    /// The same samples for one thread that looks at one at a time: what [#get(int)] gives may lie where
    /// the sample before lay. Reading many then takes no more memory than reading one; tensors elsewhere
    /// are freed only when the collector finds them, and they hardly show on the heap that it watches.
    default SampleSet reusingMemory() {
        return this;
    }

    /// Where the samples come from and how many there are, for a person to read.
    String describe();
}
