package io.tierwise.study;

import java.util.List;
import java.util.Optional;

/// A tier as it really was during a study.
///
/// @param name the tier's name in the study file
/// @param standing in words what it stands on: "emulated: Intel Xeon, AVX512-VNNI, 0.25 CPU" or
///     "measured: ..."
/// @param emulated whether a stand-in, slowed as asked, ran in its place
/// @param cpu its CPU facts as one key: two tiers with equal keys share one accuracy
/// @param limits every limit asked for, what was got, and how; one sentence each
/// @param elsewhere where its agent is, if that is not a process of the study's own: such an agent
///     stays one process from the first trial to the last
public record TierRecord(
        String name, String standing, boolean emulated, String cpu, List<String> limits, Optional<String> elsewhere) {
    public TierRecord {
        limits = List.copyOf(limits);
    }
}
