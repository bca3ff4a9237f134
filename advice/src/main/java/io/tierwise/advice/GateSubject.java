package io.tierwise.advice;

import io.tierwise.data.Prediction;
import io.tierwise.study.Accuracy;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// A strategy, a group of a table or a model, as one side of a comparison has it.
///
/// @param name as this side calls it
/// @param asked as it was asked for, before choices such as cuts were made
/// @param times by opening, sample: times of the sample's trials in the order they were taken; empty
///     where it did not run
/// @param failure why it did not run to its end; empty if it did
/// @param answers by sample; empty where they were not taken
/// @param right by sample, whether the answer is right; empty where that is not known sample by sample
/// @param accuracy empty where it was not taken
/// @param peakMemoryBytes on the tier that needs most; empty where it was not taken
public record GateSubject(
        String name,
        String asked,
        Map<String, Map<String, List<Double>>> times,
        Optional<String> failure,
        Map<String, Prediction> answers,
        Map<String, Boolean> right,
        Optional<Accuracy> accuracy,
        OptionalLong peakMemoryBytes) {
    public GateSubject {
        Map<String, Map<String, List<Double>>> copied = new LinkedHashMap<>();
        times.forEach((opening, samples) -> {
            Map<String, List<Double>> own = new LinkedHashMap<>();
            samples.forEach((sample, values) -> own.put(sample, List.copyOf(values)));
            copied.put(opening, own);
        });
        times = copied;
        answers = Map.copyOf(answers);
        right = Map.copyOf(right);
    }

    /// Of a table: times and nothing else.
    static GateSubject timed(String name, Map<String, Map<String, List<Double>>> times) {
        return new GateSubject(
                name, name, times, Optional.empty(), Map.of(), Map.of(), Optional.empty(), OptionalLong.empty());
    }

    /// Whether it ran and did not fail.
    boolean isWhole() {
        return failure.isEmpty() && !times.isEmpty();
    }

    Set<String> samples() {
        Set<String> samples = new LinkedHashSet<>();
        times.values().forEach(opening -> samples.addAll(opening.keySet()));
        return samples;
    }

    double[] allTimes() {
        return times.values().stream()
                .flatMap(opening -> opening.values().stream())
                .flatMap(List::stream)
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    /// A name as it is matched with others: `Q@Mobile-Edge` in one table is `Q@mobile+edge` elsewhere.
    static String matched(String name) {
        int at = name.lastIndexOf('@');
        String lower = name.toLowerCase(Locale.ROOT);
        return at < 0 ? lower : lower.substring(0, at) + lower.substring(at).replace('-', '+');
    }
}
