package io.tierwise.operators;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/// Static int8 quantization: weights and activations become 8-bit integers with ranges learnt from
/// calibration samples.
///
/// @param scheme how activations and weights are written as integers
public record Quantize(Scheme scheme) implements Operator {

    /// Pairs of an activation type and a weight type.
    public enum Scheme {
        /// Activations as unsigned bytes over their own range, weights as signed bytes symmetric around
        /// zero with one scale for each output channel.
        U8S8;

        /// The argument in the text form, for example `u8s8`.
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Quantize {
        Objects.requireNonNull(scheme, "scheme");
    }

    /// With the default scheme [Scheme#U8S8].
    public Quantize() {
        this(Scheme.U8S8);
    }

    @Override
    public char letter() {
        return 'Q';
    }

    @Override
    public List<String> arguments() {
        return scheme == Scheme.U8S8 ? List.of() : List.of(scheme.text());
    }

    @Override
    public String toString() {
        return text();
    }
}
