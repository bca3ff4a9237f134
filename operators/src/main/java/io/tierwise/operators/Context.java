package io.tierwise.operators;

import io.tierwise.runtime.FittedCodec;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/// What operators need besides the model: samples to learn from, what to choose by, and a place for files.
///
/// @param calibration inputs that ranges come from and that parts are timed on; must hold one at least
///     where an operator learns from it
/// @param criteria by what operators choose
/// @param sparing what quantization leaves in floating point
/// @param workFolder where quantized weights are kept; must outlive the product
/// @param threads threads of calibration and profiling sessions
/// @param seed for whatever is drawn at random
/// @param codecs of the tensors that cross between parts already made, by name; those it leaves out travel
///     as they are
public record Context(
        Calibration calibration,
        Criteria criteria,
        Sparing sparing,
        Path workFolder,
        int threads,
        long seed,
        Map<String, FittedCodec> codecs) {

    public Context {
        Objects.requireNonNull(calibration, "calibration");
        Objects.requireNonNull(criteria, "criteria");
        Objects.requireNonNull(sparing, "sparing");
        Objects.requireNonNull(workFolder, "workFolder");
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, found " + threads);
        }
        codecs = Map.copyOf(codecs);
    }

    /// Nothing is cut yet.
    public Context(
            Calibration calibration, Criteria criteria, Sparing sparing, Path workFolder, int threads, long seed) {
        this(calibration, criteria, sparing, workFolder, threads, seed, Map.of());
    }

    /// Spares nothing, runs on one thread, with seed 0.
    public Context(Calibration calibration, Criteria criteria, Path workFolder) {
        this(calibration, criteria, Sparing.NONE, workFolder, 1, 0);
    }

    public Context withCriteria(Criteria other) {
        return new Context(calibration, other, sparing, workFolder, threads, seed, codecs);
    }

    public Context withSparing(Sparing other) {
        return new Context(calibration, criteria, other, workFolder, threads, seed, codecs);
    }

    public Context withSeed(long other) {
        return new Context(calibration, criteria, sparing, workFolder, threads, other, codecs);
    }

    Context withCalibration(Calibration other) {
        return new Context(other, criteria, sparing, workFolder, threads, seed, codecs);
    }

    Context withWorkFolder(Path other) {
        return new Context(calibration, criteria, sparing, other, threads, seed, codecs);
    }

    Context withCodecs(Map<String, FittedCodec> others) {
        return new Context(calibration, criteria, sparing, workFolder, threads, seed, others);
    }
}
