package io.tierwise.cli;

import io.tierwise.operators.Account;
import io.tierwise.operators.NodeSensitivity;
import io.tierwise.operators.QuantizationAccount;
import io.tierwise.operators.Ranking;
import io.tierwise.operators.Refinement;
import io.tierwise.operators.Sparing;
import io.tierwise.operators.SparingAccount;
import io.tierwise.study.Figure;
import io.tierwise.study.Learning;
import io.tierwise.study.Progress;
import io.tierwise.study.UnitException;
import io.tierwise.study.Units;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What a user asks of a quantized model's accuracy.
final class AccuracyOptions {
    @Option(
            names = "--exclude",
            paramLabel = "NAME",
            split = ",",
            description = "Leave these nodes in float32: names of nodes or of their first outputs.")
    private List<String> excluded = new ArrayList<>();

    @Option(names = "--equalize", description = "Scale channels of consecutive layers against each other before.")
    private boolean equalize;

    @Option(names = "--correct-bias", description = "Take the mean error of rounded weights off the biases.")
    private boolean correctBias;

    @Option(
            names = "--max-accuracy-drop",
            paramLabel = "1pp",
            description = "Leave nodes in float32 until accuracy on selection samples drops by no more.")
    private @Nullable String mostDrop;

    @Option(
            names = "--sensitivity",
            description = "Rank nodes by what leaving each of them in float32 regains, and say what it costs.")
    private boolean sensitivity;

    @Option(names = "--accuracy", description = "Report the accuracy of both models on evaluation samples.")
    private boolean accuracy;

    Set<Refinement> refinements() {
        List<Refinement> wanted = new ArrayList<>();
        if (equalize) {
            wanted.add(Refinement.EQUALIZE);
        }
        if (correctBias) {
            wanted.add(Refinement.CORRECT_BIAS);
        }
        return Set.copyOf(wanted);
    }

    /// Whether samples of their own are needed to choose by and to report on.
    boolean judged() {
        return mostDrop != null || sensitivity || accuracy;
    }

    Sparing sparing(Learning learning, Progress progress) {
        Learning selection = new Learning(learning.asking(), learning.selection(), learning.selection());
        var ranking = new Ranking(sensitivity, selection.ranges(), (what, done, of) -> {
            if (done == 1) {
                progress.begin("Trying at most " + (of - 1) + " models", of);
            }
            progress.advance(what);
            if (done == of) {
                progress.end();
            }
        });
        return new Sparing(Set.copyOf(excluded), mostDrop(), ranking);
    }

    private OptionalDouble mostDrop() {
        if (mostDrop == null) {
            return OptionalDouble.empty();
        }
        try {
            double drop = Units.DROP.read(mostDrop);
            if (drop > 1) {
                throw new UsageException("--max-accuracy-drop must be at most 100pp, found " + mostDrop + ".");
            }
            return OptionalDouble.of(drop);
        } catch (UnitException e) {
            throw new UsageException("--max-accuracy-drop: " + e.getMessage() + ".");
        }
    }

    /// The result, with the ranked list, and the exit code that says whether the drop asked for holds.
    Result result(Judgement judgement, Account account, Map<String, Object> json, String text) {
        Optional<SparingAccount> sparing = account.quantization().flatMap(QuantizationAccount::sparing);
        String told = sensitivity
                ? sparing.map(found -> text + "\n" + table(found.sensitivity())).orElse(text)
                : text;
        OptionalDouble limit = mostDrop();
        if (limit.isEmpty()) {
            return new Result(json, told);
        }
        boolean kept = sparing.map(SparingAccount::kept).orElse(true) && judgement.drop() <= limit.getAsDouble();
        json.put("dropKept", kept);
        return kept
                ? new Result(json, told)
                : new Result(json, told + "\n" + miss(limit.getAsDouble(), sparing, judgement), ExitCode.INFEASIBLE);
    }

    private static String miss(double limit, Optional<SparingAccount> sparing, Judgement judgement) {
        String found = sparing.map(AccuracyOptions::onSelection).orElse("");
        boolean chosen = sparing.map(SparingAccount::kept).orElse(true);
        return "A drop of " + Figure.DROP.show(limit) + " cannot be kept: " + found
                + (chosen
                        ? "on evaluation samples, which chose nothing, it is " + Figure.DROP.show(judgement.drop())
                                + "."
                        : "that model was written.");
    }

    private static String onSelection(SparingAccount sparing) {
        String loss = Figure.DROP.show(sparing.loss().orElseThrow());
        return sparing.kept()
                ? "on selection samples it is " + loss + ", and "
                : "the nearest on selection samples is " + loss + ", with "
                        + sparing.spared().size() + " of "
                        + sparing.sensitivity().size() + " nodes left in float32, and ";
    }

    private static String table(List<NodeSensitivity> nodes) {
        StringBuilder table = new StringBuilder("regained  output SQNR  time lost  node left in float32");
        for (NodeSensitivity node : nodes) {
            table.append(String.format(
                    Locale.ROOT,
                    "%n%5.2f dB  %8.2f dB  %6.0f us  %s %s",
                    node.gainDecibels(),
                    node.sqnrDecibels(),
                    node.costNanos() / 1e3,
                    node.operator(),
                    node.name()));
        }
        return table.toString();
    }
}
