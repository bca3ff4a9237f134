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

    private static final String ROW = "%-44s %12s   %-42s %12s %7s   %-13s %s%n";
    private static final double NANOS_PER_MICRO = 1000;

    private final PrintStream out;

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

    void head() {
        out.printf(ROW, "measured", "p50 us", "against", "p50 us", "ratio", "goal", "");
    }

    void rows(List<Comparison> comparisons) {
        comparisons.forEach(row -> out.printf(
                ROW,
                row.what(),
                micros(row.medianNanos()),
                row.against(),
                micros(row.referenceNanos()),
                String.format(Locale.ROOT, "%.3f", row.ratio()),
                row.goal().text(),
                row.isKept() ? "kept" : "NOT KEPT"));
        out.flush();
    }

    private static String micros(double nanos) {
        return String.format(Locale.ROOT, "%,.1f", nanos / NANOS_PER_MICRO);
    }
}
