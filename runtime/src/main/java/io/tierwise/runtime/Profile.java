package io.tierwise.runtime;

import io.tierwise.data.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.LongStream;

/// How long each node of a model takes, in nanoseconds.
///
/// The runtime's profiler slows the run it watches and counts whole microseconds, so its figures serve
/// only as shares: per-node medians over the runs are scaled until they add up to the median run
/// without the profiler.
///
/// @param nodes in the order the runtime runs them, after its own fusions
/// @param totalNanos median run without the profiler
public record Profile(List<NodeTime> nodes, long totalNanos) {

    private static final int WARM_UPS = 3;
    private static final int LEAST_RUNS = 3;
    private static final Duration ANY = Duration.ofDays(1);

    /// One node the runtime ran.
    ///
    /// @param name the node's name after fusion; layout changes carry the tensor's name
    ///     (`<tensor>_nchwc`)
    /// @param operator its operator type after fusion
    /// @param nanos its share of the un-profiled total
    public record NodeTime(String name, String operator, long nanos) {}

    public Profile {
        nodes = List.copyOf(nodes);
    }

    /// Profiles a model file over `runs` runs on the same inputs, back to back.
    public static Profile of(Path model, Map<String, Tensor> inputs, SessionSettings settings, int runs) {
        return of(s -> ModelSession.open(model, s), inputs, settings, new Pace(runs, Duration.ZERO));
    }

    /// Profiles a model's bytes over `runs` runs on the same inputs, back to back.
    public static Profile of(byte[] model, Map<String, Tensor> inputs, SessionSettings settings, int runs) {
        return of(model, inputs, settings, new Pace(runs, Duration.ZERO));
    }

    /// Profiles a model's bytes on the same inputs.
    public static Profile of(byte[] model, Map<String, Tensor> inputs, SessionSettings settings, Pace pace) {
        return of(s -> ModelSession.open(model, s), inputs, settings, pace);
    }

    /// How many runs, and how far apart they start. Short runs that start far apart are slower than
    /// back to back (caches and clocks cool down): profile at the spacing the answer is meant for.
    ///
    /// @param enough time of runs after which no more follow, with the profiler and without, once there are
    ///     three: a slow model needs no more runs to be told from noise, and few can wait for them
    public record Pace(int runs, Duration spacing, Duration enough) {

        /// As many runs as asked for, however long they take.
        public Pace(int runs, Duration spacing) {
            this(runs, spacing, ANY);
        }

        public Pace {
            if (runs < 1) {
                throw new IllegalArgumentException("runs must be at least 1, found " + runs);
            }
            if (spacing.isNegative()) {
                throw new IllegalArgumentException("spacing must not be negative, found " + spacing);
            }
        }
    }

    /// Profiles a model however it is opened: `opening` is called twice, with and without the profiler.
    public static Profile of(
            Function<SessionSettings, ModelSession> opening,
            Map<String, Tensor> inputs,
            SessionSettings settings,
            Pace pace) {
        long[] nanos;
        try (ModelSession session = opening.apply(settings)) {
            nanos = run(session, inputs, pace);
        }
        Path folder = temporaryFolder();
        try (ModelSession session = opening.apply(settings.withProfile(folder.resolve("run")))) {
            int runs = run(session, inputs, pace).length;
            String trace = Files.readString(session.endProfiling(), StandardCharsets.UTF_8);
            return scaled(ProfileTrace.parse(trace), runs, median(nanos));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            deleteAll(folder);
        }
    }

    /// Nanoseconds of each run after the first ones, which only warm up.
    private static long[] run(ModelSession session, Map<String, Tensor> inputs, Pace pace) {
        long begin = System.nanoTime();
        Map<String, Tensor> answer = session.run(inputs);
        for (int i = 1;
                i < WARM_UPS && System.nanoTime() - begin < pace.enough().toNanos() / WARM_UPS;
                i++) {
            session.runInto(inputs, answer);
        }
        LongStream.Builder nanos = LongStream.builder();
        long spent = 0;
        for (int i = 0;
                i < pace.runs() && (i < LEAST_RUNS || spent < pace.enough().toNanos());
                i++) {
            pause(pace.spacing());
            long start = System.nanoTime();
            session.runInto(inputs, answer);
            long took = System.nanoTime() - start;
            spent += took;
            nanos.add(took);
        }
        return nanos.build().toArray();
    }

    private static void pause(Duration spacing) {
        if (spacing.isZero()) {
            return;
        }
        long until = System.nanoTime() + spacing.toNanos();
        for (long left = spacing.toNanos(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /// Medians over the last `runs` events of each node, scaled to `totalNanos`.
    static Profile scaled(List<ProfileTrace.Event> events, int runs, long totalNanos) {
        Map<String, List<ProfileTrace.Event>> byNode = new LinkedHashMap<>();
        for (ProfileTrace.Event event : events) {
            byNode.computeIfAbsent(event.name(), name -> new ArrayList<>()).add(event);
        }
        List<NodeTime> medians = new ArrayList<>();
        for (var entry : byNode.entrySet()) {
            List<ProfileTrace.Event> found = entry.getValue();
            List<ProfileTrace.Event> last = found.subList(Math.max(0, found.size() - runs), found.size());
            long[] nanos =
                    last.stream().mapToLong(ProfileTrace.Event::durationNanos).toArray();
            medians.add(new NodeTime(entry.getKey(), last.getFirst().operator(), median(nanos)));
        }
        return new Profile(scale(medians, totalNanos), totalNanos);
    }

    private static List<NodeTime> scale(List<NodeTime> medians, long totalNanos) {
        long sum = medians.stream().mapToLong(NodeTime::nanos).sum();
        if (sum == 0) {
            return medians;
        }
        double factor = (double) totalNanos / sum;
        return medians.stream()
                .map(n -> new NodeTime(n.name(), n.operator(), Math.round(n.nanos() * factor)))
                .toList();
    }

    /// Nanoseconds of the node with this name.
    public Optional<Long> nanosOf(String node) {
        return nodes.stream()
                .filter(n -> n.name().equals(node))
                .map(NodeTime::nanos)
                .findFirst();
    }

    static long median(long[] values) {
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("tierwise-profile");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void deleteAll(Path folder) {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
