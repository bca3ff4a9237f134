package io.tierwise.advice;

import io.tierwise.advice.GateFact.Kind;
import io.tierwise.advice.GateResult.Difference;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What two sides stand on, held against each other.
record GateFacts(GateSide baseline, GateSide candidate) {

    /// What both record and is not the same, by kind.
    List<Difference> differences() {
        Map<String, GateFact> others = new LinkedHashMap<>();
        candidate.facts().forEach(fact -> others.put(fact.name(), fact));
        List<Difference> differences = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            for (GateFact fact : baseline.facts()) {
                GateFact other = others.get(fact.name());
                if (fact.kind() == kind && other != null && !other.value().equals(fact.value())) {
                    differences.add(new Difference(kind, fact.name(), fact.value(), other.value()));
                }
            }
        }
        return differences;
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
