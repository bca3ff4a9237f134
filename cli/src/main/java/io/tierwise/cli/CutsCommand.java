package io.tierwise.cli;

import io.tierwise.onnx.ModelReader;
import io.tierwise.operators.CutPlace;
import io.tierwise.operators.CutPlaces;
import io.tierwise.operators.Shapes;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `cuts M.onnx`: where a model can be divided.
@Command(
        name = "cuts",
        description = "List every tensor at which a model can be cut in two, with its bytes at batch 1.",
        footer = {"", "Without samples the model is run once on zeros of its own shape to learn the sizes."})
final class CutsCommand implements Callable<Integer> {
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
        CutPlaces cuts = CutPlaces.of(read, Shapes.learn(read, samples.oneInput(model)));
        console.result(
                switch (common.format) {
                    case json ->
                        Json.of(Map.of(
                                "cuts",
                                cuts.places().stream().map(CutsCommand::json).toList()));
                    case text -> text(cuts);
                });
        return ExitCode.OK.code();
    }

    private static Map<String, Object> json(CutPlace cut) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("tensors", List.of(cut.tensor()));
        map.put("bytes", cut.bytes());
        map.put("headParameters", cut.headParameters());
        return map;
    }

    private static String text(CutPlaces cuts) {
        if (cuts.places().isEmpty()) {
            return "No single tensor divides this model: every cut would carry two or more.";
        }
        return "       bytes  parameters before  tensor\n"
                + cuts.places().stream()
                        .map(cut -> String.format(
                                Locale.ROOT, "%,12d  %,17d  %s", cut.bytes(), cut.headParameters(), cut.tensor()))
                        .collect(Collectors.joining("\n"));
    }
}
