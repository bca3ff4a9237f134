package io.tierwise.cli;

import io.tierwise.operators.Account;
import io.tierwise.operators.EarlyExit;
import io.tierwise.operators.Operator;
import io.tierwise.study.Learning;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `exit M.onnx`: writes the model without some of its residual blocks.
@Command(
        name = "exit",
        description = "Write a model that skips two residual blocks: those that lose least on samples, or the study's.",
        footer = {
            "",
            "Rules: chosen (the pair that loses least on samples; without labels against the model's own answers),"
                    + " study (the last two of the last stage, as in arXiv 2403.17154; samples only say the sizes)."
        })
final class ExitCommand extends TransformCommand {
    @Option(
            names = "--rule",
            paramLabel = "chosen|study",
            defaultValue = "chosen",
            description = "Which blocks are skipped (default: ${DEFAULT-VALUE}).")
    private EarlyExit.Rule rule = EarlyExit.Rule.SKIP;

    ExitCommand() {
        super(300);
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
