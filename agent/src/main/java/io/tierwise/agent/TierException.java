package io.tierwise.agent;

import java.util.Objects;

/// A tier could not do what it was asked: what failed, where and why.
public final class TierException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// What went wrong on the tier.
    public enum Reason {
        /// The part does not fit the tier's memory.
        MEMORY,
        /// The runtime refused the model, or a tensor does not fit it.
        MODEL,
        /// The agent's process, or the way to it, is gone.
        LOST,
        /// A trial took longer than its deadline.
        DEADLINE,
        /// Bytes that are not our protocol, or a token that is not ours.
        PROTOCOL,
        /// A request that names something the agent does not have.
        REQUEST,
        /// Anything else that failed inside the agent.
        FAILED
    }

    private final String tier;
    private final Reason reason;
    private final String finding;

    public TierException(String tier, Reason reason, String finding) {
        super("tier " + tier + ": " + finding);
        this.tier = Objects.requireNonNull(tier, "tier");
        this.reason = Objects.requireNonNull(reason, "reason");
        this.finding = finding;
    }

    public TierException(String tier, Reason reason, String finding, Throwable cause) {
        this(tier, reason, finding);
        initCause(cause);
    }

    public String tier() {
        return tier;
    }

    public Reason reason() {
        return reason;
    }

    /// The message without the tier's name.
    public String finding() {
        return finding;
    }
}
