package io.tierwise.cli;

import io.tierwise.data.Tensor;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.ModelReader;
import io.tierwise.onnx.ModelWriter;
import io.tierwise.operators.Calibration;
import io.tierwise.operators.Composer;
import io.tierwise.operators.Context;
import io.tierwise.operators.Criteria;
import io.tierwise.operators.Part;
import io.tierwise.operators.Partition;
import io.tierwise.operators.Product;
import io.tierwise.operators.Verification;
import io.tierwise.runtime.Optimization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `split M.onnx --at TENSOR`: writes the parts of a model and proves that they make the whole.
@Command(
        name = "split",
        description =
                "Cut a model at one or two places, write the parts, and verify that together they equal the whole.",
        footer = {
            "",
            "'cuts M.onnx' lists the places. Parts stand alone: part1.onnx, part2.onnx, ...",
            "Exit code 3 if with optimizations off the parts are not bit for bit the whole."
        })
final class SplitCommand extends ModelCommand {
    @Option(
            names = "--at",
            paramLabel = "TENSOR[+TENSOR...]",
            required = true,
            description = "Where to cut: a tensor, or up to four joined by '+'. Twice for three parts.")
    private List<String> tensors = new ArrayList<>();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            required = true,
            description = "Folder for the parts.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private Path output;

    @Override
    Result result() throws IOException {
        Model whole = ModelReader.read(model);
        List<Map<String, Tensor>> inputs = List.of(samples.oneInput(model));
        var partition = Partition.at(tensors.toArray(String[]::new));
        var context = new Context(Calibration.of(inputs), Criteria.none(), output.toAbsolutePath());
        List<Part> parts = write(Composer.apply(List.of(partition), whole, context));
        Verification exact = Verification.compare(whole, parts, inputs, Optimization.NONE);
        Verification optimized = Verification.compare(whole, parts, inputs, Optimization.ALL);
        return result(files(parts.size()), exact.exact(), shareOfPeak(optimized));
    }

    /// Writes the parts and reads them again, so that what is verified is what was written.
    private List<Part> write(Product product) throws IOException {
        List<Part> written = new ArrayList<>();
        List<Path> files = files(product.parts().size());
        files.forEach(this::refuseModelItself);
        Files.createDirectories(output);
        for (int i = 0; i < files.size(); i++) {
            Part part = product.parts().get(i);
            ModelWriter.writeStandalone(part.model(), files.get(i));
            written.add(new Part(ModelReader.read(files.get(i)), part.inputs(), part.outputs()));
        }
        return written;
    }

    private List<Path> files(int parts) {
        List<Path> files = new ArrayList<>();
        for (int i = 1; i <= parts; i++) {
            files.add(output.resolve("part" + i + ".onnx"));
        }
        return files;
    }

    private static double shareOfPeak(Verification verification) {
        return verification.outputs().stream()
                .mapToDouble(Verification.Difference::relative)
                .max()
                .orElse(0);
    }

    private static Result result(List<Path> files, boolean exact, double shareOfPeak) {
        List<String> names = files.stream().map(Path::toString).toList();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("parts", names);
        json.put("bitForBit", exact);
        json.put("largestShareOfPeak", shareOfPeak);
        String text = String.join("\n", names) + "\n"
                + (exact
                        ? "Verified: bit for bit equal to the whole with optimizations off; "
                        : "NOT EQUAL to the whole with optimizations off; ")
                + "with all optimizations the largest difference is " + shareOfPeak + " of the largest value.";
        return new Result(json, text, exact ? ExitCode.OK : ExitCode.INFEASIBLE);
    }
}
