package io.tierwise.advice;

import io.tierwise.study.Accuracy;
import io.tierwise.study.DisturbedBlock;
import io.tierwise.study.Goal;
import io.tierwise.study.Groundwork;
import io.tierwise.study.ModelSummary;
import io.tierwise.study.Observation;
import io.tierwise.study.Observation.Purpose;
import io.tierwise.study.Outcome;
import io.tierwise.study.PartRecord;
import io.tierwise.study.PhaseTimes;
import io.tierwise.study.StrategyRecord;
import io.tierwise.study.StudyRecord;
import io.tierwise.study.TierRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/// A study put together for a test: nothing in it was measured.
///
/// Every strategy answers the same samples, ten a round. A sample has its own pace, shared by all
/// strategies, and every trial some noise, so that pairs tell more than pooled times do.
final class MadeStudy {
    static final long SEED = 7;
    static final int BLOCK = 10;
    private static final List<String> TIERS = List.of("mobile", "edge", "cloud");

    private final Random random = new Random(SEED);
    private final int samples;
    private final List<StrategyRecord> strategies = new ArrayList<>();
    private final List<Observation> observations = new ArrayList<>();
    private final List<DisturbedBlock> disturbances = new ArrayList<>();
    private final Map<String, Accuracy> untouched = new LinkedHashMap<>();
    private Optional<Groundwork> groundwork = Optional.empty();

    MadeStudy(int samples) {
        this.samples = samples;
        TIERS.forEach(tier -> untouched.put(cpu(tier), accuracy(0.92)));
    }

    /// What a strategy of the study is like.
    ///
    /// @param millis its usual time
    /// @param noise spread of a trial, as a share of the time
    /// @param accuracy NaN if not taken
    /// @param memoryBytes -1 if not taken
    /// @param bytes of one trial
    /// @param wireMillis least time on the wire
    record Traits(double millis, double noise, double accuracy, long memoryBytes, long bytes, double wireMillis) {
        static Traits of(double millis) {
            return new Traits(millis, 0.01, 0.92, 1 << 20, 0, 0);
        }

        Traits noise(double share) {
            return new Traits(millis, share, accuracy, memoryBytes, bytes, wireMillis);
        }

        Traits accuracy(double value) {
            return new Traits(millis, noise, value, memoryBytes, bytes, wireMillis);
        }

        Traits memory(long peakBytes) {
            return new Traits(millis, noise, accuracy, peakBytes, bytes, wireMillis);
        }

        Traits bytes(long sent) {
            return new Traits(millis, noise, accuracy, memoryBytes, sent, wireMillis);
        }

        Traits wire(double leastMillis) {
            return new Traits(millis, noise, accuracy, memoryBytes, bytes, leastMillis);
        }
    }

    /// Adds a strategy with the times of a comparison.
    ///
    /// @param name such as `QP@mobile+edge`
    MadeStudy with(String name, Traits traits) {
        planned(name, traits);
        for (int sample = 0; sample < samples; sample++) {
            add(name, Purpose.COMPARISON, sample / BLOCK, sample, traits);
        }
        return this;
    }

    /// Sets what forecasts stand on.
    MadeStudy groundwork(Groundwork made) {
        groundwork = Optional.of(made);
        return this;
    }

    /// Adds a strategy that has no trials yet.
    MadeStudy planned(String name, Traits traits) {
        Optional<Accuracy> accuracy =
                Double.isNaN(traits.accuracy) ? Optional.empty() : Optional.of(accuracy(traits.accuracy));
        strategies.add(strategy(name, traits, new Outcome.Completed(), accuracy));
        return this;
    }

    /// Adds a strategy that did not run.
    MadeStudy failed(String name, String tier, String reason) {
        strategies.add(strategy(name, Traits.of(1).memory(-1), new Outcome.Failed(tier, reason), Optional.empty()));
        return this;
    }

