package io.tierwise.study;

import io.tierwise.data.Label;
import io.tierwise.data.Prediction;
import io.tierwise.data.Sample;
import io.tierwise.data.SampleSet;
import io.tierwise.data.Score;
import io.tierwise.data.Task;
import io.tierwise.data.Tensor;
import io.tierwise.operators.Part;
import io.tierwise.operators.PartChain;
import io.tierwise.runtime.Optimization;
import io.tierwise.stats.Quantiles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

/// A model with exits and the model without, one after the other on every evaluation sample, on this machine.
///
/// @param samples how many
/// @param task what is scored
/// @param whole score of the model without exits
/// @param early score with them
/// @param same share of the answers, or pixels, that are the same
/// @param wholeNanos mean time of the model without exits
/// @param earlyNanos mean time with them
/// @param slowNanos 95th percentile of the samples that left nowhere; not a number where all left
/// @param leaving by the number of parts run, share of the samples
public record CascadeTrial(
        int samples,
        String task,
        double whole,
        double early,
        double same,
        double wholeNanos,
        double earlyNanos,
        double slowNanos,
        List<Double> leaving) {
    private static final double TAIL = 0.95;
    private static final int WARM_UPS = 20;

    public CascadeTrial {
        leaving = List.copyOf(leaving);
    }

    /// Runs both, turn by turn.
    ///
    /// @param whole the model without exits
    /// @param parts those of the model with exits
    public static CascadeTrial of(
            Asking asking, SampleSet samples, Part whole, List<Part> parts, LongSupplier nanoTime) {
        Score wholeScore = asking.task().score();
        Score earlyScore = asking.task().score();
        double same = 0;
        long wholeNanos = 0;
        long[] nanos = new long[samples.size()];
        int[] partsRun = new int[samples.size()];
        try (PartChain plain = PartChain.open(List.of(whole), Optimization.ALL);
                PartChain chain = PartChain.open(parts, Optimization.ALL)) {
            Map<String, Tensor> first = asking.inputs(samples.get(0));
            for (int i = 0; i < WARM_UPS; i++) {
                plain.run(first);
                chain.run(first);
            }
            for (int i = 0; i < samples.size(); i++) {
                Sample sample = samples.get(i);
                Map<String, Tensor> inputs = asking.inputs(sample);
                long start = nanoTime.getAsLong();
                PartChain.Left anyway = plain.runUntilSure(inputs);
                long between = nanoTime.getAsLong();
                PartChain.Left left = chain.runUntilSure(inputs);
                nanos[i] = nanoTime.getAsLong() - between;
                wholeNanos += between - start;
                partsRun[i] = left.partsRun();
                Prediction expected = asking.task().read(List.of(anyway.answer()));
                Prediction found = asking.task().read(List.of(left.answer()));
                same += found.agreement(expected);
                Label truth = asking.task() instanceof Task.Agreement
                        ? expected.asLabel()
                        : asking.preprocessing().align(sample.label());
                wholeScore.add(expected, truth);
                earlyScore.add(found, truth);
            }
        }
        return new CascadeTrial(
                samples.size(),
                asking.task().metric(),
                wholeScore.value(),
                earlyScore.value(),
                same / samples.size(),
                (double) wholeNanos / samples.size(),
                Arrays.stream(nanos).average().orElseThrow(),
                slow(nanos, partsRun, parts.size()),
                leaving(partsRun, parts.size()));
    }

    private static double slow(long[] nanos, int[] partsRun, int parts) {
        List<Double> slow = new ArrayList<>();
        for (int i = 0; i < nanos.length; i++) {
            if (partsRun[i] == parts) {
                slow.add((double) nanos[i]);
            }
        }
        return slow.isEmpty()
                ? Double.NaN
                : Quantiles.quantile(
                        slow.stream().mapToDouble(Double::doubleValue).toArray(), TAIL, Quantiles.Definition.LINEAR);
    }

    private static List<Double> leaving(int[] partsRun, int parts) {
        List<Double> leaving = new ArrayList<>();
        for (int part = 1; part <= parts; part++) {
            int count = part;
            leaving.add(
                    (double) Arrays.stream(partsRun).filter(run -> run == count).count() / partsRun.length);
        }
        return leaving;
    }

    /// The mean time as a share of the model's without exits.
    public double timeShare() {
        return earlyNanos / wholeNanos;
    }

    public String text() {
        String slow = Double.isNaN(slowNanos)
                ? "nobody goes to the end"
                : String.format(Locale.ROOT, "p95 of those that go to the end %.3f ms", slowNanos / 1e6);
        return String.format(
                Locale.ROOT,
                "%s %.2f -> %.2f %% on %,d evaluation samples, %.2f %% the same%n"
                        + "mean %.3f -> %.3f ms (%.2f) on this machine, one thread; %s",
                task,
                100 * whole,
                100 * early,
                samples,
                100 * same,
                wholeNanos / 1e6,
                earlyNanos / 1e6,
                timeShare(),
                slow);
    }

    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("samples", samples);
        map.put("metric", task);
        map.put("whole", whole);
        map.put("early", early);
        map.put("same", same);
        map.put("wholeMeanMillis", wholeNanos / 1e6);
        map.put("earlyMeanMillis", earlyNanos / 1e6);
        map.put("timeShare", timeShare());
        if (!Double.isNaN(slowNanos)) {
            map.put("slowPathP95Millis", slowNanos / 1e6);
        }
        map.put("leavingByPartsRun", leaving);
        return map;
    }
}
