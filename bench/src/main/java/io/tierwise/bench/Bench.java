package io.tierwise.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Runs the benchmarks named on the command line, or all that need not be named, and prints one table.
///
/// Exit code 0 when every goal is kept, 1 when the time was up, 2 for a name that is none, 3 when a
/// goal is not kept.
public final class Bench {

    private Bench() {}

    public static void main(String[] arguments) throws IOException {
        Map<String, Benchmark> known = benchmarks(Path.of(System.getProperty("tierwise.home", ".")));
        List<String> names = arguments.length == 0 ? unasked(known) : List.of(arguments);
        if (!known.keySet().containsAll(names)) {
            System.err.println("expected names of benchmarks " + known.keySet() + " or none, found " + names);
            System.exit(2);
        }
        System.exit(run(known, names) ? 0 : 3);
    }

    private static Map<String, Benchmark> benchmarks(Path home) {
        Map<String, Benchmark> known = new LinkedHashMap<>();
        known.put("overhead", new Overhead(home.resolve("demo/classifier.onnx")));
        known.put("hop", new HopCost());
        known.put("link", new LinkEmulation());
        known.put("stretch", new CpuEmulation());
        known.put("stats", new StatsSpeed());
        known.put("coverage", new Coverage());
        known.put("quantize", new Quantizing(home, sharedData(home)));
        known.put("cuts", new Cutting());
        known.put("forecast", new Forecasting(home));
        known.put("exits", new Leaving(home, sharedData(home)));
        known.put("race", new Deciding(publishedStudy(home).resolve("latency.csv.gz")));
        return known;
    }

    private static Path publishedStudy(Path home) {
        String named = System.getenv("TIERWISE_PUBLISHED_STUDY");
        return named == null ? home.resolve("../shared/data/study") : Path.of(named);
    }

    private static Path sharedData(Path home) {
        String named = System.getenv("TIERWISE_DATA");
        return named == null ? home.resolve("../shared/data") : Path.of(named);
    }

    private static List<String> unasked(Map<String, Benchmark> known) {
        return known.entrySet().stream()
                .filter(entry -> !entry.getValue().isOnlyRunWhenNamed())
                .map(Map.Entry::getKey)
                .toList();
    }

    private static boolean run(Map<String, Benchmark> known, List<String> names) throws IOException {
        Table table = new Table(System.out);
        table.machine();
        boolean kept = true;
        for (Map.Entry<String, Benchmark> entry : known.entrySet()) {
            if (names.contains(entry.getKey())) {
                Thread watch = stopWhenTimeIsUp(entry.getKey(), entry.getValue().limit());
                List<? extends Row> rows = entry.getValue().run();
                watch.interrupt();
                table.rows(rows);
                kept &= rows.stream().allMatch(Row::isKept);
            }
        }
        table.load();
        return kept;
    }

    /// Agents and the echo end when this process does.
    private static Thread stopWhenTimeIsUp(String name, Duration limit) {
        return Thread.ofPlatform().daemon().name("time limit").start(() -> {
            try {
                Thread.sleep(limit);
                System.err.println("stopped: " + name + " took longer than " + limit.toMinutes() + " minutes");
                System.exit(1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