    /// Adds the times of fresh processes to a strategy.
    MadeStudy confirmed(String name, int processes, Traits traits) {
        for (int process = 0; process < processes; process++) {
            for (int sample = 0; sample < samples; sample++) {
                add(name, Purpose.CONFIRMATION, process, sample, traits);
            }
        }
        return this;
    }

    /// Adds stretches of the winner running on, 20 trials each.
    ///
    /// @param last millis in the last stretch; those between change evenly
    MadeStudy sustained(String name, int stretches, Traits first, double last) {
        for (int stretch = 0; stretch < stretches; stretch++) {
            double millis = first.millis + (last - first.millis) * stretch / (stretches - 1);
            for (int trial = 0; trial < 20; trial++) {
                add(name, Purpose.SUSTAINED, stretch, trial, Traits.of(millis).noise(first.noise));
            }
        }
        return this;
    }

    /// Adds a block that was disturbed.
    MadeStudy disturbed(DisturbedBlock block) {
        disturbances.add(block);
        return this;
    }

    /// Adds a strategy that becomes slower from round to round, evenly.
    ///
    /// @param factor its time in the last round / in the first
    MadeStudy drifting(String name, Traits traits, double factor) {
        planned(name, traits);
        int last = (samples - 1) / BLOCK;
        for (int sample = 0; sample < samples; sample++) {
            int round = sample / BLOCK;
            double millis = traits.millis * Math.pow(factor, (double) round / last);
            add(name, Purpose.COMPARISON, round, sample, Traits.of(millis).noise(traits.noise));
        }
        return this;
    }

    /// Sets how well the untouched model answers on a tier's CPU; each tier has its own.
    MadeStudy untouched(String tier, double accuracy) {
        untouched.put(cpu(tier), accuracy(accuracy));
        return this;
    }

    StudyRecord record() {
        return new StudyRecord(
                "made",
                Instant.EPOCH,
                "classification, top-1",
                "mobile",
                TIERS.stream()
                        .map(tier -> new TierRecord(tier, "measured", false, cpu(tier), List.of(), Optional.empty()))
                        .toList(),
                List.of(),
                List.of(),
                0.05,
                SEED,
                Map.of(),
                Map.of(),
                List.of(),
                new ModelSummary("made.onnx", 1, 1, List.of()),
                untouched,
                strategies,
                List.of(),
                observations,
                List.of(),
                List.of(),
                List.of(),
                disturbances,
                Optional.empty(),
                groundwork);
    }

    Advice advise(String... goals) {
        return new Advisor(Stream.of(goals).map(Goal::parse).toList(), 0.05).advise(record());
    }

    private static String cpu(String tier) {
        return "cpu of " + tier;
    }

    private static StrategyRecord strategy(String name, Traits traits, Outcome outcome, Optional<Accuracy> accuracy) {
        String[] halves = name.split("@", 2);
        List<PartRecord> parts = Stream.of(halves[1].split("\\+"))
                .map(tier -> new PartRecord(tier, halves[0] + ".onnx", 1000, 100, traits.memoryBytes))
                .toList();
        return new StrategyRecord(
                name,
                name,
                halves[0],
                parts,
                List.of(),
                List.of(),
                List.of(),
                Math.round(traits.wireMillis * 1e6),
                Optional.empty(),
                outcome,
                accuracy);
    }

    private static Accuracy accuracy(double value) {
        return new Accuracy(
                "top-1 accuracy",
                value,
                value - 0.01,
                value + 0.01,
                1500,
                value - 0.002,
                value - 0.012,
                value + 0.008,
                1500,
                List.of("3"));
    }

    private void add(String name, Purpose purpose, int round, int sample, Traits traits) {
        double pace = 1 + 0.3 * Math.sin(sample);
        double millis = traits.millis * pace * Math.exp(traits.noise * random.nextGaussian());
        var phases = new PhaseTimes(0, 0, 0, 0, Math.round(millis * 1e6), 0, 0);
        observations.add(new Observation(
                name, purpose, round, sample % BLOCK, "s" + sample, phases, traits.bytes, 0, 0, "1", 1));
    }
}
