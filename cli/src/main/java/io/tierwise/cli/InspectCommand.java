package io.tierwise.cli;

import io.tierwise.onnx.ModelReader;
import io.tierwise.operators.Inspection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/// `inspect M.onnx`: what a model is.
@Command(
        name = "inspect",
        description = "Say what a model is: inputs, outputs, size, operations, residual blocks, legal cuts.",
        footer = {"", "Without samples the sizes are those of the model's own input, an open batch taken as 1."})
final class InspectCommand extends ModelCommand {
    @Override
    Result result() {
        Inspection inspection = Inspection.of(ModelReader.read(model), samples.oneInput(model));
        return new Result(inspection.toMap(), text(inspection));
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
                legal cuts        %d single tensors, %d of two to four%s""",
                ports(inspection.inputs()),
                ports(inspection.outputs()),
                inspection.opset(),
                inspection.size().nodes(),
                operators,
                inspection.size().parameters(),
                inspection.size().bytes(),
                inspection.macs(),
                inspection.skippableBlocks().size(),
                inspection.cuts().singles(),
                inspection.cuts().places().size() - inspection.cuts().singles(),
                inspection.cuts().capped() ? " (there are more)" : "");
    }

    private static String ports(List<Inspection.Port> ports) {
        return ports.stream()
                .map(port -> port.name() + " " + port.type() + " " + String.join("x", port.shape()))
                .collect(Collectors.joining(", "));
    }
}
