package io.tierwise.deployment;

import io.tierwise.deployment.HostWatch.Reading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/// Something that the machine did while a time was taken, beside what was measured.
///
/// @param kind what, in a word
/// @param words the same with its amount
public record Disturbance(Kind kind, String words) {

    /// What can disturb.
    public enum Kind {
        /// The machine below this virtual one kept processor time from it.
        STEAL,
        /// Processes that are not ours ran.
        FOREIGN_LOAD,
        /// The processor slowed itself because of heat.
        THROTTLED,
        /// The processor ran slower than it had before.
        FREQUENCY,
        /// The time of day was set.
        CLOCK_JUMP
    }

    /// A twentieth of a processor, above the rounding of 10 ms ticks in blocks of a tenth of a second.
    private static final double STOLEN_PROCESSORS = 0.05;

    private static final Duration LEAST_STOLEN = Duration.ofMillis(20);

    /// With half a processor taken, a tier's run no longer has one to itself whenever it wants it.
    private static final double FOREIGN_PROCESSORS = 0.5;

    private static final Duration LEAST_FOREIGN = Duration.ofMillis(50);
    private static final double SLOWER = 0.9;
    private static final Duration JUMP = Duration.ofMillis(100);

    /// What happened between two readings; nothing if it stayed within what measuring bears.
    ///
    /// @param usualMegahertz the frequency to expect; empty if not known
    public static List<Disturbance> between(Reading before, Reading after, OptionalDouble usualMegahertz) {
        Duration span = after.sinceBoot().minus(before.sinceBoot());
        List<Disturbance> found = new ArrayList<>();
        Duration stolen = after.stolen().minus(before.stolen());
        if (isMore(stolen, span, STOLEN_PROCESSORS, LEAST_STOLEN)) {
            found.add(new Disturbance(Kind.STEAL, "stolen " + processors(stolen, span)));
        }
        Duration foreign = after.busy().minus(before.busy()).minus(after.own().minus(before.own()));
        if (isMore(foreign, span, FOREIGN_PROCESSORS, LEAST_FOREIGN)) {
            found.add(new Disturbance(Kind.FOREIGN_LOAD, "other processes took " + processors(foreign, span)));
        }
        if (after.throttles().orElse(0) > before.throttles().orElse(0)) {
            found.add(new Disturbance(Kind.THROTTLED, "the processor slowed itself because of heat"));
        }
        if (after.megahertz().isPresent()
                && usualMegahertz.isPresent()
                && after.megahertz().getAsDouble() < SLOWER * usualMegahertz.getAsDouble()) {
            found.add(new Disturbance(
                    Kind.FREQUENCY,
                    String.format(
                            Locale.ROOT,
                            "the processor ran at %.0f MHz instead of %.0f",
                            after.megahertz().getAsDouble(),
                            usualMegahertz.getAsDouble())));
        }
        Duration jump = Duration.between(before.timeOfDay(), after.timeOfDay()).minus(span);
        if (jump.abs().compareTo(JUMP) > 0) {
            found.add(new Disturbance(Kind.CLOCK_JUMP, "the clock was set by " + jump.toMillis() + " ms"));
        }
        return List.copyOf(found);
    }

    private static boolean isMore(Duration taken, Duration span, double processors, Duration least) {
        return taken.compareTo(least) > 0 && taken.toNanos() > processors * span.toNanos();
    }

    private static String processors(Duration taken, Duration span) {
        return String.format(
                Locale.ROOT, "%.0f %% of a processor", 100.0 * taken.toNanos() / Math.max(1, span.toNanos()));
    }
}
