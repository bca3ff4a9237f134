package io.tierwise.report;

import io.tierwise.advice.Analysis;
import io.tierwise.stats.Interval;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/// An analysis for programs: every digit kept; what could not be computed, or is no finite number, is
/// `null`.
///
/// ```
/// {"families": [{"by": {..}, "kruskal": {"h", "p", "epsilonSquared"}, "friedman": {"statistic", "p", "kendallW",
/// "units"},
///   "pairs": [{"a", "b", "ratio", "test", "p", "adjustedP", "cliffsDelta", "interval": [low, high], "magnitude",
///              "varghaDelaney", "tests": {word: {"statistic", "p", "adjustedP"}}}],
///   "groups": [{"name", "n", "units", "median", "interval": [low, high], "shapiro": {"w", "p"}}], "notes": [..]}]}
/// ```
///
/// What was not asked for is left out. `p` and `adjustedP` are those of `test`, the first of `tests`.
public final class AnalysisJson {
    private AnalysisJson() {}

    public static String text(Analysis analysis) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put(
                "families",
                analysis.families().stream().map(AnalysisJson::family).toList());
        return JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(root);
    }

    private static Map<String, Object> family(Analysis.Family family) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("by", family.by());
        family.kruskal().ifPresent(k -> {
            Map<String, Object> kruskal = new LinkedHashMap<>();
            number(kruskal, "h", k.h());
            number(kruskal, "p", k.p());
            number(kruskal, "epsilonSquared", k.epsilonSquared());
            map.put("kruskal", kruskal);
        });
        family.friedman().ifPresent(f -> {
            Map<String, Object> friedman = new LinkedHashMap<>();
            number(friedman, "statistic", f.statistic());
            number(friedman, "p", f.p());
            number(friedman, "kendallW", f.kendallW());
            friedman.put("units", f.blocks());
            map.put("friedman", friedman);
        });
        map.put("pairs", family.pairs().stream().map(AnalysisJson::pair).toList());
        map.put("groups", family.groups().stream().map(AnalysisJson::group).toList());
        map.put("notes", family.notes());
        return map;
    }

    private static Map<String, Object> pair(Analysis.Pair pair) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("a", pair.a());
        map.put("b", pair.b());
        number(map, "ratio", pair.ratio());
        pair.tests().stream().findFirst().ifPresent(test -> {
            map.put("test", test.name());
            number(map, "p", test.p());
            number(map, "adjustedP", test.adjustedP());
        });
        pair.cliff().ifPresent(cliff -> {
            number(map, "cliffsDelta", cliff.delta());
            map.put("interval", interval(pair.cliffInterval()));
            map.put("magnitude", Words.magnitude(cliff.magnitude()));
        });
        pair.vargha().ifPresent(vargha -> number(map, "varghaDelaney", vargha.a()));
        if (pair.tests().size() > 1) {
            Map<String, Object> tests = new LinkedHashMap<>();
            pair.tests().forEach(test -> tests.put(test.name(), test(test)));
            map.put("tests", tests);
        }
        return map;
    }

    private static Map<String, Object> test(Analysis.PairTest test) {
        Map<String, Object> map = new LinkedHashMap<>();
        number(map, "statistic", test.statistic());
        number(map, "p", test.p());
        number(map, "adjustedP", test.adjustedP());
        return map;
    }

    private static Map<String, Object> group(Analysis.Group group) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", group.name());
        map.put("n", group.n());
        map.put("units", group.units());
        number(map, "median", group.median());
        map.put("interval", interval(group.interval()));
        group.shapiro().ifPresent(s -> {
            Map<String, Object> shapiro = new LinkedHashMap<>();
            number(shapiro, "w", s.w());
            number(shapiro, "p", s.p());
            map.put("shapiro", shapiro);
        });
        return map;
    }

    @SuppressWarnings("NullAway") // JSON's null says that there is none
    private static void number(Map<String, Object> map, String name, double value) {
        map.put(name, Double.isFinite(value) ? value : null);
    }

    @SuppressWarnings("NullAway") // JSON's null says that there is none
    private static Object interval(Optional<Interval> interval) {
        return interval.<Object>map(found -> List.of(found.low(), found.high())).orElse(null);
    }
}
