package io.tierwise.study;

import io.tierwise.data.Encoded;
import io.tierwise.data.InputForm;
import io.tierwise.data.Preprocessing;
import io.tierwise.data.Tensor;
import io.tierwise.study.InputTravel.Sizes;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What the inputs of a set of samples take in each form; several threads may tell it at once, each of
/// samples of its own.
final class InputSizes {
    private final long[] tensor;
    private final long[] uint8;
    private final long[] encoded;

    InputSizes(int samples) {
        this.tensor = new long[samples];
        this.uint8 = new long[samples];
        this.encoded = new long[samples];
    }

    /// @param prepared what the input becomes
    void tell(int index, Encoded input, Tensor prepared) {
        tensor[index] = prepared.byteSize();
        // A tensor has an element for each pixel's channel.
        uint8[index] = Preprocessing.hasPixels(input) ? prepared.elements() : -1;
        encoded[index] = input.byteSize();
    }

    /// The form asked for, else the one that takes fewest bytes in the mean; of equals the one that leaves
    /// less to do behind the link.
    ///
    /// @param asked empty: the smallest
    /// @param timed how many samples are timed, from the first
    InputTravel travel(Optional<InputForm> asked, int timed) {
        boolean pixels = IntStream.range(0, uint8.length).allMatch(i -> uint8[i] >= 0);
        Sizes asTensor = sizes(tensor, timed);
        Optional<Sizes> asPixels = pixels ? Optional.of(sizes(uint8, timed)) : Optional.empty();
        Sizes asItArose = sizes(encoded, timed);
        var forms = new InputTravel(InputForm.TENSOR, asTensor, asPixels, asItArose);
        // The smallest of equals is the first in the order of the forms.
        InputForm form = asked.orElseGet(() -> Stream.of(InputForm.values())
                .filter(one -> forms.sizes(one).isPresent())
                .min(Comparator.comparingDouble(
                        one -> forms.sizes(one).orElseThrow().mean()))
                .orElse(InputForm.TENSOR));
        return new InputTravel(form, asTensor, asPixels, asItArose);
    }

    private static Sizes sizes(long[] bytes, int timed) {
        return new Sizes(
                IntStream.range(0, bytes.length)
                        .mapToLong(i -> bytes[i])
                        .average()
                        .orElse(0),
                IntStream.range(0, timed).mapToLong(i -> bytes[i]).min().orElse(0));
    }
}
