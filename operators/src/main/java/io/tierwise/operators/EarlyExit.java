package io.tierwise.operators;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/// Answers with less than the whole network: some blocks run for no sample, or the surest samples leave
/// before the end.
///
/// In the text what follows the rule is what that may cost (`1pp`: a point more errors; `1%`: a hundredth of
/// the answers, or pixels, changed), then for the rule `exit` who teaches the heads and the tensors behind which
/// they stand, and for the rule `int8` the scheme.
///
/// @param rule which blocks go, or where samples leave
/// @param allowance what it may cost; where it is left out, whoever asks says it; not for [Rule#STUDY]
/// @param teacher of heads; another than the network only for [Rule#EXIT]
/// @param taps tensors that heads read, in the order of the network; empty where they are to be chosen; only
///     for [Rule#EXIT]
/// @param scheme of the quantized network; empty where it is to be chosen; only for [Rule#INT8]
public record EarlyExit(
        Rule rule, Optional<Allowance> allowance, Teacher teacher, List<String> taps, Optional<Scheme> scheme)
        implements Operator {

    /// How a network is made to do less.
    public enum Rule {
        /// The last two skippable blocks of the last stage that has any, whatever they do to the answer
        /// (arXiv 2403.17154).
        STUDY,
        /// The skippable blocks that save most time within a loss on selection samples.
        SKIP,
        /// Heads on the way, at which a sample leaves where they are sure enough.
        EXIT,
        /// The quantized network first, and where it is in doubt the network as it is.
        INT8;

        /// The argument in the text form, for example `study`.
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        /// Whether it depends on the sample how much runs.
        public boolean leaves() {
            return this == EXIT || this == INT8;
        }
    }

    public EarlyExit {
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(allowance, "allowance");
        Objects.requireNonNull(teacher, "teacher");
        scheme = scheme.filter(one -> one != Scheme.AUTO);
        taps = List.copyOf(taps);
        if (rule == Rule.STUDY && allowance.isPresent()) {
            throw new OperatorException("E(study) skips two blocks whatever that costs, found " + allowance.get());
        }
        if (rule == Rule.SKIP
                && allowance
                        .filter(allowed -> allowed.unit() != Allowance.Unit.POINTS)
                        .isPresent()) {
            throw new OperatorException("what skipping blocks may cost is counted in points of the score, such as 1pp,"
                    + " found " + allowance.get());
        }
        if (rule != Rule.EXIT && teacher != Teacher.NETWORK) {
            throw new OperatorException("E(" + rule.text() + ") fits no heads to " + teacher.text());
        }
        if (rule != Rule.EXIT && !taps.isEmpty()) {
            throw new OperatorException("E(" + rule.text() + ") takes no tensors, found " + String.join(", ", taps));
        }
        if (rule != Rule.INT8 && scheme.isPresent()) {
            throw new OperatorException("E(" + rule.text() + ") takes no scheme, found "
                    + scheme.get().text());
        }
    }

    /// With every choice open but what it may cost.
    public EarlyExit(Rule rule, Optional<Allowance> allowance) {
        this(rule, allowance, Teacher.NETWORK, List.of(), Optional.empty());
    }

    /// With every choice open.
    public EarlyExit(Rule rule) {
        this(rule, Optional.empty());
    }

    /// With the default rule [Rule#SKIP].
    public EarlyExit() {
        this(Rule.SKIP);
    }

    /// The same with the tensors left open.
    public EarlyExit withoutTaps() {
        return new EarlyExit(rule, allowance, teacher, List.of(), scheme);
    }

    /// The same with what was chosen.
    EarlyExit resolved(Allowance allowed, List<String> chosen) {
        return new EarlyExit(rule, Optional.of(allowed), teacher, chosen, scheme);
    }

    /// The same in the scheme that was chosen.
    EarlyExit resolved(Allowance allowed, Scheme chosen) {
        return new EarlyExit(rule, Optional.of(allowed), teacher, taps, Optional.of(chosen));
    }

    @Override
    public char letter() {
        return 'E';
    }

    @Override
    public List<String> arguments() {
        if (rule == Rule.SKIP && allowance.isEmpty()) {
            return List.of();
        }
        List<String> arguments = new ArrayList<>(List.of(rule.text()));
        allowance.ifPresent(allowed -> arguments.add(allowed.text()));
        if (teacher != Teacher.NETWORK) {
            arguments.add(teacher.text());
        }
        arguments.addAll(taps);
        scheme.ifPresent(known -> arguments.add(known.text()));
        return arguments;
    }

    @Override
    public String toString() {
        return text();
    }
}
