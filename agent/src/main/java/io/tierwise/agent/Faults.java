package io.tierwise.agent;

import io.tierwise.agent.TierException.Reason;
import io.tierwise.agent.proto.Failure;
import io.tierwise.data.DataException;
import io.tierwise.runtime.InputMismatchException;
import io.tierwise.runtime.RunFailedException;
import io.tierwise.runtime.UnsupportedByRuntimeException;
import java.util.Locale;
import java.util.Objects;

/// Whose fault a failure on a tier is, and how it is told to others.
final class Faults {

    private Faults() {}

    static TierException of(String tier, Throwable failure) {
        return switch (failure) {
            case TierException known -> known;
            case OutOfMemoryError e -> new TierException(tier, Reason.MEMORY, "ran out of memory: " + text(e), e);
            case InputMismatchException e -> new TierException(tier, Reason.MODEL, text(e), e);
            case UnsupportedByRuntimeException e -> new TierException(tier, allocation(e, Reason.MODEL), text(e), e);
            case RunFailedException e -> new TierException(tier, allocation(e, Reason.FAILED), text(e), e);
            case DataException e -> new TierException(tier, Reason.MODEL, text(e), e);
            case BadFrameException e -> new TierException(tier, Reason.PROTOCOL, text(e), e);
            default ->
                new TierException(
                        tier, Reason.FAILED, failure.getClass().getSimpleName() + ": " + text(failure), failure);
        };
    }

    /// The native runtime tells a lack of memory only in words.
    private static Reason allocation(RuntimeException e, Reason otherwise) {
        String message = text(e).toLowerCase(Locale.ROOT);
        return message.contains("bad_alloc")
                        || message.contains("bad allocation")
                        || message.contains("failed to allocate memory")
                ? Reason.MEMORY
                : otherwise;
    }

    private static String text(Throwable e) {
        return Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
    }

    static Failure message(TierException e) {
        return Failure.newBuilder()
                .setTier(e.tier())
                .setReason(e.reason().name())
                .setMessage(e.finding())
                .build();
    }

    static TierException read(Failure failure) {
        Reason reason;
        try {
            reason = Reason.valueOf(failure.getReason());
        } catch (IllegalArgumentException e) {
            throw new BadFrameException("unknown failure reason '" + failure.getReason() + "'", e);
        }
        return new TierException(failure.getTier(), reason, failure.getMessage());
    }
}
