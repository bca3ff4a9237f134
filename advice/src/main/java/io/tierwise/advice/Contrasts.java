package io.tierwise.advice;

import io.tierwise.stats.Correction;
import io.tierwise.stats.Friedman;
import io.tierwise.stats.PairedComparison;
import io.tierwise.stats.Quantiles;
import io.tierwise.stats.Resampling;
import io.tierwise.stats.WilcoxonSignedRank;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Compares strategies on the samples that both answered.
///
/// @param worth the smallest ratio that matters
/// @param seed of the resampling
record Contrasts(double worth, long seed) {
    private static final int FEWEST_SAMPLES = 6;

    /// Every strategy but the reference against it; those that share fewer than six samples with it are
    /// left out.
    ///
    /// @return by the strategy's name, p adjusted by Holm over all of them
    Map<String, Standing.Contrast> against(Figures reference, List<Figures> all) {
        List<String> names = new ArrayList<>();
        List<PairedComparison> comparisons = new ArrayList<>();
        List<Double> p = new ArrayList<>();
        for (Figures other : all) {
            List<String> shared = shared(List.of(reference, other));
            if (other.name().equals(reference.name()) || shared.size() < FEWEST_SAMPLES) {
                continue;
            }
            names.add(other.name());
            comparisons.add(PairedComparison.of(
                    times(other, shared), times(reference, shared), worth, Resampling.seeded(seed)));
            p.add(WilcoxonSignedRank.test(
                            medians(other, shared), medians(reference, shared), WilcoxonSignedRank.Zeros.PRATT)
                    .p());
        }
        double[] adjusted = Correction.HOLM.adjust(
                p.stream().mapToDouble(Double::doubleValue).toArray());
        Map<String, Standing.Contrast> contrasts = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            contrasts.put(names.get(i), contrast(comparisons.get(i), adjusted[i]));
        }
        return contrasts;
    }

    private static Standing.Contrast contrast(PairedComparison comparison, double p) {
        return new Standing.Contrast(
                comparison.ratio(),
                comparison.ratioInterval().low(),
                comparison.ratioInterval().high(),
                comparison.difference() / 1e6,
                p,
                comparison.verdict());
    }

    /// Whether the strategies differ at all; empty below three strategies or six samples that all answered.
    static Optional<Advice.FriedmanSummary> friedman(List<Figures> all) {
        if (all.size() < 3) {
            return Optional.empty();
        }
        List<String> shared = shared(all);
        if (shared.size() < FEWEST_SAMPLES) {
            return Optional.empty();
        }
        double[][] blocks = new double[shared.size()][all.size()];
        for (int strategy = 0; strategy < all.size(); strategy++) {
            double[] medians = medians(all.get(strategy), shared);
            for (int sample = 0; sample < medians.length; sample++) {
                blocks[sample][strategy] = medians[sample];
            }
        }
        Friedman test = Friedman.test(blocks);
        return Optional.of(new Advice.FriedmanSummary(all.size(), shared.size(), test.statistic(), test.p()));
    }

    private static List<String> shared(List<Figures> all) {
        Set<String> shared = new LinkedHashSet<>(all.getFirst().nanosBySample().keySet());
        all.forEach(figures -> shared.retainAll(figures.nanosBySample().keySet()));
        return List.copyOf(shared);
    }

    private static double[][] times(Figures figures, List<String> samples) {
        return samples.stream()
                .map(sample -> figures.nanosBySample().getOrDefault(sample, List.of()).stream()
                        .mapToDouble(Double::doubleValue)
                        .toArray())
                .toArray(double[][]::new);
    }

    private static double[] medians(Figures figures, List<String> samples) {
        double[][] times = times(figures, samples);
        double[] medians = new double[times.length];
        for (int i = 0; i < times.length; i++) {
            medians[i] = Quantiles.median(times[i]);
        }
        return medians;
    }
}
