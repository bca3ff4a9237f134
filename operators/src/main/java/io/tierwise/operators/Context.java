package io.tierwise.operators;

import java.nio.file.Path;
import java.util.Objects;

/// What operators need besides the model: samples to learn from, what cuts cost, and a place for files.
///
/// @param calibration inputs that ranges come from and that parts are timed on; must hold one at least
///     where an operator learns from it
/// @param loss how much a changed model loses on selection samples
/// @param cutCost what a way of cutting costs
/// @param workFolder where quantized weights are kept; must outlive the product
/// @param threads threads of calibration and profiling sessions
/// @param seed for whatever is drawn at random
public record Context(Calibration calibration, Loss loss, CutCost cutCost, Path workFolder, int threads, long seed) {

    public Context {
        Objects.requireNonNull(calibration, "calibration");
        Objects.requireNonNull(loss, "loss");
        Objects.requireNonNull(cutCost, "cutCost");
        Objects.requireNonNull(workFolder, "workFolder");
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, found " + threads);
        }
    }

    /// Runs on one thread, with seed 0.
    public Context(Calibration calibration, Loss loss, CutCost cutCost, Path workFolder) {
        this(calibration, loss, cutCost, workFolder, 1, 0);
    }

    /// For operators that choose nothing by loss or cost: named cuts, the study's rules, quantization.
    public static Context withoutChoices(Calibration calibration, Path workFolder) {
        Loss noLoss = model -> {
            throw new OperatorException(
                    "E chooses blocks by selection samples, and none were given; " + "give samples, or write E(study)");
        };
        CutCost noCost = (partNanos, cutBytes) -> {
            throw new OperatorException(
                    "P chooses cuts by tiers and links, and none were given; " + "write P(study), or name tensors");
        };
        return new Context(calibration, noLoss, noCost, workFolder);
    }

    Context withCalibration(Calibration other) {
        return new Context(other, loss, cutCost, workFolder, threads, seed);
    }
}
