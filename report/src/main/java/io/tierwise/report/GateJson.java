package io.tierwise.report;

import io.tierwise.advice.GateResult;
import io.tierwise.stats.Interval;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/// A comparison of two sides for programs: maps and lists that become JSON, every digit kept; shares
/// and drops are in [0, 1]; what is not known, or no finite number, is `null`.
///
/// | field | is |
/// |---|---|
/// | `format` | 1; grows when a field changes its meaning |
/// | `baseline`, `candidate` | the two sides as the user named them |
/// | `verdict` | `passed`, `failed`, `inconclusive`: the worst of all strategies |
/// | `tolerances` | `time`, `accuracy`, `memory` |
/// | `standing`, `differences` | what changed: a sentence, and `kind`, `name`, `baseline`, `candidate` each |
/// | `control` | `name`, `ratio`, `interval`, `sentence`, or `null` |
/// | `power` | `median`, `worst`: smallest slowdown seen; `openingsNeeded`, `sentence` |
/// | `strategies` | `name`, `verdict`, `reason`, `time`, `accuracy`, `memory`, `answers` each |
/// | `added` | strategies that only the candidate has |
/// | `notes` | what limits the comparison |
public final class GateJson {
    private GateJson() {}

    public static Map<String, Object> of(GateResult result) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("format", 1);
        map.put("baseline", result.baseline());
        map.put("candidate", result.candidate());
        map.put("verdict", result.verdict().word());
        Map<String, Object> tolerances = new LinkedHashMap<>();
        number(tolerances, "time", result.request().time());
        number(tolerances, "accuracy", result.request().accuracy());
        number(tolerances, "memory", result.request().memory().orElse(Double.NaN));
        map.put("tolerances", tolerances);
        map.put("standing", result.standing());
        map.put(
                "differences",
                result.differences().stream().map(GateJson::difference).toList());
        put(map, "control", result.control().map(GateJson::control).orElse(Map.of()));
        Map<String, Object> power = new LinkedHashMap<>();
        number(power, "median", result.power().median());
        number(power, "worst", result.power().worst());
        count(power, "openingsNeeded", result.power().openingsNeeded());
        power.put("sentence", result.power().sentence());
        map.put("power", power);
        map.put(
                "strategies",
                result.cases().stream()
                        .map(one -> strategy(one, result.inNanos()))
                        .toList());
        map.put("added", result.added());
        map.put("notes", result.notes());
        return map;
    }

    private static Map<String, Object> difference(GateResult.Difference difference) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("kind", difference.kind().name().toLowerCase(Locale.ROOT));
        map.put("name", difference.name());
        map.put("baseline", difference.baseline());
        map.put("candidate", difference.candidate());
        return map;
    }

    private static Map<String, Object> control(GateResult.Control control) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", control.name());
        number(map, "ratio", control.ratio());
        interval(map, control.interval());
        map.put("sentence", control.sentence());
        return map;
    }

    private static Map<String, Object> strategy(GateResult.Case one, boolean inNanos) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", one.name());
        map.put("verdict", one.verdict().word());
        map.put("reason", one.reason());
        put(map, "time", one.time().map(time -> time(time, inNanos)).orElse(Map.of()));
        put(map, "accuracy", one.accuracy().map(GateJson::accuracy).orElse(Map.of()));
        put(map, "memory", one.memory().map(GateJson::memory).orElse(Map.of()));
        put(map, "answers", one.answers().map(GateJson::answers).orElse(Map.of()));
        return map;
    }

    private static Map<String, Object> time(GateResult.Time time, boolean inNanos) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("verdict", time.verdict().word());
        number(map, "ratio", time.ratio());
        interval(map, time.interval());
        String unit = inNanos ? "Millis" : "";
        double scale = inNanos ? 1e6 : 1;
        number(map, "baselineMedian" + unit, time.baseline() / scale);
        number(map, "candidateMedian" + unit, time.candidate() / scale);
        number(map, "detectable", time.detectable());
        count(map, "openingsNeeded", time.openingsNeeded());
        map.put("baselineOpenings", time.baselineOpenings());
        map.put("candidateOpenings", time.candidateOpenings());
        map.put("samples", time.samples());
        map.put("pairing", time.pairing());
        number(map, "p", time.p());
        return map;
    }

    private static Map<String, Object> accuracy(GateResult.AccuracyLoss loss) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("verdict", loss.verdict().word());
        map.put("metric", loss.metric());
        number(map, "drop", loss.drop());
        interval(map, loss.interval());
        map.put("basis", loss.basis());
        number(map, "p", loss.p().orElse(Double.NaN));
        return map;
    }

    private static Map<String, Object> memory(GateResult.Memory memory) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("verdict", memory.verdict().word());
        map.put("baselineBytes", memory.baselineBytes());
        map.put("candidateBytes", memory.candidateBytes());
        return map;
    }

    private static Map<String, Object> answers(GateResult.Answers answers) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("samples", answers.samples());
        map.put("changed", answers.changed());
        return map;
    }

    @SuppressWarnings("NullAway") // JSON's null says that there is none
    private static void put(Map<String, Object> map, String name, Map<String, Object> value) {
        map.put(name, value.isEmpty() ? null : value);
    }

    @SuppressWarnings("NullAway") // JSON's null says that there is none
    private static void interval(Map<String, Object> map, Interval interval) {
        boolean known = Double.isFinite(interval.low()) && Double.isFinite(interval.high());
        map.put("interval", known ? List.of(interval.low(), interval.high()) : null);
    }

    @SuppressWarnings("NullAway") // JSON's null says that it is no number
    private static void number(Map<String, Object> map, String name, double value) {
        map.put(name, Double.isFinite(value) ? value : null);
    }

    @SuppressWarnings("NullAway") // JSON's null says that it is not known, or enough
    private static void count(Map<String, Object> map, String name, OptionalInt value) {
        map.put(name, value.isPresent() ? value.getAsInt() : null);
    }
}
