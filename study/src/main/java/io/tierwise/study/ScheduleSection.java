package io.tierwise.study;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/// Reads `schedule`.
final class ScheduleSection {
    /// Close calls get up to 400 trials, the others stop after a few rounds.
    static final Schedule DEFAULT =
            new Schedule(0, 40, 12, 10, Duration.ofMillis(20), Duration.ofSeconds(10), 5, Budget.unlimited());

    private ScheduleSection() {}

    static Schedule read(Fields study) {
        // A list of strategies is the whole question, unless it says otherwise.
        Schedule usual = study.has("strategies") ? DEFAULT.withoutExploring() : DEFAULT;
        return study.mapping("schedule").flatMap(fields -> of(fields, usual)).orElse(usual);
    }

    private static Optional<Schedule> of(Fields fields, Schedule usual) {
        // Counts out of their bounds are the schema's to refuse; here they must not hide other faults.
        int rounds = Math.max(1, fields.count("rounds").orElse(DEFAULT.rounds()));
        int explore = Math.max(0, fields.count("explore").orElse(usual.explore()));
        int block = Math.max(1, fields.count("block").orElse(DEFAULT.block()));
        int confirmations = Math.max(0, fields.count("confirmations").orElse(DEFAULT.confirmations()));
        Duration spacing =
                fields.whole("spacing", Units.TIME).map(Duration::ofNanos).orElse(DEFAULT.spacing());
        Duration deadline =
                fields.whole("deadline", Units.TIME).map(Duration::ofNanos).orElse(DEFAULT.deadline());
        Budget budget =
                fields.mapping("budget").flatMap(ScheduleSection::budget).orElse(DEFAULT.budget());
        Optional<Integer> least = fields.count("least").map(count -> Math.max(0, count));
        least.filter(count -> count > rounds)
                .ifPresent(count -> fields.faults()
                        .add(
                                fields.at("least").orElse(fields.node()),
                                "'least' must be at most the " + rounds + " 'rounds', found " + count));
        return fields.attempt(
                fields.at("deadline").orElse(fields.node()),
                () -> new Schedule(
                        Math.min(least.orElse(DEFAULT.least()), rounds),
                        rounds,
                        explore,
                        block,
                        spacing,
                        deadline,
                        confirmations,
                        budget));
    }

    private static Optional<Budget> budget(Fields fields) {
        Optional<Duration> time = fields.whole("time", Units.TIME).map(Duration::ofNanos);
        OptionalLong trials = fields.count("trials").stream()
                .mapToLong(count -> Math.max(1, count))
                .findFirst();
        return fields.attempt(fields.at("time").orElse(fields.node()), () -> new Budget(time, trials));
    }
}
