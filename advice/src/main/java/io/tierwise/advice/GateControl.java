package io.tierwise.advice;

import io.tierwise.advice.GateResult.Control;
import io.tierwise.stats.Interval;
import io.tierwise.stats.OpeningRatio;
import java.util.Map;
import java.util.Optional;

/// The untouched model where inputs arise: the same file on both sides, so that what differs is the
/// machine's.
///
/// @param tolerance the change that must be seen before a sameness can be spoken of
record GateControl(GateSide baseline, GateSide candidate, double tolerance) {

    Optional<Control> judge(Map<GateSubject, OpeningRatio> ratios) {
        if (!new GateFacts(baseline, candidate).sameModel()
                || baseline.control().isEmpty()
                || candidate.control().isEmpty()) {
            return Optional.empty();
        }
        String name = baseline.control().get();
        return ratios.entrySet().stream()
                .filter(entry -> entry.getKey().name().equals(name))
                .findFirst()
                .map(entry -> control(name, entry.getValue()));
    }

    private Control control(String name, OpeningRatio found) {
        Interval interval = found.interval();
        String ratio = Phrases.number(found.ratio()) + " times as long as before"
                + (Double.isFinite(interval.high())
                        ? " (95 %: " + Phrases.number(interval.low()) + " to " + Phrases.number(interval.high()) + ")"
                        : "");
        String meaning;
        if (interval.low() > 1 || interval.high() < 1) {
            meaning = ": the machine changed, and every other ratio holds that too. Nothing here is corrected for it.";
        } else if (!Double.isFinite(interval.high())) {
            meaning = "; one opening cannot tell whether the machine changed.";
        } else if (found.detectable() > tolerance) {
            meaning = ": that cannot tell whether the machine changed; only a change of "
                    + Phrases.percent(found.detectable()) + " or more would show.";
        } else {
            meaning = ": no sign that the machine changed; a change of " + Phrases.percent(found.detectable())
                    + " or more would show.";
        }
        return new Control(
                name,
                found.ratio(),
                interval,
                "Control " + name + ", the same untouched model on both sides, takes " + ratio + meaning);
    }
}
