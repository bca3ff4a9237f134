package io.tierwise.advice;

import io.tierwise.deployment.Disturbance;
import io.tierwise.stats.Quantiles;
import io.tierwise.stats.Spearman;
import io.tierwise.study.DisturbedBlock;
import io.tierwise.study.Figure;
import io.tierwise.study.Observation;
import io.tierwise.study.StudyRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Whether the machine stayed the same while a study ran on it, in sentences.
///
/// The control, the untouched model at the source, runs in every round. If it drifts, the machine
/// changed; ranks are safe from that, since strategies are compared within rounds, and times are not.
///
/// @param worth the smallest ratio that matters
record Steadiness(StudyRecord study, double worth) {
    private static final int FEWEST_ROUNDS = 6;
    private static final double LEVEL = 0.01;

    List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        disturbed().ifPresent(sentences::add);
        drift().ifPresent(sentences::add);
        return sentences;
    }

    private Optional<String> disturbed() {
        if (study.disturbances().isEmpty()) {
            return Optional.empty();
        }
        Map<Disturbance.Kind, Long> counts = new EnumMap<>(Disturbance.Kind.class);
        study.disturbances().forEach(block -> block.kinds().forEach(kind -> counts.merge(kind, 1L, Long::sum)));
        String kinds = counts.entrySet().stream()
                .map(count -> words(count.getKey()) + " in " + count.getValue())
                .collect(Collectors.joining(", "));
        long again =
                study.disturbances().stream().filter(DisturbedBlock::ranAgain).count();
        long kept = study.disturbances().size() - again;
        return Optional.of(
                "The machine was disturbed during " + study.disturbances().size() + " blocks (" + kinds
                        + "). Run again: " + again + "; counted as they are: " + kept + ".");
    }

    private static String words(Disturbance.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /// A trend of the control over rounds that is more than chance and more than worth.
    private Optional<String> drift() {
        SortedMap<Integer, List<Observation>> rounds = new TreeMap<>();
        study.observations().stream()
                .filter(trial -> trial.purpose() == Observation.Purpose.COMPARISON
                        && trial.strategy().equals("I@" + study.source()))
                .forEach(trial -> rounds.computeIfAbsent(trial.round(), round -> new ArrayList<>())
                        .add(trial));
        if (rounds.size() < FEWEST_ROUNDS) {
            return Optional.empty();
        }
        double[] order =
                rounds.keySet().stream().mapToDouble(Integer::doubleValue).toArray();
        double[] medians = rounds.values().stream()
                .mapToDouble(trials -> Figures.nanos(Figure.P50, Figures.totals(trials)))
                .toArray();
        int third = medians.length / 3;
        double first = Quantiles.median(Arrays.copyOf(medians, third));
        double last = Quantiles.median(Arrays.copyOfRange(medians, medians.length - third, medians.length));
        boolean matters = Math.max(first, last) > (1 + worth) * Math.min(first, last);
        return matters && Spearman.test(order, medians).p() < LEVEL
                ? Optional.of("The machine drifted: the untouched model at the source took "
                        + Phrases.millis(first / 1e6) + " in the first third of the rounds and "
                        + Phrases.millis(last / 1e6)
                        + " in the last. Ranks rest on comparisons within rounds; times are of a machine that changed.")
                : Optional.empty();
    }
}
