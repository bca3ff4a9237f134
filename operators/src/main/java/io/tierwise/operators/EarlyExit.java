package io.tierwise.operators;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/// Answers with less than the whole network: some blocks run for no sample, or the surest samples leave at
/// heads on the way.
///
/// In the text what follows the rule `exit` is what leaving early may cost (`1pp`: a point more errors; `1%`:
/// a hundredth of the answers, or pixels, changed), then the tensors behind which heads stand.
///
/// @param rule which blocks go, or that samples leave
/// @param allowance what leaving early may cost; where it is left out, whoever asks says it; only for
///     [Rule#EXIT]
/// @param taps tensors that heads read, in the order of the network; empty where they are to be chosen; only
///     for [Rule#EXIT]
public record EarlyExit(Rule rule, Optional<Allowance> allowance, List<String> taps) implements Operator {

    /// How a network is made to do less.
    public enum Rule {
        /// The last two skippable blocks of the last stage that has any, whatever they do to the answer
        /// (arXiv 2403.17154).
        STUDY,
        /// The pair of skippable blocks that loses least on selection samples.
        SKIP,
        /// Heads on the way, at which a sample leaves where they are sure enough.
        EXIT;

        /// The argument in the text form, for example `study`.
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public EarlyExit {
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(allowance, "allowance");
        taps = List.copyOf(taps);
        if (rule != Rule.EXIT && (allowance.isPresent() || !taps.isEmpty())) {
            throw new IllegalArgumentException(
                    "only the rule exit takes an allowance and tensors, found " + rule.text() + " with " + taps);
        }
    }

    /// With every choice open.
    public EarlyExit(Rule rule) {
        this(rule, Optional.empty(), List.of());
    }

    /// With the default rule [Rule#SKIP].
    public EarlyExit() {
        this(Rule.SKIP);
    }

    /// The same with what was chosen.
    EarlyExit resolved(Allowance allowed, List<String> chosen) {
        return new EarlyExit(rule, Optional.of(allowed), chosen);
    }

    @Override
    public char letter() {
        return 'E';
    }

    @Override
    public List<String> arguments() {
        if (rule == Rule.SKIP) {
            return List.of();
        }
        List<String> arguments = new ArrayList<>(List.of(rule.text()));
        allowance.ifPresent(allowed -> arguments.add(allowed.text()));
        arguments.addAll(taps);
        return arguments;
    }

    @Override
    public String toString() {
        return text();
    }
}
