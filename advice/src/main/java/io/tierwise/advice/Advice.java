package io.tierwise.advice;

import io.tierwise.study.Goal;
import java.util.List;
import java.util.Optional;

/// The answer to a study's question under given goals, with its reasons.
///
/// @param decision whether a strategy could be chosen, and which
/// @param sentence the answer in plain words, one or two sentences
/// @param goals what was asked
/// @param worth the smallest ratio that matters
/// @param standings every strategy: first those equal to the best, then the others by what the goals
///     make small, then those that failed
/// @param friedman whether the strategies differ at all, over the rounds that all of them ran in; empty
///     below three strategies or rounds
/// @param headline the confirmed figures of the choice, from repetitions on samples that chose nothing
/// @param runnerUp the confirmed figures of the runner-up
/// @param sustained how the choice fared while it ran on without a rest; empty unless that was asked for
/// @param caveats what limits the answer: emulation, disturbance, too few samples; a sentence each
public record Advice(
        Decision decision,
        String sentence,
        List<Goal> goals,
        double worth,
        List<Standing> standings,
        Optional<FriedmanSummary> friedman,
        Optional<Headline> headline,
        Optional<Headline> runnerUp,
        Optional<Sustained> sustained,
        List<String> caveats) {
    public Advice {
        goals = List.copyOf(goals);
        standings = List.copyOf(standings);
        caveats = List.copyOf(caveats);
    }

    /// The Friedman test over the strategies, on the median time of a round.
    public record FriedmanSummary(int strategies, int rounds, double statistic, double p) {}
}
