package io.tierwise.bench;

import io.tierwise.onnx.Cuts;
import io.tierwise.onnx.DataType;
import io.tierwise.onnx.GraphBuilder;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.ModelReader;
import io.tierwise.onnx.ModelWriter;
import io.tierwise.onnx.TensorSizes;
import io.tierwise.zoo.Zoo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// What it takes to find the cuts of large graphs, and to cut a large model in a new process.
final class Cutting implements Benchmark {

    private static final int PROCESSES = 5;
    private static final int HEAP_MEGABYTES = 64;
    private static final double MOST_MILLIS = 300;
    private static final double MOST_SEARCH_MILLIS = 1000;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double MEGA = 1 << 20;
    private static final int OPSET = 17;

    @Override
    public boolean isOnlyRunWhenNamed() {
        return true;
    }

    @Override
    public List<Row> run() throws IOException {
        List<Row> rows = new ArrayList<>();
        rows.add(search("1,000 blocks of 4 branches of 1 node", blocks(1000, 1)));
        rows.add(search("385 blocks of 4 branches of 3 nodes", blocks(385, 3)));
        rows.add(search("2 chains of 2,500 nodes side by side", twoChains()));
        try (Scratch scratch = Scratch.make()) {
            rows.addAll(firstCut(scratch.folder()));
        }
        return rows;
    }

    /// The first search of this process for each graph.
    private static Row search(String graph, Model model) {
        long start = System.nanoTime();
        Cuts.Found found = Cuts.of(model, TensorSizes.ALIKE).find(Cuts.MOST_TENSORS);
        double millis = (System.nanoTime() - start) / NANOS_PER_MILLI;
        return new Held(
                "cuts of " + graph,
                String.format(
                        Locale.ROOT,
                        "%.0f ms, %,d cuts%s",
                        millis,
                        found.cuts().size(),
                        found.capped() ? " (capped)" : ""),
                "< 1 s",
                millis < MOST_SEARCH_MILLIS);
    }

    private static List<Row> firstCut(Path folder) throws IOException {
        System.err.println("500 MB in one file");
        Path apart = Zoo.WIDE_RESNET101_2.write(folder, 1);
        Path file = folder.resolve("large.onnx");
        ModelWriter.writeStandalone(ModelReader.read(apart), file);
        List<FirstCut> calls = new ArrayList<>();
        for (int i = 0; i < PROCESSES; i++) {
            calls.add(FirstCut.run(file, HEAP_MEGABYTES));
        }
        calls.sort(Comparator.comparingLong(FirstCut::totalNanos));
        FirstCut middle = calls.get(PROCESSES / 2);
        double millis = middle.totalNanos() / NANOS_PER_MILLI;
        long heap = calls.stream().mapToLong(FirstCut::heapBytes).max().orElseThrow();
        return List.of(
                new Held(
                        String.format(Locale.ROOT, "first cut of %,.0f MB in a new JVM", Files.size(file) / MEGA),
                        String.format(
                                Locale.ROOT,
                                "%.0f ms: read %.0f, %d cuts %.0f, parts %.0f",
                                millis,
                                middle.readNanos() / NANOS_PER_MILLI,
                                middle.cuts(),
                                (middle.cutsNanos() - middle.readNanos()) / NANOS_PER_MILLI,
                                millis - middle.cutsNanos() / NANOS_PER_MILLI),
                        "< 300 ms",
                        millis < MOST_MILLIS),
                new Held(
                        "the same, peak of the heap",
                        String.format(Locale.ROOT, "%.0f MB; messages of %,d bytes", heap / MEGA, middle.partBytes()),
                        "< 64 MB",
                        heap < HEAP_MEGABYTES * MEGA));
    }

    private static Model blocks(int blocks, int length) {
        GraphBuilder graph = new GraphBuilder("blocks", OPSET);
        String x = graph.input("x", DataType.FLOAT, 1, 4);
        for (int block = 0; block < blocks; block++) {
            List<String> ends = new ArrayList<>();
            for (int branch = 0; branch < Cuts.MOST_TENSORS; branch++) {
                ends.add(chain(graph, x, length));
            }
            x = graph.concat(1, ends);
        }
        return graph.output(x).build();
    }

    private static Model twoChains() {
        GraphBuilder graph = new GraphBuilder("chains", OPSET);
        String x = graph.relu(graph.input("x", DataType.FLOAT, 1, 4));
        return graph.output(graph.add(chain(graph, x, 2499), chain(graph, x, 2499)))
                .build();
    }

    private static String chain(GraphBuilder graph, String from, int length) {
        String x = from;
        for (int node = 0; node < length; node++) {
            x = graph.relu(x);
        }
        return x;
    }
}
