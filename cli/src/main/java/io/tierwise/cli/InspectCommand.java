package io.tierwise.cli;

import io.tierwise.onnx.ModelReader;
import io.tierwise.operators.Inspection;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `inspect M.onnx`: what a model is.
@Command(
        name = "inspect",
        description = "Say what a model is: inputs, outputs, size, operations, residual blocks, legal cuts.",
        footer = {"", "Without samples the model is run once on zeros of its own shape."})
final class InspectCommand implements Callable<Integer> {
    @Parameters(paramLabel = "M.onnx", description = "The model.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private Path model;

    @Mixin
    private SampleOptions samples = new SampleOptions();

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Override
    public Integer call() {
        Console console = Console.of(common);
        var read = ModelReader.read(model);
        Inspection inspection = Inspection.of(read, samples.oneInput(model));
        console.result(
                switch (common.format) {
                    case json -> Json.of(inspection.toMap());
                    case text -> text(inspection);
                });
        return ExitCode.OK.code();
    }

    private static String text(Inspection inspection) {
        String operators = inspection.operators().entrySet().stream()
                .sorted((a, b) -> b.getValue() - a.getValue())
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
        return String.format(
                Locale.ROOT,
                """
                inputs            %s
                outputs           %s
                opset             %d
                nodes             %,d (%s)
                parameters        %,d (%,d bytes)
                multiply-adds     %,d
                skippable blocks  %d
                legal cuts        %d single tensors""",
                ports(inspection.inputs()),
                ports(inspection.outputs()),
                inspection.opset(),
                inspection.size().nodes(),
                operators,
                inspection.size().parameters(),
                inspection.size().bytes(),
                inspection.macs(),
                inspection.skippableBlocks().size(),
                inspection.cuts().places().size());
    }

    private static String ports(java.util.List<Inspection.Port> ports) {
        return ports.stream()
                .map(port -> port.name() + " " + port.type() + " " + String.join("x", port.shape()))
                .collect(Collectors.joining(", "));
    }
}
