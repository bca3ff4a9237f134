package io.tierwise.study;

import io.tierwise.data.Label;
import io.tierwise.data.Prediction;
import io.tierwise.data.Sample;
import io.tierwise.data.Task;
import io.tierwise.data.Tensor;
import io.tierwise.runtime.ModelSession;
import io.tierwise.runtime.SessionSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;

/// Two models on the same inputs, taking turns: whatever disturbs the machine meets both alike.
///
/// Both are opened anew for each block and stand open beside each other; within a block each input is
/// run by both, one right after the other, in an order drawn anew. Everything runs in this process, with
/// idle threads asleep. Reference for the turns: Bulej and others, *Duet Benchmarking* (ICPE 2020).
public final class Duet {
    private static final int WARM_UPS = 5;

    private final Setting setting;
    private final LongSupplier nanoClock;
    private final Progress progress;

    /// How much is run.
    ///
    /// @param openings how often both are opened
    /// @param block inputs run by both in each opening
    /// @param threads of each session
    /// @param seed of the orders
    public record Setting(int openings, int block, int threads, long seed) {
        public Setting {
            if (openings < 1 || block < 1) {
                throw new IllegalArgumentException("openings and block must be at least 1: " + openings + ", " + block);
            }
        }
    }

    /// One input, as either model takes it.
    public record Input(String id, Map<String, Tensor> first, Map<String, Tensor> second) {}

    /// What one model did.
    ///
    /// @param nanos times by opening, input
    /// @param answers by input; empty where none were asked for
    /// @param right by input, whether the answer is right; empty where that is not known input by input
    /// @param accuracy empty where there are no labels
    public record Voice(
            Map<String, Map<String, List<Double>>> nanos,
            Map<String, Prediction> answers,
            Map<String, Boolean> right,
            Optional<Accuracy> accuracy) {}

    public Duet(Setting setting, LongSupplier nanoClock, Progress progress) {
        this.setting = setting;
        this.nanoClock = nanoClock;
        this.progress = progress;
    }

    /// Times both on the inputs, which are taken again from the first on where a run needs more.
    ///
    /// @return the first model's and the second's
    public List<Voice> time(ModelInput first, ModelInput second, List<Input> inputs) {
        Map<String, Map<String, List<Double>>> ofFirst = new LinkedHashMap<>();
        Map<String, Map<String, List<Double>>> ofSecond = new LinkedHashMap<>();
        var random = new SplittableRandom(setting.seed());
        progress.begin("Running both models in turns", setting.openings());
        for (int opening = 0; opening < setting.openings(); opening++) {
            List<Input> block = new ArrayList<>();
            for (int i = 0; i < setting.block(); i++) {
                block.add(inputs.get((opening * setting.block() + i) % inputs.size()));
            }
            String name = "opening " + opening;
            try (Turns turns = Turns.open(first, second, setting.threads(), random.nextBoolean(), nanoClock)) {
                turns.warmUp(block.getFirst());
                for (Input input : block) {
                    long[] nanos = turns.run(input, random.nextBoolean());
                    keep(ofFirst, name, input, nanos[0]);
                    keep(ofSecond, name, input, nanos[1]);
                }
            }
            progress.advance(name);
        }
        progress.end();
        return List.of(
                new Voice(ofFirst, Map.of(), Map.of(), Optional.empty()),
                new Voice(ofSecond, Map.of(), Map.of(), Optional.empty()));
    }

    private static void keep(Map<String, Map<String, List<Double>>> times, String opening, Input input, long nanos) {
        times.computeIfAbsent(opening, key -> new LinkedHashMap<>())
                .computeIfAbsent(input.id(), key -> new ArrayList<>())
                .add((double) nanos);
    }

    /// Adds what a model answers to samples, and how right that is where they have labels.
    public static Voice answering(Voice timed, Asking asking, List<Sample> samples, long seed) {
        Map<String, Prediction> answers = new LinkedHashMap<>();
        List<Label> truths = new ArrayList<>();
        try (ModelSession session = ModelSession.open(asking.input().model(), SessionSettings.fast(1))) {
            for (Sample sample : samples) {
                answers.put(sample.id(), asking.answer(session, sample));
                truths.add(asking.preprocessing().align(sample.label()));
            }
        }
        if (asking.task() instanceof Task.Agreement) {
            return new Voice(timed.nanos(), answers, Map.of(), Optional.empty());
        }
        AnswerScore score = AnswerScore.of(asking.task(), List.copyOf(answers.values()), truths, seed);
        double low = score.interval().low();
        double high = score.interval().high();
        int count = samples.size();
        return new Voice(
                timed.nanos(),
                answers,
                right(asking.task(), answers, truths),
                Optional.of(new Accuracy(
                        asking.task().metric(),
                        score.value(),
                        low,
                        high,
                        count,
                        score.value(),
                        low,
                        high,
                        count,
                        List.of())));
    }

    private static Map<String, Boolean> right(Task task, Map<String, Prediction> answers, List<Label> truths) {
        Map<String, Boolean> right = new LinkedHashMap<>();
        if (task instanceof Task.Classification) {
            int position = 0;
            for (Map.Entry<String, Prediction> answer : answers.entrySet()) {
                right.put(answer.getKey(), task.score().add(answer.getValue(), truths.get(position++)) == 1);
            }
        }
        return right;
    }

    /// Both sessions of one opening.
    private record Turns(ModelSession first, ModelSession second, LongSupplier nanoClock) implements AutoCloseable {

        /// @param firstLast which of them is opened last
        static Turns open(ModelInput first, ModelInput second, int threads, boolean firstLast, LongSupplier nanoClock) {
            SessionSettings settings = SessionSettings.fast(threads);
            ModelSession early = ModelSession.open((firstLast ? second : first).model(), settings);
            try {
                ModelSession late = ModelSession.open((firstLast ? first : second).model(), settings);
                return firstLast ? new Turns(late, early, nanoClock) : new Turns(early, late, nanoClock);
            } catch (RuntimeException e) {
                early.close();
                throw e;
            }
        }

        void warmUp(Input input) {
            for (int i = 0; i < WARM_UPS; i++) {
                run(input, i % 2 == 0);
            }
        }

        /// Nanoseconds of the first model and of the second.
        long[] run(Input input, boolean firstBegins) {
            long[] nanos = new long[2];
            if (firstBegins) {
                nanos[0] = timed(first, input.first());
            }
            nanos[1] = timed(second, input.second());
            if (!firstBegins) {
                nanos[0] = timed(first, input.first());
            }
            return nanos;
        }

        private long timed(ModelSession session, Map<String, Tensor> inputs) {
            long start = nanoClock.getAsLong();
            session.run(inputs);
            return Math.max(1, nanoClock.getAsLong() - start);
        }

        @Override
        public void close() {
            try (first;
                    second) {
                // Closing is all: either is closed even where the other fails to.
            }
        }
    }
}
