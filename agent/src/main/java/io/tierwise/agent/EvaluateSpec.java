package io.tierwise.agent;

import io.tierwise.data.Task;
import java.util.List;
import java.util.Objects;

/// A chain of parts of one agent, run on samples for their predictions alone: no links, no emulation.
///
/// @param stages their tiers are ignored; all parts must be loaded on the agent asked
public record EvaluateSpec(List<Stage> stages, Task task, List<String> sampleIds) {
    public EvaluateSpec {
        Objects.requireNonNull(task, "task");
        stages = List.copyOf(stages);
        sampleIds = List.copyOf(sampleIds);
        if (stages.isEmpty()) {
            throw new IllegalArgumentException("nothing to evaluate: no stages");
        }
    }
}
