package io.tierwise.study;

import io.tierwise.data.InputForm;
import io.tierwise.data.Preprocessing;
import io.tierwise.data.Task;
import io.tierwise.deployment.Strategy;
import io.tierwise.deployment.Topology;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A study file with every choice made: what will be measured.
///
/// @param model the untouched model
/// @param exits folder of a cascade whose heads `E(exit)` takes; empty where it fits its own
/// @param samples what each sample may be used for
/// @param preprocessing from a sample to the model's input
/// @param input how inputs travel to a first part that is not at the source; empty where their sizes decide
/// @param task how answers are read and scored
/// @param topology tiers, links and the source
/// @param strategies what is compared, in order
/// @param goals what the user wants
/// @param worth the smallest ratio that matters
/// @param schedule how much is measured
/// @param seed of every random choice
/// @param text the study file it came from, kept with the results
/// @param origin where that and the samples lie
public record StudyPlan(
        Path model,
        Optional<Path> exits,
        StudySamples samples,
        Preprocessing preprocessing,
        Optional<InputForm> input,
        Task task,
        Topology topology,
        List<Strategy> strategies,
        List<Goal> goals,
        double worth,
        Schedule schedule,
        long seed,
        String text,
        StudyOrigin origin) {
    public StudyPlan {
        strategies = List.copyOf(strategies);
        goals = List.copyOf(goals);
        if (strategies.isEmpty()) {
            throw new IllegalArgumentException("A study needs at least one strategy");
        }
        if (!(worth > 0 && worth < 1)) {
            throw new IllegalArgumentException("worth must lie between 0 and 100 %, found " + worth);
        }
    }

    /// The same model and samples elsewhere, to take times of some strategies and nothing else.
    ///
    /// @param resolved strategies whose choices are made already
    /// @param rounds that each of them runs
    public StudyPlan toTime(List<Strategy> resolved, Topology where, int rounds) {
        return new StudyPlan(
                model,
                exits,
                samples,
                preprocessing,
                input,
                task,
                where,
                resolved,
                goals,
                worth,
                schedule.equally(rounds),
                seed,
                text,
                origin);
    }

    /// The same study of these strategies and no others, whose choices, such as cuts, are made already.
    public StudyPlan of(List<Strategy> resolved) {
        return new StudyPlan(
                model,
                exits,
                samples,
                preprocessing,
                input,
                task,
                topology,
                resolved,
                goals,
                worth,
                schedule.withoutExploring(),
                seed,
                text,
                origin);
    }
}
