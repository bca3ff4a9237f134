package io.tierwise.study;

import io.tierwise.data.SampleSet;
import io.tierwise.exits.ExitOutcome;
import io.tierwise.operators.ExitGates;
import io.tierwise.operators.ExitOutputs;
import io.tierwise.operators.Part;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// Where samples leave a strategy early, and what is promised of that.
///
/// @param exits in the order of the network
/// @param promise in words
/// @param samples promise samples that it was tested on
/// @param p of that test
/// @param loss mean loss of those samples, as the promise counts it
/// @param time their mean share of the whole network's time, heads that cost little not counted
/// @param curve what ever bolder thresholds come to on them, the most careful first
/// @param beyond what becomes of evaluation samples as they are, and of shifted copies, which no promise covers
public record ExitsRecord(
        List<Exit> exits,
        String promise,
        int samples,
        double p,
        double loss,
        double time,
        List<Step> curve,
        List<Beyond> beyond) {
    /// Evaluation samples that the gates are shown besides.
    private static final int MOST_BEYOND = 300;

    public ExitsRecord {
        exits = List.copyOf(exits);
        curve = List.copyOf(curve);
        beyond = List.copyOf(beyond);
    }

    /// One exit.
    ///
    /// @param part position of the part that ends with it, from 0
    /// @param tap the tensor that its head reads
    /// @param threshold least confidence with which a sample leaves
    /// @param rate share of the promise samples that leave here
    /// @param share of the network's time that lies before it; 0 where it is another network's answer
    public record Exit(int part, String tap, double threshold, double rate, double share) {
        /// In words.
        public String place() {
            return share == 0 ? "after the quantized network" : "behind '" + tap + "'";
        }
    }

    /// Thresholds, by what they come to.
    ///
    /// @param time mean share of the whole network's time, heads that cost little not counted
    /// @param loss mean loss of a sample, as the promise counts it
    public record Step(double time, double loss) {}

    /// Evaluation samples, shifted or not.
    ///
    /// @param shift what became of them
    /// @param samples how many
    /// @param leaving share that leaves early
    /// @param confidence mean over all of the first exit's confidence
    /// @param loss mean loss of a sample, as the promise counts it
    public record Beyond(String shift, int samples, double leaving, double confidence, double loss) {
        private String line() {
            return String.format(
                    Locale.ROOT,
                    "of %d evaluation samples%s %.0f %% leave early; the first exit is sure by %.3f on average, and the mean"
                            + " loss is %.2g",
                    samples,
                    shift.equals(Shift.NONE.text()) ? "" : " with " + shift + ", which no promise covers,",
                    100 * leaving,
                    confidence,
                    loss);
        }

        private static Beyond of(Shift shift, ExitGates.Opened opened, Asking asking, SampleSet samples, long seed) {
            ExitOutcome outcome = opened.on(new JudgedSet(asking, samples, shift.with(seed)));
            return new Beyond(
                    shift.text(),
                    samples.size(),
                    outcome.exitRates().stream()
                            .mapToDouble(Double::doubleValue)
                            .sum(),
                    outcome.meanConfidence(),
                    outcome.meanLoss());
        }
    }

    /// What gates that were opened come to.
    ///
    /// @param evaluation samples that helped to choose nothing; the first 300 are taken
    /// @param seed of noise
    public static ExitsRecord of(ExitGates.Opened opened, Asking asking, SampleSet evaluation, long seed) {
        SampleSet some = Learning.first(evaluation, MOST_BEYOND);
        ExitOutcome outcome = opened.kept().outcome();
        List<ExitOutputs> outputs = opened.product().uncut().exits();
        List<Part> parts = opened.product().parts();
        int[] gated = IntStream.range(0, parts.size())
                .filter(part -> parts.get(part).gate().isPresent())
                .toArray();
        List<Exit> exits = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            exits.add(new Exit(
                    gated[i],
                    outputs.get(i).tap(),
                    outcome.thresholds().get(i),
                    outcome.exitRates().get(i),
                    outputs.get(i).share()));
        }
        return new ExitsRecord(
                exits,
                opened.kept().promise().words(),
                opened.kept().samples(),
                opened.kept().p(),
                outcome.meanLoss(),
                outcome.meanNanos(),
                opened.curve().stream()
                        .map(step -> new Step(step.meanNanos(), step.meanLoss()))
                        .toList(),
                Arrays.stream(Shift.values())
                        .map(shift -> Beyond.of(shift, opened, asking, some, seed))
                        .toList());
    }

    /// The thresholds as one key.
    String key() {
        return String.join(
                ",",
                exits.stream().map(exit -> Double.toString(exit.threshold())).toList());
    }

    /// Sentences for a reader.
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(promise
                + String.format(
                        Locale.ROOT, " (p = %.2g on %d promise samples, whose mean loss is %.2g)", p, samples, loss));
        for (Exit exit : exits) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%.0f %% of them leave %s, where confidence is at least %.3f",
                    100 * exit.rate(),
                    exit.place(),
                    exit.threshold()));
        }
        for (Beyond shown : beyond) {
            lines.add(shown.line());
        }
        return lines;
    }
}
