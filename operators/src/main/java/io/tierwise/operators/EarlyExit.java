package io.tierwise.operators;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/// Skips residual blocks: fewer layers run, and the rest of the network sees what the skipped block
/// would have added to.
///
/// @param rule which blocks go
public record EarlyExit(Rule rule) implements Operator {

    /// How the skipped blocks are found.
    public enum Rule {
        /// The last two skippable blocks of the last stage that has any, whatever they do to the answer
        /// (arXiv 2403.17154).
        STUDY,
        /// The pair of skippable blocks that loses least on selection samples.
        CHOSEN;

        /// The argument in the text form, for example `study`.
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public EarlyExit {
        Objects.requireNonNull(rule, "rule");
    }

    /// With the default rule [Rule#CHOSEN].
    public EarlyExit() {
        this(Rule.CHOSEN);
    }

    @Override
    public char letter() {
        return 'E';
    }

    @Override
    public List<String> arguments() {
        return rule == Rule.CHOSEN ? List.of() : List.of(rule.text());
    }

    @Override
    public String toString() {
        return text();
    }
}
