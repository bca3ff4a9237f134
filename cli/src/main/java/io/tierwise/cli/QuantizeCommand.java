package io.tierwise.cli;

import io.tierwise.operators.Account;
import io.tierwise.operators.Quantize;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `quantize M.onnx`: writes the int8 model.
@Command(
        name = "quantize",
        description = "Write a model as static int8, with ranges from calibration samples.",
        footer = {"", "Samples come from --study (its calibration role) or --data; at most --samples of them are used."
        })
final class QuantizeCommand implements Callable<Integer> {
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
            names = "--samples",
            paramLabel = "N",
            defaultValue = "100",
            description = "Most calibration samples (default: ${DEFAULT-VALUE}).")
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
        SampleOptions.Chosen chosen = samples.required("Quantization");
        long start = System.nanoTime();
        Account account = new SingleModel(model, chosen, count).transform(new Quantize(), output);
        double seconds = (System.nanoTime() - start) / 1e9;
        console.result(
                switch (common.format) {
                    case json -> Json.of(json(account, seconds));
                    case text -> SingleModel.text(account, output);
                });
        return ExitCode.OK.code();
    }

    private Map<String, Object> json(Account account, double seconds) {
        var quantization = account.quantization().orElseThrow();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("output", output.toString());
        map.put("scheme", "u8s8");
        map.put("quantizedNodes", quantization.quantizedNodes());
        map.put("floatNodes", account.toMap().get("quantization") instanceof Map<?, ?> q ? q.get("floatNodes") : null);
        map.put("leftoverQ", quantization.leftoverQuantize());
        map.put("leftoverDQ", quantization.leftoverDequantize());
        map.put("calibrationSamples", quantization.calibrationSamples());
        map.put("seconds", seconds);
        map.put("account", account.toMap());
        return map;
    }
}
