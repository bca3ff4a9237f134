package io.tierwise.agent;

import io.tierwise.agent.TierException.Reason;
import io.tierwise.agent.proto.StageTimes;
import io.tierwise.agent.proto.Trial;
import io.tierwise.agent.proto.TrialFailed;
import io.tierwise.data.Preprocessing;
import io.tierwise.data.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Carries trials through the stages that run here and on to whoever is next.
///
/// Time is cut into pieces that touch: arrived, worker taken, decoded, prepared, run, encoded, sent. What one
/// stage sends and the next receives lies between two stamps of the same kind, so the pieces of a trial
/// add up to its observation.
final class Stages {

    private final String tier;
    private final Parts parts;
    private final Worker worker;
    private final Ticker ticker;
    private final Links links;
    private final Preparation preparation;
    private final Coder coder = new Coder();
    private final Map<String, RouteSpec> routes = new ConcurrentHashMap<>();

    Stages(String tier, Parts parts, Worker worker, Links links, Preparation preparation) {
        this.tier = tier;
        this.parts = parts;
        this.worker = worker;
        this.ticker = worker.ticker();
        this.links = links;
        this.preparation = preparation;
    }

    void install(RouteSpec route) {
        for (Stage stage : route.stages()) {
            if (stage.tier().equals(tier)) {
                parts.get(stage.partId());
            }
        }
        for (String other : route.tiers()) {
            route.path(tier, other);
        }
        try (var _ = worker.take()) {
            route.stages().forEach(stage -> stage.codecs().values().forEach(coder::prepare));
        }
        routes.put(route.strategy(), route);
    }

    /// Forgets a route, and lets what still waits for a slow link on its behalf go at once.
    void remove(String strategy) {
        routes.remove(strategy);
        links.expedite();
        try (var _ = worker.take()) {
            coder.clear();
        }
    }

    Optional<RouteSpec> find(String strategy) {
        return Optional.ofNullable(routes.get(strategy));
    }

    RouteSpec route(String strategy) {
        return find(strategy)
                .orElseThrow(() -> new TierException(tier, Reason.REQUEST, "knows no route for '" + strategy + "'"));
    }

    List<RouteSpec> routes() {
        return List.copyOf(routes.values());
    }

    /// Runs the stages that are here, one after another; gives the moment the last of them was encoded.
    long runHere(Journey journey, long arrivedNanos) {
        long at = arrivedNanos;
        while (!journey.isAnswered() && journey.current().tier().equals(tier)) {
            at = runStage(journey, at);
        }
        return at;
    }

    private long runStage(Journey journey, long arrivedNanos) {
        Stage stage = journey.current();
        LoadedPart part = parts.get(stage.partId());
        StageTimes.Builder times =
                StageTimes.newBuilder().setTier(tier).setPart(stage.partId()).setArrivedNanos(arrivedNanos);
        try (Worker.Turn turn = worker.take()) {
            long taken = ticker.nanoTime();
            if (!journey.coded().isEmpty()) {
                worker.stretched(1, () -> journey.decode(coder));
            }
            long decoded = ticker.nanoTime();
            long prepared = prepare(journey, decoded);
            Map<String, Tensor> inputs = part.bind(stage.inputs(), journey.tensors());
            Running running = new Running(part, inputs);
            Worker.Done done = turn.run(prepared, part.settings().threads(), running);
            long ran = ticker.nanoTime();
            journey.complete(part.name(stage.outputs(), running.outputs));
            if (journey.isEncodedNext()) {
                worker.stretched(1, () -> journey.encode(coder));
            }
            long encoded = ticker.nanoTime();
            times.setQueueNanos(taken - arrivedNanos)
                    .setDecodeNanos(decoded - taken)
                    .setPrepareNanos(prepared - decoded)
                    .setRunNanos(ran - prepared)
                    .setEncodeNanos(encoded - ran)
                    .setSentNanos(encoded)
                    .setCpuNanos(done.spent().cpuNanos())
                    .setHeldNanos(done.spent().heldNanos())
                    .setThrottledPeriods(done.throttled().periods())
                    .setThrottledNanos(done.throttled().nanos());
            journey.stages().add(times.build());
            return encoded;
        }
    }

    /// Makes the tensor of an input that came raw; gives the moment when that was done.
    private long prepare(Journey journey, long decodedNanos) {
        if (journey.raw().isEmpty()) {
            return decodedNanos;
        }
        RawInput input = journey.raw().get();
        Preprocessing steps = preparation.steps();
        journey.prepared(preparation.stretched(() -> input.prepared(steps)));
        return ticker.nanoTime();
    }

    private static final class Running implements Runnable {
        private final LoadedPart part;
        private final Map<String, Tensor> inputs;
        private Map<String, Tensor> outputs = Map.of();

        Running(LoadedPart part, Map<String, Tensor> inputs) {
            this.part = part;
            this.inputs = inputs;
        }

        @Override
        public void run() {
            outputs = part.run(inputs);
        }
    }

    /// Sends a trial to the tier that has to act next.
    void sendOn(Journey journey) {
        Payload payload = Payload.of(journey.tensors(), journey.coded());
        List<ByteBuffer> buffers = new ArrayList<>(payload.buffers());
        List<String> path = journey.route().path(tier, journey.destination());
        Trial.Builder message = journey.message().addAllPath(path).setFrom(tier).addAllTensors(payload.infos());
        journey.raw().ifPresent(input -> {
            message.setRaw(input.message());
            buffers.add(input.bytes());
        });
        links.to(path.getFirst()).send(FrameType.TRIAL, message.build(), buffers);
    }

    /// Tells the source that a trial cannot go on; 0 stands for every trial that uses the failed tier.
    void sendFailure(long trial, List<String> path, TierException failure) {
        TrialFailed message = TrialFailed.newBuilder()
                .setTrial(trial)
                .addAllPath(path)
                .setFrom(tier)
                .setFailure(Faults.message(failure))
                .build();
        links.to(path.getFirst()).send(FrameType.TRIAL_FAILED, message, List.of());
    }
}
