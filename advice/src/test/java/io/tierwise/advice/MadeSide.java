package io.tierwise.advice;

import io.tierwise.data.Prediction;
import io.tierwise.study.Accuracy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;

/// One side of a comparison put together for a test: nothing in it was measured.
///
/// Opening i of every side runs the same ten samples, each with a pace of its own; openings differ as
/// asked, trials by 1 %.
final class MadeSide {
    private static final int BLOCK = 10;

    private final String name;
    private final Random random;
    private final List<GateSubject> subjects = new ArrayList<>();
    private final List<GateFact> facts = new ArrayList<>();
    private Optional<String> control = Optional.empty();

    MadeSide(String name, long seed) {
        this.name = name;
        this.random = new Random(seed);
    }

    MadeSide with(String subject, double millis, int openings, double spread) {
        return with(subject, subject, millis, openings, spread);
    }

    /// @param spread of openings, as a share of the time
    MadeSide with(String subject, String asked, double millis, int openings, double spread) {
        return add(subject, asked, times(millis, openings, spread), Map.of(), OptionalLong.empty());
    }

    /// A subject whose first `wrong` of 200 answers are wrong.
    MadeSide answering(String subject, double millis, int wrong) {
        Map<String, Boolean> right = new LinkedHashMap<>();
        for (int i = 0; i < 200; i++) {
            right.put("e" + i, i >= wrong);
        }
        return add(subject, subject, times(millis, 8, 0.01), right, OptionalLong.empty());
    }

    MadeSide holding(String subject, double millis, long peakBytes) {
        return add(subject, subject, times(millis, 8, 0.01), Map.of(), OptionalLong.of(peakBytes));
    }

    MadeSide failed(String subject, String why) {
        subjects.add(new GateSubject(
                subject,
                subject,
                Map.of(),
                Optional.of(why),
                Map.of(),
                Map.of(),
                Optional.empty(),
                OptionalLong.empty()));
        return this;
    }

    MadeSide control(String subject) {
        control = Optional.of(subject);
        return this;
    }

    MadeSide fact(GateFact.Kind kind, String what, String value) {
        facts.add(new GateFact(kind, what, value));
        return this;
    }

    MadeSide model(String digest) {
        return fact(GateFact.Kind.MODEL, GateFact.MODEL, digest);
    }

    GateSide side() {
        return new GateSide(name, true, subjects, control, facts, List.of());
    }

    private MadeSide add(
            String subject,
            String asked,
            Map<String, Map<String, List<Double>>> times,
            Map<String, Boolean> right,
            OptionalLong peak) {
        Map<String, Prediction> answers = new LinkedHashMap<>();
        right.forEach((sample, is) -> answers.put(sample, new Prediction.TopClasses(List.of(is ? 1 : 0))));
        Optional<Accuracy> accuracy = Optional.empty();
        subjects.add(new GateSubject(subject, asked, times, Optional.empty(), answers, right, accuracy, peak));
        return this;
    }

    private Map<String, Map<String, List<Double>>> times(double millis, int openings, double spread) {
        Map<String, Map<String, List<Double>>> times = new LinkedHashMap<>();
        for (int opening = 0; opening < openings; opening++) {
            double own = Math.exp(spread * random.nextGaussian());
            Map<String, List<Double>> block = new LinkedHashMap<>();
            for (int i = 0; i < BLOCK; i++) {
                int sample = opening * BLOCK + i;
                double pace = 1 + 0.3 * Math.sin(sample);
                block.put("s" + sample, List.of(1e6 * millis * own * pace * Math.exp(0.01 * random.nextGaussian())));
            }
            times.put("round " + opening, block);
        }
        return times;
    }
}
