package io.tierwise.agent;

import io.tierwise.agent.proto.StageTimes;
import java.util.List;
import java.util.Map;

/// Puts a trial's stamps together into phases that add up to the observation.
///
/// What happened inside a tier is a difference of two stamps of that tier's clock and needs no other.
/// What remains of the source's own total is transport, and only its division between the way there
/// (wire) and the way back (answer) needs the clocks to be compared. A division that the clocks make
/// impossible is put right and marked.
record PhaseSum(long totalNanos, Phases phases, boolean clockDoubtful) {

    /// Stamps of the source.
    ///
    /// @param startNanos before prepare
    /// @param preparedNanos after it
    /// @param sentNanos after encode; equal to `preparedNanos` when nothing was encoded
    /// @param answeredNanos when the answer was decoded, or the last local run was over
    record SourceStamps(long startNanos, long preparedNanos, long sentNanos, long answeredNanos) {}

    /// @param offsets each tier's clock minus a common one; absent is 0
    static PhaseSum of(SourceStamps source, List<StageTimes> stages, String sourceTier, Map<String, Long> offsets) {
        long total = source.answeredNanos() - source.startNanos();
        long prepare = source.preparedNanos() - source.startNanos();
        long encode = source.sentNanos() - source.preparedNanos();
        long queue = 0;
        long run = 0;
        long decode = 0;
        StageTimes last = stages.getLast();
        for (StageTimes stage : stages) {
            queue += stage.getQueueNanos();
            run += stage.getRunNanos();
            decode += stage.getDecodeNanos();
            prepare += stage.getPrepareNanos();
            encode += stage.getEncodeNanos();
        }
        // The last stage's encoding is on the way back: part of the answer.
        encode -= last.getEncodeNanos();
        long transport = total - prepare - encode - queue - run - decode;
        long shift = offset(offsets, last.getTier()) - offset(offsets, sourceTier);
        long lastRunEnd = last.getSentNanos() - last.getEncodeNanos() - shift;
        long answer = source.answeredNanos() - lastRunEnd;
        long possible = Math.clamp(answer, Math.min(0, transport), Math.max(0, transport));
        Phases phases = new Phases(prepare, encode, transport - possible, queue, run, decode, possible);
        return new PhaseSum(total, phases, possible != answer || transport < 0);
    }

    private static long offset(Map<String, Long> offsets, String tier) {
        return offsets.getOrDefault(tier, 0L);
    }
}
