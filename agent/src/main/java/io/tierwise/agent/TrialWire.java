package io.tierwise.agent;

import com.google.protobuf.ByteString;
import io.tierwise.agent.proto.LinkUse;
import io.tierwise.agent.proto.StageTimes;
import io.tierwise.agent.proto.TrialReply;
import io.tierwise.data.DataException;
import io.tierwise.data.Prediction;
import java.util.List;

/// Reports of trials as protobuf messages and back.
final class TrialWire {

    private TrialWire() {}

    static TrialReply message(TrialReport report) {
        Phases phases = report.phases();
        TrialReply.Builder message = TrialReply.newBuilder()
                .setSample(report.sampleId())
                .setTotalNanos(report.totalNanos())
                .setPrepare(phases.prepareNanos())
                .setEncode(phases.encodeNanos())
                .setWire(phases.wireNanos())
                .setQueue(phases.queueNanos())
                .setRun(phases.runNanos())
                .setDecode(phases.decodeNanos())
                .setAnswer(phases.answerNanos())
                .setClockDoubtful(report.clockDoubtful())
                .setPrediction(ByteString.copyFrom(report.prediction().encode()));
        report.stages().forEach(stage -> message.addStages(message(stage)));
        for (LinkBytes link : report.links()) {
            message.addLinks(
                    LinkUse.newBuilder().setFrom(link.from()).setTo(link.to()).setBytes(link.bytes()));
        }
        return message.build();
    }

    private static StageTimes message(StageReport stage) {
        return StageTimes.newBuilder()
                .setTier(stage.tier())
                .setPart(stage.partId())
                .setQueueNanos(stage.queueNanos())
                .setDecodeNanos(stage.decodeNanos())
                .setPrepareNanos(stage.prepareNanos())
                .setRunNanos(stage.runNanos())
                .setEncodeNanos(stage.encodeNanos())
                .setCpuNanos(stage.cpuNanos())
                .setHeldNanos(stage.heldNanos())
                .setThrottledPeriods(stage.throttledPeriods())
                .setThrottledNanos(stage.throttledNanos())
                .build();
    }

    static TrialReport read(String strategy, TrialReply reply) {
        Phases phases = new Phases(
                reply.getPrepare(),
                reply.getEncode(),
                reply.getWire(),
                reply.getQueue(),
                reply.getRun(),
                reply.getDecode(),
                reply.getAnswer());
        return new TrialReport(
                strategy,
                reply.getSample(),
                reply.getTotalNanos(),
                phases,
                reply.getClockDoubtful(),
                stages(reply.getStagesList()),
                links(reply.getLinksList()),
                prediction(reply.getPrediction()));
    }

    static List<StageReport> stages(List<StageTimes> stages) {
        return stages.stream()
                .map(s -> new StageReport(
                        s.getTier(),
                        s.getPart(),
                        s.getQueueNanos(),
                        s.getDecodeNanos(),
                        s.getPrepareNanos(),
                        s.getRunNanos(),
                        s.getEncodeNanos(),
                        s.getCpuNanos(),
                        s.getHeldNanos(),
                        s.getThrottledPeriods(),
                        s.getThrottledNanos()))
                .toList();
    }

    static List<LinkBytes> links(List<LinkUse> links) {
        return links.stream()
                .map(l -> new LinkBytes(l.getFrom(), l.getTo(), l.getBytes()))
                .toList();
    }

    static Prediction prediction(ByteString bytes) {
        try {
            return Prediction.decode(bytes.toByteArray());
        } catch (DataException e) {
            throw new BadFrameException("a prediction cannot be read: " + e.getMessage(), e);
        }
    }
}
