package io.tierwise.study;

import io.tierwise.exits.ExitOutcome;
import io.tierwise.operators.ExitGates;
import io.tierwise.operators.ExitOutputs;
import io.tierwise.operators.Part;
import java.util.ArrayList;
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
/// @param curve what ever bolder thresholds come to on them, the most careful first
public record ExitsRecord(List<Exit> exits, String promise, int samples, double p, double loss, List<Step> curve) {
    public ExitsRecord {
        exits = List.copyOf(exits);
        curve = List.copyOf(curve);
    }

    /// One exit.
    ///
    /// @param part position of the part that ends with it, from 0
    /// @param tap the tensor that its head reads
    /// @param threshold least confidence with which a sample leaves
    /// @param rate share of the promise samples that leave here
    /// @param share of the network's time that lies before it
    public record Exit(int part, String tap, double threshold, double rate, double share) {}

    /// Thresholds, by what they come to.
    ///
    /// @param time mean share of the whole network's time, heads not counted
    /// @param loss mean loss of a sample, as the promise counts it
    public record Step(double time, double loss) {}

    public static ExitsRecord of(ExitGates.Opened opened) {
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
                opened.curve().stream()
                        .map(step -> new Step(step.meanNanos(), step.meanLoss()))
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
                    "%.0f %% of them leave behind '%s', where confidence is at least %.3f",
                    100 * exit.rate(),
                    exit.tap(),
                    exit.threshold()));
        }
        return lines;
    }
}
