package io.tierwise.report;

import io.tierwise.advice.Standing;
import io.tierwise.study.Phase;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// The median milliseconds of a standing's phases by phase.
final class PhaseMillis {
    private PhaseMillis() {}

    /// Every phase with its median milliseconds, or nothing if the strategy has no latency.
    static Map<Phase, Double> of(Standing standing) {
        Map<Phase, Double> millis = new EnumMap<>(Phase.class);
        List<Double> values = standing.phaseMillis();
        if (values.size() == Phase.values().length) {
            for (Phase phase : Phase.values()) {
                millis.put(phase, values.get(millis.size()));
            }
        }
        return millis;
    }
}
