package io.tierwise.bench;

import com.sun.management.OperatingSystemMXBean;
import io.tierwise.runtime.HostCpu;
import io.tierwise.runtime.NativeRuntime;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;

/// Prints comparisons, a line each, and the machine they come from.
final class Table {

    private static final String COMPARISON = "%-44s %12s   %-42s %12s %7s   %-13s %s%n";
    private static final String SPEED = "%-44s %12s %12s   %-13s %s%n";
    private static final String RATE = "%-44s %-36s %14s %8s %8s %7s   %-13s %s%n";
    private static final String DECIDED = "%-34s %10s %8s %8s %8s %9s %9s   %-13s %s%n";
    private static final String QUANTIZED = "%-24s %7s   %-50s %7s %7s %10s   %-16s %-36s %s%n";
    private static final String HELD = "%-64s %28s   %-18s %s%n";
    private static final double NANOS_PER_MICRO = 1000;

    private final PrintStream out;
    private Class<? extends Row> kind = Row.class;

    Table(PrintStream out) {
        this.out = out;
    }

    /// The machine, its software and how busy it is: what the times depend on.
    void machine() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        out.printf(
                "%s, %d processors, %s %s; Java %s, ONNX Runtime %s%n",
                HostCpu.read().model(),
                system.getAvailableProcessors(),
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("java.vm.version"),
                NativeRuntime.version());
        load();
    }

    /// How many processes want a processor, averaged over the last minute.
    void load() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        out.printf(Locale.ROOT, "load average %.2f%n", system.getSystemLoadAverage());
    }

    /// Rows, under a head wherever their kind changes.
    void rows(List<? extends Row> rows) {
        for (Row row : rows) {
            if (!row.getClass().equals(kind)) {
                kind = row.getClass();
                head(row);
            }
            row(row);
        }
        out.flush();
    }

    private void head(Row row) {
        switch (row) {
            case Comparison _ -> out.printf(COMPARISON, "measured", "p50 us", "against", "p50 us", "ratio", "goal", "");
            case Decided _ ->
                out.printf(
                        DECIDED,
                        "question",
                        "contenders",
                        "right",
                        "cost",
                        "largest",
                        "uniform",
                        "halving",
                        "goal",
                        "");
            case QuantizedModel _ ->
                out.printf(QUANTIZED, "model", "speed", "answers", "Q+DQ", "s", "peak MB", "with", "goal", "");
            case Held _ -> out.printf(HELD, "measured", "found", "goal", "");
            case Speed _ -> out.printf(SPEED, "called", "ms", "+-", "goal", "");
            case Rate _ -> out.printf(RATE, "interval or test", "drawn from", "n", "draws", "share", "+-", "goal", "");
        }
    }

    private void row(Row row) {
        String kept = row.isKept() ? "kept" : "NOT KEPT";
        switch (row) {
            case Comparison comparison ->
                out.printf(
                        COMPARISON,
                        comparison.what(),
                        micros(comparison.medianNanos()),
                        comparison.against(),
                        micros(comparison.referenceNanos()),
                        String.format(Locale.ROOT, "%.3f", comparison.ratio()),
                        comparison.goal().text(),
                        kept);
            case Decided decided ->
                out.printf(
                        DECIDED,
                        decided.question(),
                        decided.contenders(),
                        share(decided.right()),
                        share(decided.cost()),
                        share(decided.mostCost()),
                        share(decided.uniform()),
                        share(decided.halving()),
                        Decided.goal(),
                        kept);
            case QuantizedModel model ->
                out.printf(
                        QUANTIZED,
                        model.model(),
                        String.format(Locale.ROOT, "%.2fx", model.speed()),
                        model.answers().text(),
                        model.leftovers().quantize() + "+" + model.leftovers().dequantize(),
                        String.format(Locale.ROOT, "%.1f", model.seconds()),
                        Quantizing.megabytes(model.peakBytes()),
                        model.operator(),
                        model.goal(),
                        kept);
            case Held held -> out.printf(HELD, held.what(), held.found(), held.goal(), kept);
            case Speed speed ->
                out.printf(
                        SPEED,
                        speed.what(),
                        String.format(Locale.ROOT, "%.2f", speed.millis()),
                        String.format(Locale.ROOT, "%.2f", speed.error()),
                        speed.goal().text(),
                        kept);
            case Rate rate ->
                out.printf(
                        RATE,
                        rate.claim().what(),
                        rate.claim().data(),
                        rate.claim().size(),
                        rate.replicates(),
                        String.format(Locale.ROOT, "%.4f", rate.share()),
                        String.format(Locale.ROOT, "%.4f", rate.standardError()),
                        rate.claim().goal().text(),
                        kept);
        }
    }

    private static String share(double share) {
        return String.format(Locale.ROOT, "%.4f", share);
    }

    private static String micros(double nanos) {
        return String.format(Locale.ROOT, "%,.1f", nanos / NANOS_PER_MICRO);
    }
}
