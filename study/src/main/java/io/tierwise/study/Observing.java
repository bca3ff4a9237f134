package io.tierwise.study;

import io.tierwise.agent.LinkBytes;
import io.tierwise.agent.Phases;
import io.tierwise.agent.StageReport;
import io.tierwise.agent.TrialReport;
import io.tierwise.data.Prediction;
import java.util.zip.CRC32;

/// Turns what an agent reports of a trial into an observation.
final class Observing {
    private Observing() {}

    static Observation of(TrialReport report, String strategy, Observation.Purpose purpose, int round, int index) {
        Phases phases = report.phases();
        return new Observation(
                strategy,
                purpose,
                round,
                index,
                report.sampleId(),
                new PhaseTimes(
                        phases.prepareNanos(),
                        phases.encodeNanos(),
                        phases.wireNanos(),
                        phases.queueNanos(),
                        phases.runNanos(),
                        phases.decodeNanos(),
                        phases.answerNanos()),
                report.links().stream().mapToLong(LinkBytes::bytes).sum(),
                report.stages().stream().mapToLong(StageReport::cpuNanos).sum(),
                report.stages().stream().mapToLong(StageReport::throttledNanos).sum(),
                inShort(report.prediction()),
                report.stages().size());
    }

    /// A prediction as a few characters: enough to see whether two are equal.
    private static String inShort(Prediction prediction) {
        return switch (prediction) {
            case Prediction.TopClasses(var best) -> best.isEmpty() ? "no class" : "class " + best.getFirst();
            case Prediction.PixelClasses map -> {
                var digest = new CRC32();
                digest.update(map.classes());
                yield "map " + Long.toHexString(digest.getValue());
            }
        };
    }
}
