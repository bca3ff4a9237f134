package io.tierwise.operators;

import java.util.Locale;

/// What heads are fitted to answer.
public enum Teacher {
    /// What the whole network answers, as probabilities; takes no labels.
    NETWORK,
    /// What people said is right.
    LABELS;

    /// The argument in the text form, for example `labels`.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
