package io.tierwise.agent;

import com.google.protobuf.ByteString;
import io.tierwise.agent.TierException.Reason;
import io.tierwise.agent.proto.BlockRequest;
import io.tierwise.agent.proto.Done;
import io.tierwise.agent.proto.EvaluateRequest;
import io.tierwise.agent.proto.EvaluatedReply;
import io.tierwise.agent.proto.ProfileReply;
import io.tierwise.agent.proto.ProfileRequest;
import io.tierwise.agent.proto.Reply;
import io.tierwise.data.Prediction;
import io.tierwise.data.Task;
import io.tierwise.data.Tensor;
import io.tierwise.runtime.NumberFormat;
import io.tierwise.runtime.Profile;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// The requests that take long and report as they go: blocks of trials, evaluations, profiles.
final class Requests {

    private final String tier;
    private final Parts parts;
    private final Stages stages;
    private final Trials trials;
    private final Worker worker;

    Requests(String tier, Parts parts, Stages stages, Trials trials, Worker worker) {
        this.tier = tier;
        this.parts = parts;
        this.stages = stages;
        this.trials = trials;
        this.worker = worker;
    }

    /// Runs a block; gives the number of trials that ended. Waiting between trials costs no CPU.
    Done block(BlockRequest request, Cancellation cancellation, Consumer<Reply.Builder> out) {
        RouteSpec route = stages.route(request.getStrategy());
        if (!route.source().equals(tier)) {
            throw new TierException(
                    tier, Reason.REQUEST, "is not the source of " + route.strategy() + ", that is " + route.source());
        }
        long done = 0;
        long nextStart = System.nanoTime();
        for (String sample : request.getSamplesList()) {
            if (cancellation.awaitUntil(nextStart)) {
                break;
            }
            nextStart = System.nanoTime() + request.getSpacingNanos();
            TrialReport report = trials.run(route, sample, request.getDeadlineNanos());
            out.accept(Reply.newBuilder().setTrial(TrialWire.message(report)));
            done++;
        }
        return Done.newBuilder().setCount(done).build();
    }

    /// Runs a chain of parts of this agent for its predictions; no link, no emulation.
    Done evaluate(EvaluateRequest request, Cancellation cancellation, Consumer<Reply.Builder> out) {
        List<Stage> chain = Wire.stages(request.getStagesList());
        if (chain.isEmpty()) {
            throw new BadFrameException("an evaluation without stages");
        }
        Task task = Wire.read(request.getTask());
        long done = 0;
        for (String sample : request.getSamplesList()) {
            if (cancellation.isCancelled()) {
                break;
            }
            Prediction prediction = predict(chain, task, trials.prepare(sample));
            out.accept(Reply.newBuilder()
                    .setEvaluated(EvaluatedReply.newBuilder()
                            .setSample(sample)
                            .setPrediction(ByteString.copyFrom(prediction.encode()))));
            done++;
        }
        return Done.newBuilder().setCount(done).build();
    }

    /// Parts that would stand on different tiers hand on what a codec leaves of their tensors.
    private Prediction predict(List<Stage> chain, Task task, Tensor input) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put(chain.getFirst().inputs().getFirst(), input);
        NumberFormat format = new NumberFormat();
        try (var _ = worker.take()) {
            Map<String, Tensor> outputs = Map.of();
            for (Stage stage : chain) {
                LoadedPart part = parts.get(stage.partId());
                outputs = part.name(stage.outputs(), part.run(part.bind(stage.inputs(), tensors)));
                Optional<Tensor> leaving = stage.leaving(outputs);
                if (leaving.isPresent()) {
                    return task.read(List.of(leaving.get()));
                }
                tensors.putAll(outputs);
                stage.codecs()
                        .forEach((name, codec) ->
                                tensors.computeIfPresent(name, (key, tensor) -> format.rounded(codec, tensor)));
            }
            return task.read(List.copyOf(outputs.values()));
        }
    }

    /// Times a part's nodes on this machine as it is: not stretched.
    ProfileReply profile(ProfileRequest request) {
        LoadedPart part = parts.get(request.getPart());
        Profile.Pace pace = new Profile.Pace(request.getRuns(), Duration.ofNanos(request.getSpacingNanos()));
        Profile profile;
        try (var _ = worker.take()) {
            profile = Profile.of(part.opening(), part.example(), part.settings(), pace);
        }
        ProfileReply.Builder reply = ProfileReply.newBuilder().setTotalNanos(profile.totalNanos());
        for (Profile.NodeTime node : profile.nodes()) {
            reply.addNodes(ProfileReply.NodeTime.newBuilder()
                    .setName(node.name())
                    .setOperator(node.operator())
                    .setNanos(node.nanos()));
        }
        return reply.build();
    }

    /// Closes all parts once no run is going on.
    void closeParts() {
        try (var _ = worker.take()) {
            parts.close();
        }
    }
}
