package io.tierwise.report;

import io.tierwise.advice.Advice;
import io.tierwise.advice.Decision;
import io.tierwise.advice.Headline;
import io.tierwise.advice.Standing;
import io.tierwise.data.InputForm;
import io.tierwise.stats.CliffsDelta;
import io.tierwise.stats.Verdict;
import io.tierwise.study.InputTravel;
import io.tierwise.study.Outcome;
import io.tierwise.study.Phase;
import io.tierwise.study.StrategyRecord;
import io.tierwise.study.StudyRecord;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The words of the answer that the terminal and the page share, so that both say the same.
final class Words {
    /// The conditions under which every latency of a study stands.
    static final String CONDITIONS = "batch 1, one request at a time";

    private Words() {}

    static String status(Decision decision) {
        return switch (decision) {
            case Decision.Chosen chosen -> chosen.equals().isEmpty() ? "Recommended" : "Recommended among equals";
            case Decision.Undecided _ -> "Undecided";
            case Decision.Infeasible _ -> "No strategy meets the goals";
        };
    }

    /// The strategy that the decision is about: the chosen one, the leading one, or the nearest miss.
    static String subject(Decision decision) {
        return switch (decision) {
            case Decision.Chosen chosen -> chosen.strategy();
            case Decision.Undecided undecided -> undecided.leading();
            case Decision.Infeasible infeasible -> infeasible.nearest();
        };
    }

    /// Strategies that the samples do not tell from the decision's.
    static List<String> peers(Decision decision) {
        return switch (decision) {
            case Decision.Chosen chosen -> chosen.equals();
            case Decision.Undecided undecided -> undecided.open();
            case Decision.Infeasible _ -> List.of();
        };
    }

    /// A rank, with `=` where others share it.
    static String rank(Standing standing, Advice advice) {
        if (standing.rank() == 0) {
            return "-";
        }
        long sharing = advice.standings().stream()
                .filter(other -> other.rank() == standing.rank())
                .count();
        return (sharing > 1 ? "=" : "") + standing.rank();
    }

    /// A strategy's name in pieces between which a narrow page may break it.
    static List<String> pieces(String name) {
        return List.of(name.split("(?=[@+])|(?<=,)", -1));
    }

    /// A strategy's time / the best's, or a dash where the two share too few samples.
    static String ratioToBest(Standing standing, Advice advice) {
        boolean best = standing.strategy().name().equals(subject(advice.decision()));
        return best
                ? Digits.ratio(1)
                : standing.againstBest().map(c -> Digits.ratio(c.ratio())).orElse("-");
    }

    static String verdict(Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT);
    }

    static String magnitude(CliffsDelta.Magnitude magnitude) {
        return magnitude.name().toLowerCase(Locale.ROOT);
    }

    static String phase(Phase phase) {
        return phase.name().toLowerCase(Locale.ROOT);
    }

    static String describe(Phase phase) {
        return switch (phase) {
            case PREPARE -> "the sample is decoded and preprocessed, at the source or where its input travels to";
            case ENCODE -> "tensors become bytes";
            case WIRE -> "bytes travel towards the last part";
            case QUEUE -> "a request waits for its tier";
            case RUN -> "the parts run";
            case DECODE -> "bytes become tensors";
            case ANSWER -> "the answer travels back to the source";
        };
    }

    /// How inputs travel in a study and what else they would take; empty where no strategy begins away from
    /// the source.
    static Optional<String> inputs(StudyRecord study) {
        boolean away = study.strategies().stream()
                .flatMap(strategy -> strategy.tiers().stream().limit(1))
                .anyMatch(tier -> !tier.equals(study.source()));
        return study.inputs().filter(_ -> away).map(Words::inputs);
    }

    private static String inputs(InputTravel travel) {
        String others = Stream.of(InputForm.values())
                .filter(form -> form != travel.form())
                .flatMap(form ->
                        travel
                                .sizes(form)
                                .map(sizes -> describe(form) + " " + Digits.bytes(Math.round(sizes.mean())))
                                .stream())
                .collect(Collectors.joining(", "));
        return "inputs travel " + describe(travel.form()) + ": "
                + Digits.bytes(Math.round(travel.sizes().mean())) + " in the mean; " + others + "; "
                + preparedWhere(travel.form());
    }

    private static String describe(InputForm form) {
        return switch (form) {
            case TENSOR -> "as tensors";
            case UINT8 -> "as uint8 pixels";
            case ENCODED -> "encoded, as they arose";
        };
    }

    private static String preparedWhere(InputForm form) {
        return switch (form) {
            case TENSOR -> "the source prepares them";
            case UINT8 -> "the source resizes them, the first part's tier normalises them";
            case ENCODED -> "the first part's tier prepares them";
        };
    }

    /// Why a strategy has no complete result; empty if it has.
    static Optional<String> failure(StrategyRecord strategy) {
        return switch (strategy.outcome()) {
            case Outcome.Completed _ -> Optional.empty();
            case Outcome.Failed(String tier, String reason) ->
                Optional.of(tier.isEmpty() ? reason : "on " + tier + ": " + reason);
            case Outcome.Unfinished _ -> Optional.of("not finished: the study was interrupted before its last trial");
        };
    }

    /// The confirmed figures in one sentence.
    static String confirmed(Headline headline) {
        String times = "p50 " + Digits.millis(headline.p50Millis()) + " ["
                + Digits.interval(headline.p50Low(), headline.p50High()) + "], p95 "
                + Digits.millis(headline.p95Millis()) + "; " + spread(headline);
        return Double.isNaN(headline.accuracy()) ? times : times + "; " + accuracy(headline);
    }

    /// The spread between the times that a strategy was confirmed.
    static String spread(Headline headline) {
        return "medians of " + headline.repetitions() + " "
                + Digits.interval(headline.fastestProcessMillis(), headline.slowestProcessMillis()) + " ms";
    }

    private static String accuracy(Headline headline) {
        return "accuracy " + Digits.share(headline.accuracy()) + " ["
                + Digits.shareInterval(headline.accuracyLow(), headline.accuracyHigh()) + "], drop "
                + Digits.points(headline.drop());
    }
}
