package io.tierwise.cli;

import io.tierwise.onnx.DroppedCut;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.ModelReader;
import io.tierwise.operators.CutPlace;
import io.tierwise.operators.CutPlaces;
import io.tierwise.operators.Shapes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `cuts M.onnx`: where a model can be divided.
@Command(
        name = "cuts",
        description =
                "List the places at which a model can be cut in two: the tensors that cross, with their bytes at batch"
                        + " 1.",
        footer = {
            "",
            "Tensors joined by '+' cross together: write them so in 'split --at' and in P(...). A cut that says no"
                    + " under 'fuses' tears apart nodes that the runtime would run as one.",
            "Without samples the sizes are those of the model's own input, an open batch taken as 1."
        })
final class CutsCommand extends ModelCommand {

    private static final int SHOWN = 50;

    /// In which order cuts are listed.
    enum Order {
        model,
        bytes
    }

    @Option(
            names = "--tensors",
            paramLabel = "N",
            defaultValue = "4",
            description = "Tensors that may cross together, 1 to 4 (default: ${DEFAULT-VALUE}).")
    private int tensors = 4;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "List this many cuts, those that carry least; 0 lists all (default: 50, as JSON all).")
    private Optional<Integer> limit = Optional.empty();

    @Option(
            names = "--sort",
            paramLabel = "ORDER",
            defaultValue = "model",
            description = "Order of the list: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Order sort = Order.model;

    @Option(names = "--dropped", description = "Also say what was left out, and why.")
    private boolean dropped;

    @Override
    Result result() {
        if (tensors < 1 || tensors > 4) {
            throw new UsageException("--tensors is 1 to 4, found " + tensors + ".");
        }
        limit.filter(wanted -> wanted < 0).ifPresent(wanted -> {
            throw new UsageException("--limit is 0 or more, found " + wanted + ".");
        });
        Model read = ModelReader.read(model);
        CutPlaces all = CutPlaces.of(read, Shapes.learn(read, samples.oneInput(model)));
        List<CutPlace> narrow = all.places().stream()
                .filter(place -> place.tensors().size() <= tensors)
                .toList();
        return new Result(
                json(all, narrow, listed(narrow, limit.orElse(0))),
                text(all, narrow, listed(narrow, limit.orElse(SHOWN))));
    }

    /// Those that carry least, whole nodes before torn ones, in the order asked for.
    private List<CutPlace> listed(List<CutPlace> places, int most) {
        List<CutPlace> lightest = places.stream()
                .sorted(Comparator.comparing(CutPlace::natural)
                        .reversed()
                        .thenComparingLong(CutPlace::bytes)
                        .thenComparingInt(place -> place.tensors().size()))
                .limit(most == 0 ? Long.MAX_VALUE : most)
                .toList();
        return switch (sort) {
            case bytes -> lightest;
            case model ->
                places.stream().filter(new HashSet<>(lightest)::contains).toList();
        };
    }

    private Map<String, Object> json(CutPlaces all, List<CutPlace> narrow, List<CutPlace> listed) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("cuts", listed.stream().map(CutsCommand::json).toList());
        map.put("total", narrow.size());
        map.put("capped", all.capped());
        if (dropped) {
            map.put("dropped", all.dropped().stream().map(DroppedCut::reason).toList());
        }
        return map;
    }

    private static Map<String, Object> json(CutPlace cut) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("tensors", cut.tensors());
        map.put("bytes", cut.bytes());
        map.put("headParameters", cut.headParameters());
        map.put("fuses", cut.natural());
        return map;
    }

    private String text(CutPlaces all, List<CutPlace> narrow, List<CutPlace> listed) {
        List<String> lines = new ArrayList<>();
        if (narrow.isEmpty()) {
            lines.add(
                    tensors == 1
                            ? "No single tensor divides this model: every cut would carry two or more."
                            : "This model cannot be cut: everywhere more than " + tensors + " tensors would cross.");
        } else {
            lines.add("       bytes  parameters before  fuses  tensors");
            listed.forEach(cut -> lines.add(String.format(
                    Locale.ROOT,
                    "%,12d  %,17d  %5s  %s",
                    cut.bytes(),
                    cut.headParameters(),
                    cut.natural() ? "yes" : "no",
                    cut.name())));
        }
        if (listed.size() < narrow.size()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%,d of %,d cuts, those that carry least; --limit 0 lists all.",
                    listed.size(),
                    narrow.size()));
        }
        if (all.capped()) {
            lines.add("There are more cuts than were looked for: those left out carry as many tensors as the widest.");
        }
        if (dropped) {
            all.dropped().forEach(cut -> lines.add("left out " + cut.reason()));
        }
        return String.join("\n", lines);
    }
}
