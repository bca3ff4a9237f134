package io.tierwise.deployment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Looks at what the machine does beside our own processes, so that a time taken meanwhile can be
/// believed or not.
///
/// What the kernel does not show is not watched: nothing at all outside of Linux, no frequency in most
/// virtual machines. Agents elsewhere are on other machines and not seen.
public final class HostWatch {
    /// The kernel's unit of processor time, on every Linux that runs Java.
    private static final long TICK_NANOS = 10_000_000;

    private static final int STEAL = 7;
    private static final int IDLE = 3;
    private static final int WAITING = 4;

    private final Path root;
    private final Clock clock;
    private final Supplier<Duration> ownTime;

    /// Of this machine and our own processes: this one and those it started.
    ///
    /// @param clock the time of day, to notice when it is set
    public HostWatch(Clock clock) {
        this(Path.of("/"), clock, HostWatch::ownProcessorTime);
    }

    /// @param ownTime processor time that our own processes have taken since some moment
    HostWatch(Path root, Clock clock, Supplier<Duration> ownTime) {
        this.root = root;
        this.clock = clock;
        this.ownTime = ownTime;
    }

    /// What the machine's counters say at a moment.
    ///
    /// @param sinceBoot moment by a clock that nobody sets
    /// @param timeOfDay the same moment by the clock that people set
    /// @param busy processor time that anything took since boot, over all processors
    /// @param stolen processor time that the machine below this virtual one kept from it
    /// @param own processor time that our own processes took
    /// @param throttles times the processor slowed itself because of heat; empty where not told
    /// @param megahertz mean frequency of the processors; empty where not told
    public record Reading(
            Duration sinceBoot,
            Instant timeOfDay,
            Duration busy,
            Duration stolen,
            Duration own,
            OptionalLong throttles,
            OptionalDouble megahertz) {}

    /// The counters now; empty where the kernel shows none.
    public Optional<Reading> read() {
        try {
            String uptime = Files.readString(root.resolve("proc/uptime")).strip();
            List<Duration> times = processorTimes();
            Duration idle = times.get(IDLE).plus(times.get(WAITING));
            Duration all = times.stream().reduce(Duration.ZERO, Duration::plus);
            return Optional.of(new Reading(
                    Duration.ofMillis(Math.round(Double.parseDouble(uptime.split(" ", 2)[0]) * 1e3)),
                    clock.instant(),
                    all.minus(idle).minus(times.get(STEAL)),
                    times.get(STEAL),
                    ownTime.get(),
                    throttles(),
                    megahertz()));
        } catch (IOException | IndexOutOfBoundsException | NumberFormatException e) {
            System.getLogger(HostWatch.class.getName())
                    .log(System.Logger.Level.DEBUG, "the kernel's counters are not to be read", e);
            return Optional.empty();
        }
    }

    /// User, nice, system, idle, waiting, interrupts, soft interrupts and stolen time since boot; guests'
    /// time is in the first two already.
    private List<Duration> processorTimes() throws IOException {
        try (Stream<String> lines = Files.lines(root.resolve("proc/stat"))) {
            String[] fields = lines.findFirst().orElse("").strip().split("\\s+", -1);
            List<Duration> times = new ArrayList<>();
            for (int i = 1; i <= STEAL + 1; i++) {
                times.add(Duration.ofNanos(Math.multiplyExact(Long.parseLong(fields[i]), TICK_NANOS)));
            }
            return times;
        }
    }

    private OptionalLong throttles() throws IOException {
        List<Long> counts = ofEveryProcessor("thermal_throttle/core_throttle_count");
        return counts.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(counts.stream().mapToLong(Long::longValue).sum());
    }

    private OptionalDouble megahertz() throws IOException {
        return ofEveryProcessor("cpufreq/scaling_cur_freq").stream()
                .mapToDouble(kilohertz -> kilohertz / 1e3)
                .average();
    }

    private List<Long> ofEveryProcessor(String file) throws IOException {
        Path folder = root.resolve("sys/devices/system/cpu");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<Long> values = new ArrayList<>();
        try (Stream<Path> processors = Files.list(folder)) {
            for (Path processor : processors.sorted().toList()) {
                Path counter = processor.resolve(file);
                if (processor.getFileName().toString().matches("cpu[0-9]+") && Files.isReadable(counter)) {
                    values.add(Long.parseLong(Files.readString(counter).strip()));
                }
            }
        }
        return values;
    }

    private static Duration ownProcessorTime() {
        return Stream.concat(
                        Stream.of(ProcessHandle.current()),
                        ProcessHandle.current().descendants())
                .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }
}
