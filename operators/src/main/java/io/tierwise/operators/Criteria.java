package io.tierwise.operators;

import java.util.Objects;
import java.util.Optional;

/// By what operators choose.
///
/// @param loss how much a changed model loses on selection samples
/// @param cutCost what a way of cutting costs
/// @param pace how fast a model runs where it will be used
/// @param tolerance how much a model may lose when its scheme or a codec is chosen for speed
/// @param codecPace how fast tensors are written in codecs; empty where nobody here can, and no codec is chosen
/// @param exits what exits are made of; empty where there are no samples to make them of
public record Criteria(
        Loss loss,
        CutCost cutCost,
        Pace pace,
        Tolerance tolerance,
        Optional<CodecPace> codecPace,
        Optional<ExitEvidence> exits) {

    private static final Loss NO_LOSS = model -> {
        throw new OperatorException(
                "E chooses blocks by selection samples, and none were given; give samples, or write E(study)");
    };

    public Criteria {
        Objects.requireNonNull(loss, "loss");
        Objects.requireNonNull(cutCost, "cutCost");
        Objects.requireNonNull(pace, "pace");
        Objects.requireNonNull(tolerance, "tolerance");
        Objects.requireNonNull(codecPace, "codecPace");
        Objects.requireNonNull(exits, "exits");
    }

    /// Chooses no codec, and makes no exits.
    public Criteria(Loss loss, CutCost cutCost, Pace pace, Tolerance tolerance) {
        this(loss, cutCost, pace, tolerance, Optional.empty(), Optional.empty());
    }

    /// A scheme may cost one point.
    public Criteria(Loss loss, CutCost cutCost, Pace pace) {
        this(loss, cutCost, pace, Tolerance.points(0.01));
    }

    /// For operators that choose nothing: named cuts, the study's rules, a named scheme.
    public static Criteria none() {
        return new Criteria(
                NO_LOSS,
                (partNanos, cutBytes) -> {
                    throw new OperatorException("P chooses cuts by tiers and links, and none were given; "
                            + "write P(study), or name tensors");
                },
                (model, inputs) -> {
                    throw new OperatorException("Q chooses its scheme by how fast models run on a tier, and none was "
                            + "given; name a scheme, such as Q(u8s8)");
                });
    }

    public Criteria withLoss(Loss other) {
        return new Criteria(other, cutCost, pace, tolerance, codecPace, exits);
    }

    public Criteria withCutCost(CutCost other) {
        return new Criteria(loss, other, pace, tolerance, codecPace, exits);
    }

    public Criteria withPace(Pace other) {
        return new Criteria(loss, cutCost, other, tolerance, codecPace, exits);
    }

    public Criteria withTolerance(Tolerance other) {
        return new Criteria(loss, cutCost, pace, other, codecPace, exits);
    }

    public Criteria withCodecPace(CodecPace other) {
        return new Criteria(loss, cutCost, pace, tolerance, Optional.of(other), exits);
    }

    public Criteria withExits(ExitEvidence others) {
        return new Criteria(loss, cutCost, pace, tolerance, codecPace, Optional.of(others));
    }

    /// What exits are made of.
    ///
    /// @throws OperatorException when there is nothing
    ExitEvidence evidence() {
        return exits.orElseThrow(() -> new OperatorException(
                "E(exit) fits heads to calibration samples, chooses by selection samples and promises on promise"
                        + " samples, and none were given; give samples, or write E"));
    }

    /// Whether there is anything to count a loss on.
    boolean knowLoss() {
        return !loss.equals(NO_LOSS);
    }
}
