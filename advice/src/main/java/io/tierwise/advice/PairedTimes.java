package io.tierwise.advice;

import io.tierwise.stats.OpeningRatio;
import io.tierwise.stats.OpeningRatio.Pairing;
import io.tierwise.stats.Quantiles;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// The times of two subjects laid side by side, by opening and sample, as far as they share them.
///
/// @param first by opening, sample; one median a sample
/// @param second the same of the second subject
/// @param pairing what they share
/// @param samples how many samples these times rest on
@SuppressWarnings("ArrayRecordComponent") // read once, right after it is made
record PairedTimes(double[][] first, double[][] second, Pairing pairing, int samples) {
    /// Below it a median over samples has no interval.
    private static final int FEWEST_SAMPLES = 6;

    private static final double CONFIDENCE = 0.95;

    /// Shares as much as there is: pairs are left out where they would throw away more than half of
    /// what either side measured.
    ///
    /// @param takingTurns whether openings of the same name took turns in time
    static PairedTimes of(GateSubject a, GateSubject b, boolean takingTurns) {
        Set<String> shared = new LinkedHashSet<>(a.samples());
        shared.retainAll(b.samples());
        if (isCrossed(a, b, shared)) {
            boolean both = takingTurns && a.times().keySet().equals(b.times().keySet());
            return of(a, b, List.copyOf(shared), both ? Pairing.BOTH : Pairing.SAMPLES);
        }
        List<String> openings = matched(a, b);
        if (keepsHalf(a, openings) && keepsHalf(b, openings)) {
            return matched(a, b, openings);
        }
        Set<String> all = new LinkedHashSet<>(a.samples());
        all.addAll(b.samples());
        return new PairedTimes(rows(a), rows(b), Pairing.NONE, all.size());
    }

    OpeningRatio compare() {
        return OpeningRatio.of(first, second, pairing, CONFIDENCE);
    }

    /// What the two sides share, in words.
    String words() {
        return switch (pairing) {
            case NONE -> "openings and samples of either side by themselves";
            case OPENINGS -> "in pairs of openings on the same samples";
            case SAMPLES -> "in pairs of samples that every opening ran";
            case BOTH -> "in pairs of samples, in openings that took turns";
        };
    }

    private static boolean isCrossed(GateSubject a, GateSubject b, Set<String> shared) {
        return shared.size() >= FEWEST_SAMPLES
                && 2 * shared.size() >= a.samples().size()
                && 2 * shared.size() >= b.samples().size()
                && Stream.of(a, b)
                        .flatMap(side -> side.times().values().stream())
                        .allMatch(opening -> opening.keySet().containsAll(shared));
    }

    private static PairedTimes of(GateSubject a, GateSubject b, List<String> samples, Pairing pairing) {
        return new PairedTimes(rows(a, samples), rows(b, samples), pairing, samples.size());
    }

    /// Openings of the same name that ran mostly the same samples.
    private static List<String> matched(GateSubject a, GateSubject b) {
        return a.times().keySet().stream()
                .filter(b.times()::containsKey)
                .filter(opening -> {
                    int common = common(a, b, opening).size();
                    return 2 * common >= samples(a, opening).size()
                            && 2 * common >= samples(b, opening).size();
                })
                .toList();
    }

    private static boolean keepsHalf(GateSubject side, List<String> openings) {
        return !openings.isEmpty() && 2 * openings.size() >= side.times().size();
    }

    private static PairedTimes matched(GateSubject a, GateSubject b, List<String> openings) {
        double[][] first = new double[openings.size()][];
        double[][] second = new double[openings.size()][];
        Set<String> samples = new LinkedHashSet<>();
        for (int i = 0; i < openings.size(); i++) {
            List<String> common = common(a, b, openings.get(i));
            first[i] = row(samples(a, openings.get(i)), common);
            second[i] = row(samples(b, openings.get(i)), common);
            samples.addAll(common);
        }
        return new PairedTimes(first, second, Pairing.OPENINGS, samples.size());
    }

    private static List<String> common(GateSubject a, GateSubject b, String opening) {
        Map<String, List<Double>> other = samples(b, opening);
        return samples(a, opening).keySet().stream().filter(other::containsKey).toList();
    }

    private static Map<String, List<Double>> samples(GateSubject side, String opening) {
        return side.times().getOrDefault(opening, Map.of());
    }

    private static double[][] rows(GateSubject side) {
        return side.times().values().stream()
                .map(opening -> row(opening, List.copyOf(opening.keySet())))
                .toArray(double[][]::new);
    }

    private static double[][] rows(GateSubject side, List<String> samples) {
        return side.times().values().stream()
                .map(opening -> row(opening, samples))
                .toArray(double[][]::new);
    }

    private static double[] row(Map<String, List<Double>> opening, List<String> samples) {
        return samples.stream()
                .mapToDouble(sample -> Quantiles.median(opening.getOrDefault(sample, List.of()).stream()
                        .mapToDouble(Double::doubleValue)
                        .toArray()))
                .toArray();
    }
}
