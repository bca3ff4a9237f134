package io.tierwise.agent;

import io.tierwise.agent.proto.LinkUse;
import io.tierwise.agent.proto.StageTimes;
import io.tierwise.agent.proto.Trial;
import io.tierwise.data.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// A trial on its way through the stages: what it carries and what happened to it so far. One thread has it at a time.
final class Journey {

    private final long trial;
    private final RouteSpec route;
    private final Map<String, Tensor> tensors;
    private final List<StageTimes> stages;
    private final List<LinkUse> links;
    private final Map<String, CodedTensor> coded = new LinkedHashMap<>();
    private Optional<RawInput> raw = Optional.empty();
    private int stage;

    private Journey(
            long trial, RouteSpec route, Map<String, Tensor> tensors, List<StageTimes> stages, List<LinkUse> links) {
        this.trial = trial;
        this.route = route;
        this.tensors = new LinkedHashMap<>(tensors);
        this.stages = new ArrayList<>(stages);
        this.links = new ArrayList<>(links);
    }

    /// Begins at the source, which must not be disturbed by what the trial will need.
    static Journey begin(long trial, RouteSpec route, Tensor input) {
        return new Journey(trial, route, Map.of(inputName(route), input), List.of(), List.of());
    }

    /// Begins at the source with an input that the first stage's tier has to prepare.
    static Journey begin(long trial, RouteSpec route, RawInput input) {
        Journey journey = new Journey(trial, route, Map.of(), List.of(), List.of());
        journey.raw = Optional.of(input);
        return journey;
    }

    private static String inputName(RouteSpec route) {
        return route.stages().getFirst().inputs().getFirst();
    }

    /// Goes on from what arrived.
    static Journey resume(Trial message, RouteSpec route, Payload.Content content, LinkUse last) {
        if (message.getStage() < 0 || message.getStage() > route.stages().size()) {
            throw new BadFrameException("stage " + message.getStage() + " of a route of "
                    + route.stages().size());
        }
        Journey journey = new Journey(
                message.getTrial(), route, content.tensors(), message.getStagesList(), message.getLinksList());
        journey.stage = message.getStage();
        journey.links.add(last);
        journey.coded.putAll(content.coded());
        return journey;
    }

    /// Goes on from a raw input that arrived.
    ///
    /// @throws BadFrameException when it came to another stage than the first, or beside tensors
    static Journey resume(Trial message, RouteSpec route, RawInput input, LinkUse last) {
        if (message.getStage() != 0 || message.getTensorsCount() > 0) {
            throw new BadFrameException("a raw input at stage " + message.getStage() + " beside "
                    + message.getTensorsCount() + " tensors: it belongs alone to stage 0");
        }
        Journey journey = resume(message, route, new Payload.Content(Map.of(), Map.of()), last);
        journey.raw = Optional.of(input);
        return journey;
    }

    long trial() {
        return trial;
    }

    RouteSpec route() {
        return route;
    }

    Map<String, Tensor> tensors() {
        return tensors;
    }

    /// Tensors in the bytes they travel in: those that came and are not decoded yet, or those encoded to
    /// be sent.
    Map<String, CodedTensor> coded() {
        return coded;
    }

    /// The input where it has to be prepared yet.
    Optional<RawInput> raw() {
        return raw;
    }

    /// Puts the first stage's tensor in the place of the raw input it was made of.
    void prepared(Tensor input) {
        tensors.put(inputName(route), input);
        raw = Optional.empty();
    }

    /// Turns what came coded into tensors.
    void decode(Coder coder) {
        coded.forEach((name, tensor) -> tensors.put(name, coder.decode(name, tensor)));
        coded.clear();
    }

    /// Encodes what travels to another tier by a codec of the stage that gave it.
    void encode(Coder coder) {
        for (Stage done : route.stages().subList(0, stage)) {
            done.codecs().forEach((name, codec) -> {
                Tensor tensor = tensors.get(name);
                if (tensor != null && !codec.codec().isAsIs()) {
                    coded.put(name, coder.encode(name, codec, tensor));
                }
            });
        }
    }

    /// Whether the next to act is on another tier and gets something that a codec turns into bytes; an answer never is.
    boolean isEncodedNext() {
        return !isAnswered()
                && !current().tier().equals(route.stages().get(stage - 1).tier())
                && route.stages().subList(0, stage).stream()
                        .flatMap(done -> done.codecs().entrySet().stream())
                        .anyMatch(entry -> tensors.containsKey(entry.getKey())
                                && !entry.getValue().codec().isAsIs());
    }

    List<StageTimes> stages() {
        return stages;
    }

    List<LinkUse> links() {
        return links;
    }

    int stage() {
        return stage;
    }

    boolean isAnswered() {
        return stage == route.stages().size();
    }

    Stage current() {
        return route.stages().get(stage);
    }

    /// The tier that has to act next.
    String destination() {
        return isAnswered() ? route.source() : current().tier();
    }

    /// Adds a stage's outputs, forgets what no later stage needs, and moves on to the next stage; or leaves
    /// the chain with the stage's own answer.
    void complete(Map<String, Tensor> outputs) {
        Optional<Tensor> leaving = current().leaving(outputs);
        if (leaving.isPresent()) {
            tensors.clear();
            tensors.put(route.stages().getLast().outputs().getFirst(), leaving.get());
            stage = route.stages().size();
            return;
        }
        tensors.putAll(outputs);
        List<String> live = route.liveAfter(stage);
        if (stage == route.stages().size() - 1) {
            Map<String, Tensor> answer = new LinkedHashMap<>();
            live.forEach(name -> answer.put(name, Objects.requireNonNull(outputs.get(name), name)));
            tensors.clear();
            tensors.putAll(answer);
        } else {
            tensors.keySet().retainAll(live);
        }
        stage++;
    }

    Trial.Builder message() {
        return Trial.newBuilder()
                .setTrial(trial)
                .setStrategy(route.strategy())
                .setSource(route.source())
                .setStage(stage)
                .addAllStages(stages)
                .addAllLinks(links);
    }
}
