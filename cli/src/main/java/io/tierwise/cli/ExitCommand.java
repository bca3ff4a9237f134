package io.tierwise.cli;

import io.tierwise.operators.Account;
import io.tierwise.operators.Allowance;
import io.tierwise.operators.EarlyExit;
import io.tierwise.operators.Operator;
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
        description = "Write a model that does less: without two residual blocks, or with exits that samples leave at.",
        footer = {
            "",
            "Rules: skip (the pair of blocks that loses least on samples; without labels against the model's own"
                    + " answers), study (the last two of the last stage, as in arXiv 2403.17154; samples only say the"
                    + " sizes), exit (heads on the way, at which the surest samples leave).",
            "exit writes a folder: cascade.json, the parts, and early.onnx, the model with its heads. --data is split by"
                    + " class and seed into calibration, selection, promise and evaluation samples (1 : 1 : 1 : 1);"
                    + " --study has these roles.",
            "Exit code 3 if no exit keeps the promise and saves time."
        })
final class ExitCommand extends TransformCommand {
    @Option(
            names = "--rule",
            paramLabel = "skip|study|exit",
            defaultValue = "skip",
            description = "Which blocks are skipped, or that samples leave (default: ${DEFAULT-VALUE}).")
    private EarlyExit.Rule rule = EarlyExit.Rule.SKIP;

    @Option(
            names = "--promise",
            paramLabel = "1pp|1%",
            description = "What leaving early may cost, with 95 %% confidence: points more errors, or per cent changed"
                    + " answers (default: 1pp with labels, 1%% without; --study: its goals).")
    private @Nullable String promise;

    @Option(
            names = "--behind",
            paramLabel = "TENSOR",
            description = "Tensors behind which exits stand, in the model's order (default: chosen).")
    private List<String> taps = List.of();

    ExitCommand() {
        super(300);
    }

    @Override
    Result result() {
        if (rule == EarlyExit.Rule.EXIT) {
            return new CascadeWriting(model, output(), samples).write(exit());
        }
        if (promise != null || !taps.isEmpty()) {
            throw new UsageException("--promise and --behind are for --rule exit, found --rule " + rule.text() + ".");
        }
        return super.result();
    }

    private EarlyExit exit() {
        Optional<Allowance> allowance = Optional.ofNullable(promise)
                .map(text -> Allowance.parse(text)
                        .orElseThrow(() -> new UsageException("--promise is points such as 1pp, or per cent such as"
                                + " 0.5%, found '" + text + "'.")));
        return new EarlyExit(rule, allowance, taps);
    }

    @Override
    Operator operator(Learning learning) {
        if (rule == EarlyExit.Rule.SKIP) {
            SampleOptions.checkLabels(learning);
        }
        return new EarlyExit(rule);
    }

    @Override
    Map<String, Object> findings(Account account) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("rule", rule.text());
        map.put("skippedBlocks", account.skippedBlocks());
        return map;
    }
}
