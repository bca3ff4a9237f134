package io.tierwise.deployment;

import java.util.Objects;

/// A limit asked for on a tier, and what became of it.
///
/// @param what `cpu share`, `cpu ceiling`, `threads` or `memory`
/// @param asked in words, such as `0.25 cores`
/// @param got in words; `none` where nothing holds it
/// @param how who holds it
/// @param reason why it is held so, or why not
public record Limit(String what, String asked, String got, How how, String reason) {

    /// Who holds a limit.
    public enum How {
        /// The kernel, or the runtime that was told so.
        ENFORCED("enforced"),
        /// The agent, by holding answers back or refusing parts.
        EMULATED("emulated"),
        /// Nobody.
        NOT_ENFORCED("not enforced");

        private final String words;

        How(String words) {
            this.words = words;
        }
    }

    public Limit {
        Objects.requireNonNull(what, "what");
        Objects.requireNonNull(asked, "asked");
        Objects.requireNonNull(got, "got");
        Objects.requireNonNull(how, "how");
        Objects.requireNonNull(reason, "reason");
    }

    /// One sentence: `memory: asked 64Mi, got 184Mi, enforced: control group v2`.
    @Override
    public String toString() {
        return what + ": asked " + asked + ", got " + got + ", " + how.words + (reason.isEmpty() ? "" : ": " + reason);
    }
}
