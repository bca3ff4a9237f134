package io.tierwise.cli;

import io.tierwise.operators.Account;
import io.tierwise.operators.Allowance;
import io.tierwise.operators.EarlyExit;
import io.tierwise.operators.Operator;
import io.tierwise.operators.Teacher;
import io.tierwise.study.Learning;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `exit M.onnx`: writes the model without some of its residual blocks, or with exits that the surest samples
/// leave at.
@Command(
        name = "exit",
        description =
                "Write a model that does less: without some residual blocks, or with exits that samples leave at.",
        footer = {
            "",
            "Rules: skip (the blocks that save most time within a loss on samples; without labels against the model's"
                    + " own answers), study (the last two of the last stage, as in arXiv 2403.17154; samples only say"
                    + " the sizes), exit (heads on the way, at which the surest samples leave), int8 (the quantized"
                    + " model first, the model as it is where that is in doubt).",
            "exit and int8 write a folder: cascade.json, the parts, and early.onnx, the model with all it has besides."
                    + " --data is split by class and seed into calibration, selection, promise and evaluation samples"
                    + " (1 : 1 : 1 : 1); --study has these roles.",
            "Exit code 3 if no exit keeps the promise and saves time."
        })
final class ExitCommand extends TransformCommand {
    @Option(
            names = "--rule",
            paramLabel = "skip|study|exit|int8",
            defaultValue = "skip",
            description = "Which blocks are skipped, or where samples leave (default: ${DEFAULT-VALUE}).")
    private EarlyExit.Rule rule = EarlyExit.Rule.SKIP;

    @Option(
            names = "--promise",
            paramLabel = "1pp|1%",
            description = "exit, int8: what leaving early may cost, with 95 %% confidence: points more errors, or per"
                    + " cent changed answers (default: 1pp with labels, 1%% without; --study: its goals).")
    private @Nullable String promise;

    @Option(
            names = "--budget",
            paramLabel = "1pp",
            description = "skip: what skipping may cost on samples, in points of the score; without it one point, and"
                    + " the block that loses least goes even if that is more.")
    private @Nullable String budget;

    @Option(
            names = "--behind",
            paramLabel = "TENSOR",
            description = "exit: tensors behind which exits stand, in the model's order (default: chosen).")
    private List<String> taps = List.of();

    @Option(
            names = "--teacher",
            paramLabel = "network|labels",
            defaultValue = "network",
            description = "exit: what heads are fitted to answer (default: ${DEFAULT-VALUE}).")
    private Teacher teacher = Teacher.NETWORK;

    ExitCommand() {
        super(300);
    }

    @Override
    Result result() {
        if (!rule.leaves() && promise != null) {
            throw new UsageException("--promise is for --rule exit and int8, found --rule " + rule.text() + ".");
        }
        if (rule != EarlyExit.Rule.SKIP && budget != null) {
            throw new UsageException("--budget is for --rule skip, found --rule " + rule.text() + ".");
        }
        if (rule != EarlyExit.Rule.EXIT && !taps.isEmpty()) {
            throw new UsageException("--behind is for --rule exit, found --rule " + rule.text() + ".");
        }
        if (rule != EarlyExit.Rule.EXIT && teacher != Teacher.NETWORK) {
            throw new UsageException("--teacher is for --rule exit, found --rule " + rule.text() + ".");
        }
        EarlyExit asked = asked();
        return rule.leaves() ? new CascadeWriting(model, output(), samples).write(asked) : super.result();
    }

    private EarlyExit asked() {
        Optional<Allowance> allowance = rule.leaves() ? allowance("--promise", promise) : allowance("--budget", budget);
        return new EarlyExit(rule, allowance, teacher, taps, Optional.empty());
    }

    private static Optional<Allowance> allowance(String option, @Nullable String given) {
        return Optional.ofNullable(given)
                .map(text -> Allowance.parse(text)
                        .orElseThrow(() -> new UsageException(option + " is points such as 1pp, or per cent such as"
                                + " 0.5%, found '" + text + "'.")));
    }

    @Override
    Operator operator(Learning learning) {
        if (rule == EarlyExit.Rule.SKIP) {
            SampleOptions.checkLabels(learning);
        }
        return asked();
    }

    @Override
    Map<String, Object> findings(Account account) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("rule", rule.text());
        map.put("skippedBlocks", account.skippedBlocks());
        return map;
    }
}
