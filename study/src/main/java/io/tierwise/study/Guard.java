package io.tierwise.study;

import io.tierwise.deployment.Disturbance;
import io.tierwise.deployment.HostWatch;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// Watches the machine around blocks of trials.
final class Guard {
    private final HostWatch watch;
    private OptionalDouble usualMegahertz = OptionalDouble.empty();

    Guard(HostWatch watch) {
        this.watch = watch;
    }

    /// What disturbed the machine while `block` ran.
    List<Disturbance> around(Runnable block) {
        Optional<HostWatch.Reading> before = watch.read();
        block.run();
        Optional<HostWatch.Reading> after = watch.read();
        if (before.isEmpty() || after.isEmpty()) {
            return List.of();
        }
        List<Disturbance> found = Disturbance.between(before.get(), after.get(), usualMegahertz);
        after.get()
                .megahertz()
                .ifPresent(now -> usualMegahertz = OptionalDouble.of(Math.max(now, usualMegahertz.orElse(0))));
        return found;
    }
}
