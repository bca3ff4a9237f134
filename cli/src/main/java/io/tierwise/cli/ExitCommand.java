package io.tierwise.cli;

import io.tierwise.operators.Account;
import io.tierwise.operators.EarlyExit;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `exit M.onnx`: writes the model without some of its residual blocks.
@Command(
        name = "exit",
        description = "Write a model that skips two residual blocks: those that lose least on samples, or the study's.",
        footer = {
            "",
            "Rules: chosen (the pair that loses least; needs samples), study (the last two of the last stage, as in",
            "arXiv 2403.17154)."
        })
final class ExitCommand implements Callable<Integer> {
    @Parameters(paramLabel = "M.onnx", description = "The model.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private Path model;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "OUT.onnx",
            required = true,
            description = "The file to write.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private Path output;

    @Option(
            names = "--rule",
            defaultValue = "chosen",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private EarlyExit.Rule rule = EarlyExit.Rule.CHOSEN;

    @Option(
            names = "--samples",
            paramLabel = "N",
            defaultValue = "300",
            description = "Most samples to choose by (default: ${DEFAULT-VALUE}).")
    private int count;

    @Mixin
    private SampleOptions samples = new SampleOptions();

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Override
    public Integer call() {
        Console console = Console.of(common);
        if (count < 1) {
            throw new UsageException("--samples must be at least 1, found " + count + ".");
        }
        SampleOptions.Chosen chosen = samples.required("Choosing which blocks to skip");
        Account account = new SingleModel(model, chosen, count).transform(new EarlyExit(rule), output);
        console.result(
                switch (common.format) {
                    case json -> {
                        Map<String, Object> map = new LinkedHashMap<>(Map.of("output", output.toString()));
                        map.put("account", account.toMap());
                        yield Json.of(map);
                    }
                    case text -> SingleModel.text(account, output);
                });
        return ExitCode.OK.code();
    }
}
