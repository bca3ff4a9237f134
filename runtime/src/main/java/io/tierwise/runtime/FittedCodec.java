package io.tierwise.runtime;

import java.util.List;
import java.util.Objects;

/// A codec and the ranges it needs for one tensor.
///
/// @param ranges none, one for the whole tensor ([Codec.Format#U8]), or one a channel
///     ([Codec.Format#U8_CHANNEL])
public record FittedCodec(Codec codec, List<ValueRange> ranges) {

    /// For tensors that travel as they are.
    public static final FittedCodec AS_IS = new FittedCodec(Codec.AS_IS, List.of());

    public FittedCodec {
        Objects.requireNonNull(codec, "codec");
        ranges = List.copyOf(ranges);
        boolean fits = switch (codec.format()) {
            case FP32, FP16 -> ranges.isEmpty();
            case U8 -> ranges.size() == 1;
            case U8_CHANNEL -> !ranges.isEmpty();
        };
        if (!fits) {
            throw new IllegalArgumentException("codec " + codec + " cannot have " + ranges.size() + " ranges");
        }
    }
}
