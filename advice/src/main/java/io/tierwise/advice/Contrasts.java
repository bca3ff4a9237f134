package io.tierwise.advice;

import io.tierwise.stats.Bootstrap;
import io.tierwise.stats.Correction;
import io.tierwise.stats.Friedman;
import io.tierwise.stats.Interval;
import io.tierwise.stats.PairedComparison;
import io.tierwise.stats.Quantiles;
import io.tierwise.stats.Resampling;
import io.tierwise.stats.Verdict;
import io.tierwise.stats.WilcoxonSignedRank;
import io.tierwise.study.Figure;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/// Compares the times of strategies on the samples that both answered.
///
/// Medians are compared pair by pair: the median over samples of the ratio of times. A mean or a tail
/// belongs to all trials together: its ratio is that of the figure itself. Either interval draws whole
/// samples.
final class Contrasts {
    private static final int FEWEST_SAMPLES = 6;

    private final List<Figures> all;
    private final Figure figure;
    private final double worth;
    private final long seed;
    private final Map<String, Map<String, Standing.Contrast>> byReference = new HashMap<>();

    /// @param figure the time that is compared
    /// @param worth the smallest ratio that matters
    /// @param seed of the resampling
    Contrasts(List<Figures> all, Figure figure, double worth, long seed) {
        this.all = List.copyOf(all);
        this.figure = figure;
        this.worth = worth;
        this.seed = seed;
    }

    /// A strategy against a reference, p adjusted by Holm over all strategies; empty for the reference
    /// itself and for those that share fewer than six samples with it.
    Optional<Standing.Contrast> of(Figures strategy, Figures reference) {
        return Optional.ofNullable(byReference
                .computeIfAbsent(reference.name(), name -> against(reference))
                .get(strategy.name()));
    }

    private Map<String, Standing.Contrast> against(Figures reference) {
        Map<Figures, List<String>> compared = new LinkedHashMap<>();
        for (Figures other : all) {
            List<String> shared = shared(List.of(reference, other));
            if (!other.name().equals(reference.name()) && shared.size() >= FEWEST_SAMPLES) {
                compared.put(other, shared);
            }
        }
        double[] adjusted = Correction.HOLM.adjust(compared.entrySet().stream()
                .mapToDouble(entry -> p(entry.getKey(), reference, entry.getValue()))
                .toArray());
        Map<String, Standing.Contrast> contrasts = new HashMap<>();
        int position = 0;
        for (Map.Entry<Figures, List<String>> entry : compared.entrySet()) {
            double[][] own = times(entry.getKey(), entry.getValue());
            double[][] other = times(reference, entry.getValue());
            contrasts.put(entry.getKey().name(), contrast(own, other, adjusted[position++]));
        }
        return contrasts;
    }

    private static double p(Figures strategy, Figures reference, List<String> samples) {
        return WilcoxonSignedRank.test(
                        medians(strategy, samples), medians(reference, samples), WilcoxonSignedRank.Zeros.PRATT)
                .p();
    }

    private Standing.Contrast contrast(double[][] own, double[][] other, double p) {
        return figure == Figure.P50 ? ofPairs(own, other, p) : ofFigures(own, other, p);
    }

    private Standing.Contrast ofPairs(double[][] own, double[][] other, double p) {
        var comparison = PairedComparison.of(own, other, worth, Resampling.seeded(seed));
        return contrast(comparison.ratio(), comparison.ratioInterval(), comparison.difference() / 1e6, p);
    }

    private Standing.Contrast ofFigures(double[][] own, double[][] other, double p) {
        ToDoubleFunction<double[]> statistic = figure.probability().isPresent()
                ? times -> Quantiles.quantile(times, figure.probability().getAsDouble(), Quantiles.Definition.LINEAR)
                : times -> Arrays.stream(times).average().orElseThrow();
        ToDoubleFunction<int[]> logRatio = samples -> Math.log(
                statistic.applyAsDouble(pooled(own, samples)) / statistic.applyAsDouble(pooled(other, samples)));
        var found = Bootstrap.ofUnits(own.length, logRatio, Bootstrap.Method.EXPANDED, Resampling.seeded(seed));
        Interval logs = found.interval();
        int[] every = new int[own.length];
        Arrays.setAll(every, i -> i);
        return contrast(
                Math.exp(found.estimate()),
                new Interval(Math.exp(logs.low()), Math.exp(logs.high()), logs.confidence()),
                (statistic.applyAsDouble(pooled(own, every)) - statistic.applyAsDouble(pooled(other, every))) / 1e6,
                p);
    }

    private static double[] pooled(double[][] times, int[] samples) {
        return Arrays.stream(samples)
                .boxed()
                .flatMapToDouble(sample -> Arrays.stream(times[sample]))
                .toArray();
    }

    private Standing.Contrast contrast(double ratio, Interval interval, double differenceMillis, double p) {
        return new Standing.Contrast(
                ratio, interval.low(), interval.high(), differenceMillis, p, Verdict.of(interval, worth));
    }

    /// Whether the strategies differ at all; empty below three strategies or six samples that all answered.
    Optional<Advice.FriedmanSummary> friedman() {
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
        return Arrays.stream(times(figures, samples))
                .mapToDouble(Quantiles::median)
                .toArray();
    }
}
