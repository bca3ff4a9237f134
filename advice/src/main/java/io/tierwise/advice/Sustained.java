package io.tierwise.advice;

import io.tierwise.stats.OpeningRatio;
import io.tierwise.stats.Quantiles;
import io.tierwise.stats.Verdict;
import io.tierwise.study.Observation;
import io.tierwise.study.StudyRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// How a strategy fared while it ran on without a rest: its first minute against its last, or the first
/// third against the last where it ran for less than three.
///
/// @param strategy which
/// @param seconds it ran for, trials and the pauses between them
/// @param trials in all
/// @param firstMillis median at first
/// @param lastMillis median at last
/// @param ratio last / first
/// @param low lower end of its 95 % interval, from the spread between stretches of some seconds
/// @param high upper end of it
/// @param verdict of the last against the first: SLOWER is burst only
public record Sustained(
        String strategy,
        long seconds,
        int trials,
        double firstMillis,
        double lastMillis,
        double ratio,
        double low,
        double high,
        Verdict verdict) {
    private static final int STRETCHES_A_MINUTE = 12;
    private static final int STRETCH_SECONDS = 5;
    private static final int FEWEST_STRETCHES = 6;
    private static final double CONFIDENCE = 0.95;

    /// Empty where nothing ran on, or for less than six stretches.
    static Optional<Sustained> of(StudyRecord study, double worth) {
        NavigableMap<Integer, List<Observation>> stretches = new TreeMap<>();
        study.observations().stream()
                .filter(trial -> trial.purpose() == Observation.Purpose.SUSTAINED && trial.round() >= 0)
                .forEach(trial -> stretches
                        .computeIfAbsent(trial.round(), round -> new ArrayList<>())
                        .add(trial));
        if (stretches.size() < FEWEST_STRETCHES) {
            return Optional.empty();
        }
        double[][] nanos = stretches.values().stream().map(Figures::totals).toArray(double[][]::new);
        int window = Math.min(STRETCHES_A_MINUTE, nanos.length / 3);
        double[][] first = Arrays.copyOf(nanos, window);
        double[][] last = Arrays.copyOfRange(nanos, nanos.length - window, nanos.length);
        OpeningRatio found = OpeningRatio.of(first, last, OpeningRatio.Pairing.NONE, CONFIDENCE);
        return Optional.of(new Sustained(
                stretches.firstEntry().getValue().getFirst().strategy(),
                (long) nanos.length * STRETCH_SECONDS,
                stretches.values().stream().mapToInt(List::size).sum(),
                median(first),
                median(last),
                found.ratio(),
                found.interval().low(),
                found.interval().high(),
                Verdict.of(found.interval(), worth)));
    }

    private static double median(double[][] nanos) {
        return Quantiles.median(
                        Arrays.stream(nanos).flatMapToDouble(Arrays::stream).toArray())
                / 1e6;
    }

    /// Whether it holds, in a sentence.
    String sentence() {
        String figures = Phrases.millis(firstMillis) + " at first and " + Phrases.millis(lastMillis) + " at last ("
                + Phrases.number(ratio) + " times, 95 %: " + Phrases.number(low) + " to " + Phrases.number(high) + ").";
        String time = "about " + seconds + " s without a rest";
        return switch (verdict) {
            case SLOWER -> "Burst only: running for " + time + ", " + strategy + " became slower, " + figures;
            case FASTER -> "Running for " + time + ", " + strategy + " became faster, " + figures;
            case EQUIVALENT -> "Running for " + time + ", " + strategy + " held its pace: " + figures;
            case UNDECIDED ->
                "Running for " + time + ", whether " + strategy + " held its pace is not certain: " + figures;
        };
    }
}
