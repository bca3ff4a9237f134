package io.tierwise.operators;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// Quantization after training: weights, and with most schemes activations, become integers of 8 bits
/// with ranges learnt from calibration samples, or numbers of 16 bits.
///
/// @param scheme how activations and weights are written
/// @param calibrator how ranges follow from samples; matters to schemes with fixed ranges of activations
/// @param refinements what is done to the weights before
public record Quantize(Scheme scheme, Calibrator calibrator, Set<Refinement> refinements) implements Operator {

    public Quantize {
        Objects.requireNonNull(scheme, "scheme");
        Objects.requireNonNull(calibrator, "calibrator");
        Set<Refinement> ordered = EnumSet.noneOf(Refinement.class);
        ordered.addAll(refinements);
        refinements = Set.copyOf(ordered);
    }

    /// With the ranges of [Calibrator.MinMax] and weights as they are.
    public Quantize(Scheme scheme) {
        this(scheme, new Calibrator.MinMax(), Set.of());
    }

    /// With the scheme left open.
    public Quantize() {
        this(Scheme.AUTO);
    }

    /// The same with another scheme.
    public Quantize with(Scheme other) {
        return new Quantize(other, calibrator, refinements);
    }

    @Override
    public char letter() {
        return 'Q';
    }

    @Override
    public List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        if (scheme != Scheme.AUTO) {
            arguments.add(scheme.text());
        }
        if (!calibrator.equals(new Calibrator.MinMax())) {
            arguments.add(calibrator.text());
        }
        for (Refinement refinement : Refinement.values()) {
            if (refinements.contains(refinement)) {
                arguments.add(refinement.text());
            }
        }
        return arguments;
    }

    @Override
    public String toString() {
        return text();
    }
}
