package io.tierwise.bench;

import io.tierwise.data.Tensor;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.ModelReader;
import io.tierwise.onnx.ModelWriter;
import io.tierwise.operators.Calibration;
import io.tierwise.operators.Composer;
import io.tierwise.operators.Context;
import io.tierwise.operators.Criteria;
import io.tierwise.operators.CutPlace;
import io.tierwise.operators.CutSurvey;
import io.tierwise.operators.Part;
import io.tierwise.operators.Partition;
import io.tierwise.runtime.ModelSession;
import io.tierwise.runtime.SessionSettings;
import io.tierwise.stats.NonNegativeLeastSquares;
import io.tierwise.stats.Quantiles;
import io.tierwise.zoo.Zoo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/// Heads and tails of a network, forecast from one profile and a few of them, against sessions of all of them.
///
/// Whole, head and tail run in turns, so that a change of the machine's pace meets all three: a part's time is the
/// median of its shares of the whole's in the same turn, which is what is forecast.
///
/// @param network what is cut
/// @param mostMedian goal of the median error, as a share
/// @param mostHigh goal of the 95th percentile, as a share
/// @param freeNanos an error below this counts as none at the 95th percentile
record PartForecasts(Zoo network, double mostMedian, double mostHigh, double freeNanos) {
    private static final int RUNS = 15;
    private static final int LEARNT = 5;
    private static final long SEED = 1;
    private static final double MOST_SECONDS = 2;
    private static final double NANOS = 1e9;

    /// A part as profiled and as it was found.
    private record Found(double profiledShare, long bytes, double share) {
        double[] terms() {
            return new double[] {1 / share, profiledShare / share, bytes / share};
        }
    }

    List<Row> rows(Path folder) throws IOException {
        System.err.println("heads and tails of " + network);
        Model model = ModelReader.read(network.write(folder, SEED));
        Map<String, Tensor> sample = Map.of("input", noise());
        long start = System.nanoTime();
        CutSurvey survey = CutSurvey.of(model, sample, 1);
        double seconds = (System.nanoTime() - start) / NANOS;
        List<Found> found = new ArrayList<>();
        try (ModelSession whole = open(model, folder)) {
            for (CutPlace place : survey.places()) {
                found.addAll(parts(place, survey, model, folder, whole, sample));
            }
        }
        return List.of(
                new Held(
                        network + ": profile, " + survey.places().size() + " places, and both parts of each forecast",
                        String.format(Locale.ROOT, "%.2f s", seconds),
                        "< 2 s",
                        seconds < MOST_SECONDS),
                errors(found, survey.nanos()));
    }

    private Tensor noise() {
        Random random = new Random(SEED);
        float[] values = new float[3 * network.side() * network.side()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Tensor.ofFloats(values, 1, 3, network.side(), network.side());
    }

    private static ModelSession open(Model model, Path folder) {
        return ModelSession.open(
                ModelWriter.toBytes(model, folder), SessionSettings.fast(1).withExternalFolder(folder));
    }

    private static double nanos(Runnable run) {
        long start = System.nanoTime();
        run.run();
        return System.nanoTime() - start;
    }

    private static List<Found> parts(
            CutPlace place,
            CutSurvey survey,
            Model model,
            Path folder,
            ModelSession whole,
            Map<String, Tensor> sample) {
        var context = new Context(Calibration.of(List.of(sample)), Criteria.none(), folder);
        List<Part> parts = Composer.apply(List.of(Partition.at(place.name())), model, context)
                .parts();
        try (ModelSession head = open(parts.getFirst().model(), folder);
                ModelSession tail = open(parts.getLast().model(), folder)) {
            Map<String, Tensor> crossing = new HashMap<>(sample);
            Map<String, Tensor> made = head.run(sample);
            crossing.putAll(made);
            crossing.keySet().retainAll(parts.getLast().inputs());
            Map<String, Tensor> answer = tail.run(crossing);
            whole.run(sample);
            double[] heads = new double[RUNS];
            double[] tails = new double[RUNS];
            for (int run = 0; run < RUNS; run++) {
                double all = nanos(() -> whole.runInto(sample, answer));
                heads[run] = nanos(() -> head.runInto(sample, made)) / all;
                tails[run] = nanos(() -> tail.runInto(crossing, answer)) / all;
            }
            double before = place.headNanos() / survey.nanos();
            return List.of(
                    new Found(before, place.bytes(), Quantiles.median(heads)),
                    new Found(1 - before, place.bytes(), Quantiles.median(tails)));
        }
    }

    /// Learns from the parts of cuts evenly spaced, the first and the last among them, and looks at the others.
    private Row errors(List<Found> found, double wholeNanos) {
        List<Found> learnt = new ArrayList<>();
        List<Found> others = new ArrayList<>(found);
        int places = found.size() / 2;
        for (int i = 0; i < LEARNT; i++) {
            int place = i * (places - 1) / (LEARNT - 1);
            learnt.addAll(found.subList(2 * place, 2 * place + 2));
        }
        others.removeAll(learnt);
        double[] ones = new double[learnt.size()];
        Arrays.fill(ones, 1);
        NonNegativeLeastSquares fit =
                NonNegativeLeastSquares.fit(learnt.stream().map(Found::terms).toArray(double[][]::new), ones);
        double[] shares = others.stream()
                .mapToDouble(part -> Math.abs(fit.at(part.terms()) - 1))
                .toArray();
        double[] nanos = others.stream()
                .mapToDouble(part -> Math.abs(fit.at(part.terms()) - 1) * part.share() * wholeNanos)
                .toArray();
        double median = Quantiles.median(shares);
        double high = Quantiles.quantile(shares, 0.95, Quantiles.Definition.LINEAR);
        double highNanos = Quantiles.quantile(nanos, 0.95, Quantiles.Definition.LINEAR);
        return new Held(
                network + ": error of " + others.size() + " heads and tails not learnt from",
                String.format(
                        Locale.ROOT,
                        "median %.1f %%, 95th percentile %.1f %% (%.2f ms)",
                        100 * median,
                        100 * high,
                        highNanos / 1e6),
                String.format(
                        Locale.ROOT,
                        "%.0f %%, %.0f %%%s",
                        100 * mostMedian,
                        100 * mostHigh,
                        freeNanos > 0 ? String.format(Locale.ROOT, " or %.2f ms", freeNanos / 1e6) : ""),
                median <= mostMedian && (high <= mostHigh || highNanos <= freeNanos));
    }
}
