package io.tierwise.advice;

import io.tierwise.advice.AnalysisRequest.Test;
import io.tierwise.stats.Conover;
import io.tierwise.stats.Dunn;
import io.tierwise.stats.MannWhitney;
import io.tierwise.stats.PairwiseTest;
import io.tierwise.stats.WilcoxonSignedRank;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The pairwise tests of a family, corrected over its pairs.
final class PairTests {
    private final MeasuredFamily family;
    private final AnalysisRequest request;
    private final List<String> notes;
    private final List<String> names;
    private final double[][] values;
    private final List<Map<Integer, Analysis.PairTest>> found = new ArrayList<>();

    /// @param notes takes what cannot be computed
    PairTests(MeasuredFamily family, AnalysisRequest request, List<String> notes) {
        this.family = family;
        this.request = request;
        this.notes = notes;
        this.names = family.names();
        this.values = names.stream().map(family::values).toArray(double[][]::new);
        AnalysisRequest.PAIRWISE.stream().filter(request::asks).forEach(test -> found.add(all(test)));
    }

    /// The tests of a pair, by its position among all pairs.
    List<Analysis.PairTest> of(int pair) {
        return found.stream()
                .flatMap(tests -> Optional.ofNullable(tests.get(pair)).stream())
                .toList();
    }

    /// By the pair's position; a pair that cannot be tested is left out.
    private Map<Integer, Analysis.PairTest> all(Test test) {
        return switch (test) {
            case CONOVER, DUNN -> ofFamily(test);
            case MANNWHITNEY, WILCOXON -> corrected(test, raw(test));
            case KRUSKAL, CLIFF, VARGHA, SHAPIRO, FRIEDMAN ->
                throw new IllegalArgumentException(test.word() + " is no test of pairs");
        };
    }

    private Map<Integer, Analysis.PairTest> ofFamily(Test test) {
        int rows = 0;
        for (double[] group : values) {
            rows += group.length;
        }
        if (rows <= values.length) {
            notes.add(test.word() + " needs more rows than groups, there are " + rows + " and " + values.length);
            return Map.of();
        }
        PairwiseTest tested = test == Test.CONOVER
                ? Conover.test(request.correction(), values)
                : Dunn.test(request.correction(), values);
        Map<Integer, Analysis.PairTest> tests = new TreeMap<>();
        for (PairwiseTest.Pair pair : tested.pairs()) {
            tests.put(tests.size(), new Analysis.PairTest(test.word(), pair.statistic(), pair.p(), pair.adjustedP()));
        }
        return tests;
    }

    private record Raw(double statistic, double p) {}

    private Map<Integer, Raw> raw(Test test) {
        Map<Integer, Raw> raw = new TreeMap<>();
        int position = 0;
        for (int first = 0; first < names.size(); first++) {
            for (int second = first + 1; second < names.size(); second++) {
                int pair = position++;
                (test == Test.MANNWHITNEY ? mannWhitney(first, second) : wilcoxon(first, second))
                        .ifPresent(tested -> raw.put(pair, tested));
            }
        }
        return raw;
    }

    private Optional<Raw> mannWhitney(int first, int second) {
        MannWhitney tested = MannWhitney.test(values[first], values[second]);
        return Optional.of(new Raw(tested.u(), tested.p()));
    }

    private Optional<Raw> wilcoxon(int first, int second) {
        String a = names.get(first);
        String b = names.get(second);
        List<String> shared = family.shared(List.of(a, b));
        if (shared.isEmpty()) {
            notes.add("wilcoxon: " + a + " and " + b + " share no unit");
            return Optional.empty();
        }
        double[] differences = shared.stream()
                .mapToDouble(unit -> family.median(a, unit) - family.median(b, unit))
                .toArray();
        WilcoxonSignedRank tested = WilcoxonSignedRank.test(differences, WilcoxonSignedRank.Zeros.PRATT);
        return Optional.of(new Raw(tested.statistic(), tested.p()));
    }

    private Map<Integer, Analysis.PairTest> corrected(Test test, Map<Integer, Raw> raw) {
        double[] adjusted = request.correction()
                .adjust(raw.values().stream().mapToDouble(Raw::p).toArray());
        Map<Integer, Analysis.PairTest> tests = new TreeMap<>();
        raw.forEach((pair, tested) -> tests.put(
                pair, new Analysis.PairTest(test.word(), tested.statistic(), tested.p(), adjusted[tests.size()])));
        return tests;
    }
}
