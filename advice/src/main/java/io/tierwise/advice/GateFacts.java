package io.tierwise.advice;

import io.tierwise.advice.GateFact.Kind;
import io.tierwise.advice.GateResult.Difference;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What two sides stand on, held against each other.
record GateFacts(GateSide baseline, GateSide candidate) {
    private static final int LONGEST = 80;
    private static final Pattern PIECES = Pattern.compile("[,;\\[\\]] *");

    /// What both record and is not the same, by kind.
    List<Difference> differences() {
        Map<String, GateFact> others = new LinkedHashMap<>();
        candidate.facts().forEach(fact -> others.put(fact.name(), fact));
        List<Difference> differences = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            for (GateFact fact : baseline.facts()) {
                GateFact other = others.get(fact.name());
                if (fact.kind() == kind && other != null && !other.value().equals(fact.value())) {
                    differences.add(new Difference(
                            kind, fact.name(), own(fact.value(), other.value()), own(other.value(), fact.value())));
                }
            }
        }
        return differences;
    }

    /// Of long lists, such as a processor's features, only what the other side has not.
    private static String own(String value, String other) {
        if (value.length() <= LONGEST && other.length() <= LONGEST) {
            return value;
        }
        Set<String> own = new LinkedHashSet<>(PIECES.splitAsStream(value).toList());
        PIECES.splitAsStream(other).forEach(own::remove);
        return own.isEmpty() ? "nothing else" : String.join(", ", own);
    }

    /// What changed, in a sentence: the machine, the model, both, or nothing that is recorded.
    String standing() {
        if (baseline.facts().isEmpty() || candidate.facts().isEmpty()) {
            return "Nothing is recorded of the machine and the model of "
                    + (baseline.facts().isEmpty() ? baseline.name() : candidate.name())
                    + ": ratios tell of both.";
        }
        Set<Kind> changed = EnumSet.noneOf(Kind.class);
        differences().forEach(difference -> changed.add(difference.kind()));
        boolean machine = changed.contains(Kind.MACHINE) || changed.contains(Kind.SOFTWARE);
        boolean modelKnown = modelIsKnown();
        String model = changed.contains(Kind.MODEL) ? "The model changed" : modelKnown ? "The model is the same" : "";
        String where = !machine
                ? "the machine and its software are recorded as the same"
                : changed.contains(Kind.MACHINE) ? "the machine changed" : "the software changed";
        String joined = model.isEmpty()
                ? "Whether the model is the same is not recorded; " + where
                : model + (machine == changed.contains(Kind.MODEL) ? ", and " : ", but ") + where;
        String consequence = machine
                ? changed.contains(Kind.MODEL)
                        ? ": ratios cannot tell which of the two is at work."
                        : ": ratios tell of that as well."
                : ".";
        return joined
                + consequence
                + (changed.contains(Kind.DATA) ? " The data differ." : "")
                + (changed.contains(Kind.STUDY) ? " The study was set otherwise." : "");
    }

    /// Whether both say which model they ran.
    boolean modelIsKnown() {
        return baseline.fact(GateFact.MODEL).isPresent()
                && candidate.fact(GateFact.MODEL).isPresent();
    }

    /// Whether both ran the same untouched model, as far as is recorded.
    boolean sameModel() {
        Optional<String> own = baseline.fact(GateFact.MODEL).map(GateFact::value);
        return own.isPresent() && own.equals(candidate.fact(GateFact.MODEL).map(GateFact::value));
    }
}
