package io.tierwise.advice;

import io.tierwise.advice.AnalysisRequest.Test;
import io.tierwise.stats.Bootstrap;
import io.tierwise.stats.CliffsDelta;
import io.tierwise.stats.Friedman;
import io.tierwise.stats.Interval;
import io.tierwise.stats.KruskalWallis;
import io.tierwise.stats.OrderStatisticInterval;
import io.tierwise.stats.Quantiles;
import io.tierwise.stats.Resampling;
import io.tierwise.stats.ShapiroWilk;
import io.tierwise.stats.VarghaDelaney;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Analyses one family of groups.
final class FamilyAnalysis {
    private static final double CONFIDENCE = 0.95;
    private static final int FEWEST_UNITS = 6;
    private static final int FEWEST_SHAPIRO = 3;
    private static final int MOST_SHAPIRO = 5000;

    private final MeasuredFamily family;
    private final AnalysisRequest request;
    private final List<String> names;
    private final double[][] values;
    private final List<String> notes = new ArrayList<>();

    FamilyAnalysis(MeasuredFamily family, AnalysisRequest request) {
        this.family = family;
        this.request = request;
        this.names = family.names();
        this.values = names.stream().map(family::values).toArray(double[][]::new);
    }

    Analysis.Family run() {
        List<Analysis.Group> groups = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            groups.add(group(i));
        }
        if (names.size() < 2) {
            notes.add("one group only: there is nothing to compare it with");
            return new Analysis.Family(family.by(), groups, Optional.empty(), Optional.empty(), List.of(), notes);
        }
        noteRepeats();
        return new Analysis.Family(family.by(), groups, kruskal(), friedman(), pairs(), notes);
    }

    private Analysis.Group group(int index) {
        String name = names.get(index);
        int units = family.units(name).size();
        return new Analysis.Group(
                name, values[index].length, units, Quantiles.median(values[index]), interval(index), shapiro(index));
    }

    /// Exact by order statistics where rows are independent, else by drawing whole units.
    private Optional<Interval> interval(int index) {
        if (request.unit().isEmpty()) {
            return OrderStatisticInterval.of(values[index], 0.5, CONFIDENCE).map(OrderStatisticInterval::interval);
        }
        double[][] units = family.units(names.get(index)).values().stream()
                .map(FamilyAnalysis::array)
                .toArray(double[][]::new);
        return units.length < FEWEST_UNITS
                ? Optional.empty()
                : Optional.of(Bootstrap.ofClusters(
                                units,
                                drawn -> Quantiles.median(Arrays.stream(drawn)
                                        .flatMapToDouble(Arrays::stream)
                                        .toArray()),
                                Bootstrap.Method.PERCENTILE,
                                Resampling.seeded(request.seed()))
                        .interval());
    }

    private Optional<ShapiroWilk> shapiro(int index) {
        if (!request.asks(Test.SHAPIRO)) {
            return Optional.empty();
        }
        double[] sample = values[index];
        String obstacle = sample.length < FEWEST_SHAPIRO || sample.length > MOST_SHAPIRO
                ? "takes " + FEWEST_SHAPIRO + " to " + MOST_SHAPIRO + " values, there are " + sample.length
                : Arrays.stream(sample).distinct().count() == 1 ? "is undefined where all values are equal" : "";
        if (!obstacle.isEmpty()) {
            notes.add("shapiro of " + names.get(index) + " " + obstacle);
            return Optional.empty();
        }
        return Optional.of(ShapiroWilk.test(sample));
    }

    /// Rank tests of independent groups take rows as they come; repeats make them look surer than they are.
    private void noteRepeats() {
        boolean repeated = names.stream().anyMatch(name -> family.units(name).size() < family.values(name).length);
        boolean independent = request.tests().stream().anyMatch(test -> !test.isPaired() && test != Test.SHAPIRO);
        if (repeated && independent) {
            notes.add("rows of one " + request.unit().orElse("unit")
                    + " are repeats: tests of independent groups count each row and are surer than they should be;"
                    + " intervals draw whole units, friedman and wilcoxon take one value a unit");
        }
    }

    private Optional<KruskalWallis> kruskal() {
        return request.asks(Test.KRUSKAL) ? Optional.of(KruskalWallis.test(values)) : Optional.empty();
    }

    private Optional<Friedman> friedman() {
        if (!request.asks(Test.FRIEDMAN)) {
            return Optional.empty();
        }
        List<String> shared = family.shared(names);
        if (shared.size() < 2) {
            notes.add("friedman needs two units or more that every group has, there are " + shared.size());
            return Optional.empty();
        }
        double[][] blocks = new double[shared.size()][names.size()];
        for (int unit = 0; unit < blocks.length; unit++) {
            for (int group = 0; group < names.size(); group++) {
                blocks[unit][group] = family.median(names.get(group), shared.get(unit));
            }
        }
        return Optional.of(Friedman.test(blocks));
    }

    private List<Analysis.Pair> pairs() {
        var tests = new PairTests(family, request, notes);
        List<Analysis.Pair> pairs = new ArrayList<>();
        for (int first = 0; first < names.size(); first++) {
            for (int second = first + 1; second < names.size(); second++) {
                pairs.add(pair(first, second, tests.of(pairs.size())));
            }
        }
        return pairs;
    }

    private Analysis.Pair pair(int first, int second, List<Analysis.PairTest> tests) {
        double[] a = values[first];
        double[] b = values[second];
        boolean cliff = request.asks(Test.CLIFF);
        double below = Quantiles.median(b);
        return new Analysis.Pair(
                names.get(first),
                names.get(second),
                below == 0 ? Double.NaN : Quantiles.median(a) / below,
                tests,
                cliff ? Optional.of(CliffsDelta.of(a, b)) : Optional.empty(),
                cliff && a.length > 1 && b.length > 1
                        ? Optional.of(CliffsDelta.interval(a, b, CONFIDENCE))
                        : Optional.empty(),
                request.asks(Test.VARGHA) ? Optional.of(VarghaDelaney.of(a, b)) : Optional.empty());
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
