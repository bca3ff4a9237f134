package io.tierwise.deployment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;

/// CPU quotas as control groups write them.
final class Quota {

    /// Short enough that runs of some milliseconds meet it; 100 ms, the default, leaves them untouched
    /// and stalls the next one.
    static final long PERIOD_MICROS = 10_000;

    private Quota() {}

    /// The least quota from our own group up to the root, in cores.
    static OptionalDouble tightest(Hierarchy hierarchy) throws IOException {
        OptionalDouble least = OptionalDouble.empty();
        for (Path at = hierarchy.own(); ; at = at.resolve("..").normalize()) {
            OptionalDouble here = of(at, hierarchy.version());
            if (here.isPresent() && here.getAsDouble() < least.orElse(Double.MAX_VALUE)) {
                least = here;
            }
            if (at.equals(hierarchy.mount())) {
                return least;
            }
        }
    }

    /// The quota of one group, in cores.
    static OptionalDouble of(Path group, int version) throws IOException {
        Path period = group.resolve(version == 1 ? "cpu.cfs_period_us" : "cpu.max");
        Path quota = group.resolve(version == 1 ? "cpu.cfs_quota_us" : "cpu.max");
        if (!Files.isReadable(period) || !Files.isReadable(quota)) {
            return OptionalDouble.empty();
        }
        List<String> words = Hierarchy.words(quota);
        String periodMicros = Hierarchy.words(period).getLast();
        String quotaMicros = words.getFirst();
        if (quotaMicros.equals("max") || quotaMicros.startsWith("-")) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(Double.parseDouble(quotaMicros) / Double.parseDouble(periodMicros));
    }
}
