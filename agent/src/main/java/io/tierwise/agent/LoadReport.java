package io.tierwise.agent;

import io.tierwise.runtime.TensorSpec;
import java.util.List;

/// What opening a part cost.
///
/// @param loadNanos wall time of opening the session, stretched to the tier's CPU share like any run
/// @param firstRunNanos the first run, apart from the warm ones
/// @param warmRunNanos median of the warm-up runs; 0 when there were none
/// @param warmCpuNanos median CPU time of the warm-up runs, not stretched; 0 when there were none
/// @param memory of the agent's process afterwards
public record LoadReport(
        String partId,
        long loadNanos,
        long firstRunNanos,
        long warmRunNanos,
        long warmCpuNanos,
        List<TensorSpec> inputs,
        List<TensorSpec> outputs,
        Memory memory) {
    public LoadReport {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }
}
