package io.tierwise.cli;

import io.tierwise.onnx.ModelReader;
import io.tierwise.operators.CutPlace;
import io.tierwise.operators.CutPlaces;
import io.tierwise.operators.Shapes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/// `cuts M.onnx`: where a model can be divided.
@Command(
        name = "cuts",
        description = "List every tensor at which a model can be cut in two, with its bytes at batch 1.",
        footer = {"", "Without samples the sizes are those of the model's own input, an open batch taken as 1."})
final class CutsCommand extends ModelCommand {
    @Override
    Result result() {
        var read = ModelReader.read(model);
        List<CutPlace> cuts =
                CutPlaces.of(read, Shapes.learn(read, samples.oneInput(model))).places();
        return new Result(Map.of("cuts", cuts.stream().map(CutsCommand::json).toList()), text(cuts));
    }

    private static Map<String, Object> json(CutPlace cut) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("tensors", List.of(cut.tensor()));
        map.put("bytes", cut.bytes());
        map.put("headParameters", cut.headParameters());
        return map;
    }

    private static String text(List<CutPlace> cuts) {
        if (cuts.isEmpty()) {
            return "No single tensor divides this model: every cut would carry two or more.";
        }
        return "       bytes  parameters before  tensor\n"
                + cuts.stream()
                        .map(cut -> String.format(
                                Locale.ROOT, "%,12d  %,17d  %s", cut.bytes(), cut.headParameters(), cut.tensor()))
                        .collect(Collectors.joining("\n"));
    }
}
