package io.tierwise.report;

import io.tierwise.advice.Advice;
import io.tierwise.advice.Decision;
import io.tierwise.advice.Headline;
import io.tierwise.advice.Standing;
import io.tierwise.study.Goal;
import io.tierwise.study.StudyRecord;
import io.tierwise.study.TierRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The answer first: what to do, with which confirmed figures, under which goals.
///
/// @param status the decision in two or three words
/// @param kind `good`, `open` or `none`, for its colour
/// @param basis conditions and tiers in words
/// @param constrained whether there is a goal that can be missed
/// @param misses what the decision's strategy does not keep; empty if it keeps every goal
record AnswerSection(
        String status,
        String kind,
        String sentence,
        String basis,
        List<Card> cards,
        List<String> goals,
        boolean constrained,
        String worth,
        List<String> misses,
        List<String> peers,
        List<String> caveats) {

    /// The confirmed figures of one strategy.
    record Card(String role, String kind, String strategy, List<Fact> facts) {}

    /// A figure with what it is and what supports it.
    record Fact(String label, String value, String support) {}

    static AnswerSection of(StudyRecord study, Advice advice) {
        Decision decision = advice.decision();
        List<Card> cards = new ArrayList<>();
        advice.headline().ifPresent(headline -> cards.add(card(Words.status(decision), "best", headline)));
        advice.runnerUp().ifPresent(headline -> cards.add(card("Runner-up", "second", headline)));
        return new AnswerSection(
                Words.status(decision),
                kind(decision),
                advice.sentence(),
                basis(study),
                cards,
                advice.goals().stream().map(Goal::toText).toList(),
                advice.goals().stream().anyMatch(goal -> !(goal instanceof Goal.Objective)),
                Digits.percent(advice.worth()),
                misses(advice),
                Words.peers(decision),
                advice.caveats());
    }

    private static String kind(Decision decision) {
        return switch (decision) {
            case Decision.Chosen _ -> "good";
            case Decision.Undecided _ -> "open";
            case Decision.Infeasible _ -> "none";
        };
    }

    private static List<String> misses(Advice advice) {
        Optional<List<String>> misses = advice.standings().stream()
                .filter(standing -> standing.strategy().name().equals(Words.subject(advice.decision())))
                .map(Standing::misses)
                .findFirst();
        return advice.decision() instanceof Decision.Infeasible infeasible
                ? List.of(infeasible.miss())
                : misses.orElse(List.of());
    }

    private static String basis(StudyRecord study) {
        long emulated = study.tiers().stream().filter(TierRecord::emulated).count();
        boolean here = study.tiers().stream().allMatch(tier -> tier.elsewhere().isEmpty());
        String tiers = emulated == 0
                ? "measured on every tier"
                : emulated == study.tiers().size()
                        ? "every tier emulated" + (here ? " on this machine" : "")
                        : emulated + " of " + study.tiers().size() + " tiers emulated, the others measured";
        return Words.CONDITIONS + "; " + tiers;
    }

    private static Card card(String role, String kind, Headline headline) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact(
                "median latency",
                Digits.millis(headline.p50Millis()),
                "95 % interval " + Digits.interval(headline.p50Low(), headline.p50High())));
        facts.add(new Fact("95th percentile", Digits.millis(headline.p95Millis()), trials(headline)));
        facts.add(new Fact(
                headline.fresh() ? "between processes" : "between repetitions",
                Digits.interval(headline.fastestProcessMillis(), headline.slowestProcessMillis()) + " ms",
                "medians of " + headline.repetitions()));
        if (!Double.isNaN(headline.accuracy())) {
            facts.add(new Fact(
                    "accuracy",
                    Digits.share(headline.accuracy()),
                    "95 % interval " + Digits.shareInterval(headline.accuracyLow(), headline.accuracyHigh())));
            facts.add(new Fact("drop", Digits.points(headline.drop()), "against the untouched model"));
        }
        return new Card(role, kind, headline.strategy(), facts);
    }

    private static String trials(Headline headline) {
        return Digits.count(headline.trials()) + " trials on samples that chose nothing";
    }
}
