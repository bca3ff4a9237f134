package io.tierwise.study;

import java.time.Duration;
import java.util.Optional;

/// Reads `schedule`.
final class ScheduleSection {
    /// 60 trials a strategy: enough for an interval of p50, not for one of p95, which the report then
    /// says.
    static final Schedule DEFAULT = new Schedule(6, 10, Duration.ofMillis(20), Duration.ofSeconds(10), 5);

    private ScheduleSection() {}

    static Schedule read(Fields study) {
        return study.mapping("schedule").flatMap(ScheduleSection::of).orElse(DEFAULT);
    }

    private static Optional<Schedule> of(Fields fields) {
        int rounds = fields.count("rounds").orElse(DEFAULT.rounds());
        int block = fields.count("block").orElse(DEFAULT.block());
        int confirmations = fields.count("confirmations").orElse(DEFAULT.confirmations());
        Duration spacing =
                fields.whole("spacing", Units.TIME).map(Duration::ofNanos).orElse(DEFAULT.spacing());
        Duration deadline =
                fields.whole("deadline", Units.TIME).map(Duration::ofNanos).orElse(DEFAULT.deadline());
        // Counts out of their bounds are the schema's to refuse; here they must not hide a wrong
        // deadline.
        return fields.attempt(
                fields.at("deadline").orElse(fields.node()),
                () -> new Schedule(
                        Math.max(1, rounds), Math.max(1, block), spacing, deadline, Math.max(0, confirmations)));
    }
}
