package io.tierwise.deployment;

import io.tierwise.agent.AgentMain;
import io.tierwise.agent.TierException;
import io.tierwise.agent.TierException.Reason;
import io.tierwise.agent.Token;
import io.tierwise.runtime.NativeRuntime;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// An agent of our own on this machine: a second JVM with our class path.
///
/// It ends when its standard input does, so that it does not outlive us even when we are killed.
final class AgentProcess implements AutoCloseable {

    private static final String LISTENING = "listening ";
    private static final Duration LAST_WORDS = Duration.ofSeconds(3);
    private static final int QUOTED_LINES = 5;

    /// Makes the C library give memory back when a session closes: opening and closing two small models
    /// 240 times left an agent 170 MB larger without, and 35 MB with. Other C libraries ignore it.
    private static final Map<String, String> ALLOCATOR =
            Map.of("MALLOC_ARENA_MAX", "1", "MALLOC_TRIM_THRESHOLD_", "65536", "MALLOC_MMAP_THRESHOLD_", "65536");

    private final String tier;
    private final Process process;
    private final Path log;
    private final Scratch scratch;
    private final CompletableFuture<InetSocketAddress> address = new CompletableFuture<>();

    private AgentProcess(String tier, Process process, Path log, Scratch scratch) {
        this.tier = tier;
        this.process = process;
        this.log = log;
        this.scratch = scratch;
    }

    /// What it takes to start one.
    ///
    /// @param listenHost address it listens on; port is any free one
    record Order(Tier tier, Token token, String listenHost, Path log) {}

    /// Starts a process and puts it into its group; does not wait until it listens.
    static AgentProcess start(Order order, ControlGroup group) {
        Scratch scratch = Scratch.create("tierwise-" + order.tier().name() + "-");
        ProcessBuilder builder = new ProcessBuilder(command(order, scratch.folder()));
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        builder.environment().putAll(ALLOCATOR);
        builder.environment().put(NativeRuntime.SILENCE, "1");
        builder.environment().put("TIERWISE_TOKEN", order.token().toHex());
        builder.redirectError(ProcessBuilder.Redirect.appendTo(order.log().toFile()));
        try {
            Files.createDirectories(order.log().toAbsolutePath().resolve("..").normalize());
            Process process = builder.start();
            group.add(process.pid());
            AgentProcess agent = new AgentProcess(order.tier().name(), process, order.log(), scratch);
            Thread.ofVirtual().name("output of " + agent.tier).start(agent::readOutput);
            return agent;
        } catch (IOException e) {
            scratch.close();
            throw new UncheckedIOException("the agent of tier " + order.tier().name() + " cannot be started", e);
        }
    }

    /// The class path travels in the environment: the native runtime crashes a process whose command
    /// line is longer than 4,096 characters (1.29.0).
    ///
    /// The heap is touched whole at the start, so that it belongs to the agent's own footprint and a
    /// model's memory is what comes on top. Without container support the JVM sizes nothing from the
    /// group it is put into on the way.
    ///
    /// The first compiler alone, and early: the Java code around a run is as fast after 60 trials as it
    /// ever gets, where the default goes on changing for a thousand. Preprocessing a photograph costs a
    /// quarter more for it.
    private static List<String> command(Order order, Path scratch) {
        Tier tier = order.tier();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:-UseContainerSupport",
                "-XX:-UsePerfData",
                "-XX:TieredStopAtLevel=1",
                "-XX:CompileThresholdScaling=0.05",
                "-Xms64m",
                "-Xmx64m",
                "-XX:+AlwaysPreTouch",
                "-XX:MaxDirectMemorySize=4g",
                "-Djava.io.tmpdir=" + scratch));
        String nativePath = System.getProperty("onnxruntime.native.path", "");
        if (!nativePath.isEmpty()) {
            command.add("-Donnxruntime.native.path=" + nativePath);
        }
        command.add(AgentMain.class.getName());
        String host = order.listenHost();
        command.addAll(
                List.of("--name", tier.name(), "--listen", (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":0"));
        command.addAll(List.of("--threads", String.valueOf(tier.threads())));
        tier.cpu().ifPresent(cpu -> command.addAll(List.of("--cpu", String.valueOf(cpu))));
        if (!host.equals("127.0.0.1")) {
            command.add("--remote");
        }
        return command;
    }

    private void readOutput() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith(LISTENING)) {
                    address.complete(address(line.substring(LISTENING.length())));
                }
            }
            address.completeExceptionally(new IOException("it ended without listening"));
        } catch (IOException | IllegalArgumentException e) {
            address.completeExceptionally(e);
        }
    }

    private static InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        return new InetSocketAddress(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }

    /// Waits until it listens.
    ///
    /// @throws TierException when it ends or stays silent for longer than this
    InetSocketAddress awaitListening(Duration patience) {
        try {
            return address.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new TierException(
                    tier, Reason.LOST, "its agent did not listen within " + Words.of(patience) + quote(), e);
        } catch (ExecutionException e) {
            throw new TierException(tier, Reason.LOST, "its agent did not start" + ending() + quote(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TierException(tier, Reason.FAILED, "interrupted while its agent started", e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /// The exit code, waited for while the process may be dying; empty when it lives.
    Optional<Integer> exitCode(Duration patience) {
        try {
            return process.waitFor(patience.toNanos(), TimeUnit.NANOSECONDS)
                    ? Optional.of(process.exitValue())
                    : Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /// The last lines it wrote to standard error, as the end of a sentence; nothing when it wrote none.
    String quote() {
        try {
            List<String> lines = Files.exists(log) ? Files.readAllLines(log, StandardCharsets.ISO_8859_1) : List.of();
            List<String> last = lines.subList(Math.max(0, lines.size() - QUOTED_LINES), lines.size());
            return last.isEmpty() ? "" : "; its log " + log + " ends with: " + String.join(" | ", last);
        } catch (IOException e) {
            return "; its log " + log + " cannot be read: " + e.getMessage();
        }
    }

    private String ending() {
        return exitCode(LAST_WORDS).map(code -> " (exit code " + code + ")").orElse("");
    }

    /// Ends it at once; a process of ours has nothing worth keeping.
    void kill() {
        process.destroyForcibly();
    }

    /// Tells it to end by itself; does not wait.
    void dismiss() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            kill();
        }
    }

    /// Lets it end by itself, then ends it; what it left on the disk goes too.
    @Override
    public void close() {
        dismiss();
        if (exitCode(LAST_WORDS).isEmpty()) {
            kill();
            exitCode(LAST_WORDS);
        }
        scratch.close();
    }
}
