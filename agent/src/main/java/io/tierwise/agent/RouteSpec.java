package io.tierwise.agent;

import io.tierwise.data.InputForm;
import io.tierwise.data.Task;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// The way of one strategy's trials: told to every agent that runs a stage, and to the source.
///
/// @param strategy the strategy's name
/// @param source tier where inputs arise and answers are awaited
/// @param stages parts in the order they run; the first takes exactly one tensor, the prepared input
/// @param hops the pairs of tiers that are not reached directly; all others are
/// @param task how the answer is read into a prediction
/// @param clockOffsetNanos a tier's monotonic clock minus the controller's, for tiers on other
///     machines; absent is 0
/// @param inputForm how inputs travel to the first stage where that is not at the source
public record RouteSpec(
        String strategy,
        String source,
        List<Stage> stages,
        List<Hop> hops,
        Task task,
        Map<String, Long> clockOffsetNanos,
        InputForm inputForm) {

    public RouteSpec {
        Objects.requireNonNull(strategy, "strategy");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(task, "task");
        Objects.requireNonNull(inputForm, "inputForm");
        stages = List.copyOf(stages);
        hops = List.copyOf(hops);
        clockOffsetNanos = Map.copyOf(clockOffsetNanos);
        checkStages(strategy, stages);
    }

    /// A way on which inputs travel as tensors.
    public RouteSpec(
            String strategy,
            String source,
            List<Stage> stages,
            List<Hop> hops,
            Task task,
            Map<String, Long> clockOffsetNanos) {
        this(strategy, source, stages, hops, task, clockOffsetNanos, InputForm.TENSOR);
    }

    private static void checkStages(String strategy, List<Stage> stages) {
        if (stages.isEmpty()) {
            throw new IllegalArgumentException("route of " + strategy + " has no stages");
        }
        if (stages.getFirst().inputs().size() != 1) {
            throw new IllegalArgumentException("route of " + strategy + ": the first stage takes one tensor, found "
                    + stages.getFirst().inputs());
        }
        Set<String> known = new HashSet<>(stages.getFirst().inputs());
        for (Stage stage : stages) {
            if (!known.containsAll(stage.inputs())) {
                throw new IllegalArgumentException("route of " + strategy + ": part " + stage.partId() + " takes "
                        + stage.inputs() + ", but only " + known + " exist before it");
            }
            known.addAll(stage.outputs());
        }
    }

    /// Tiers that run a stage, and the source.
    public Set<String> tiers() {
        Set<String> tiers = new LinkedHashSet<>();
        tiers.add(source);
        stages.forEach(stage -> tiers.add(stage.tier()));
        return tiers;
    }

    /// The tiers on the way from one to another, the last being `to`; empty when they are the same.
    ///
    /// @throws IllegalArgumentException when the hops lead round in a circle
    public List<String> path(String from, String to) {
        List<String> path = new ArrayList<>();
        for (String at = from; !at.equals(to); ) {
            at = next(at, to);
            if (path.contains(at)) {
                throw new IllegalArgumentException("route of " + strategy + ": hops from " + from + " to " + to
                        + " go round in a circle: " + path);
            }
            path.add(at);
        }
        return path;
    }

    private String next(String from, String to) {
        return hops.stream()
                .filter(hop -> hop.from().equals(from) && hop.to().equals(to))
                .map(Hop::next)
                .findFirst()
                .orElse(to);
    }

    /// Names of the tensors that stages after `stage` still need; for the last stage its own outputs.
    List<String> liveAfter(int stage) {
        if (stage == stages.size() - 1) {
            return stages.get(stage).outputs();
        }
        Set<String> known = new LinkedHashSet<>(stages.getFirst().inputs());
        stages.subList(0, stage + 1).forEach(s -> known.addAll(s.outputs()));
        Set<String> needed = new LinkedHashSet<>();
        stages.subList(stage + 1, stages.size()).forEach(s -> needed.addAll(s.inputs()));
        needed.retainAll(known);
        return List.copyOf(needed);
    }
}
