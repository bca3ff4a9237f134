package io.tierwise.cli;

import io.tierwise.data.Tensor;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.ModelReader;
import io.tierwise.onnx.ModelWriter;
import io.tierwise.operators.Calibration;
import io.tierwise.operators.Composer;
import io.tierwise.operators.Context;
import io.tierwise.operators.CutCost;
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
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `split M.onnx --at TENSOR`: writes the parts of a model and proves that they make the whole.
@Command(
        name = "split",
        description =
                "Cut a model at one or two tensors, write the parts, and verify that together they equal the whole.",
        footer = {"", "'cuts M.onnx' lists the tensors. Parts stand alone: part1.onnx, part2.onnx, ..."})
final class SplitCommand implements Callable<Integer> {
    @Parameters(paramLabel = "M.onnx", description = "The model.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private Path model;

    @Option(
            names = "--at",
            paramLabel = "TENSOR",
            required = true,
            description = "Where to cut; twice for three parts.")
    private List<String> tensors = new ArrayList<>();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            required = true,
            description = "Folder for the parts.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private Path output;

    @Mixin
    private SampleOptions samples = new SampleOptions();

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Override
    public Integer call() throws IOException {
        Console console = Console.of(common);
        Model whole = ModelReader.read(model);
        List<Map<String, Tensor>> inputs = List.of(samples.oneInput(model));
        Product product = split(whole, inputs);
        Files.createDirectories(output);
        List<String> files = new ArrayList<>();
        for (int i = 0; i < product.parts().size(); i++) {
            Path file = output.resolve("part" + (i + 1) + ".onnx");
            ModelWriter.writeStandalone(product.parts().get(i).model(), file);
            files.add(file.toString());
        }
        List<Part> written = reread(product, files);
        Verification exact = Verification.compare(whole, written, inputs, Optimization.NONE);
        Verification optimized = Verification.compare(whole, written, inputs, Optimization.ALL);
        console.result(
                switch (common.format) {
                    case json -> Json.of(json(files, exact, optimized));
                    case text -> text(files, exact, optimized);
                });
        return (exact.exact() ? ExitCode.OK : ExitCode.INFEASIBLE).code();
    }

    private Product split(Model whole, List<Map<String, Tensor>> inputs) {
        var context = new Context(Calibration.of(inputs), changed -> 0, CutCost.uniform(1e9), output.toAbsolutePath());
        var partition = Partition.at(tensors.toArray(String[]::new));
        return Composer.apply(List.of(partition), whole, context);
    }

    private static List<Part> reread(Product product, List<String> files) {
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            Part part = product.parts().get(i);
            parts.add(new Part(ModelReader.read(Path.of(files.get(i))), part.inputs(), part.outputs()));
        }
        return parts;
    }

    private static Map<String, Object> json(List<String> files, Verification exact, Verification optimized) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("parts", files);
        map.put("bitForBit", exact.exact());
        map.put("largestShareOfPeak", shareOfPeak(optimized));
        return map;
    }

    private static double shareOfPeak(Verification verification) {
        return verification.outputs().stream()
                .mapToDouble(Verification.Difference::relative)
                .max()
                .orElse(0);
    }

    private static String text(List<String> files, Verification exact, Verification optimized) {
        return String.join("\n", files) + "\n"
                + (exact.exact()
                        ? "Verified: bit for bit equal to the whole with optimizations off; "
                        : "NOT EQUAL to the whole with optimizations off; ")
                + "with all optimizations the largest difference is " + shareOfPeak(optimized)
                + " of the largest value.";
    }
}
