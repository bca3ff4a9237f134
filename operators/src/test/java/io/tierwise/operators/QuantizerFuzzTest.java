package io.tierwise.operators;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Damaged models, in a process of bounded memory: each is quantized and then runs where it ran before,
/// or is refused with a message.
class QuantizerFuzzTest {

    private static final long SEEDS = Boolean.getBoolean("tierwise.thorough") ? 20_000 : 300;
    private static final long MOST_KILOBYTES = 12L << 20;
    private static final String BOUNDED = "ulimit -v " + MOST_KILOBYTES + " && exec \"$@\"";

    @TempDir
    Path folder;

    private final Map<String, Integer> counts = new TreeMap<>();
    private final List<String> wrong = new ArrayList<>();
    private final List<Long> crashes = new ArrayList<>();

    /// The runtime itself can be brought down by a model that was made for it, such as a Resize whose
    /// scales are computed and too many; which seeds did is printed. A process that ends is started
    /// again behind the seed it ended at, and few may.
    @Test
    @Timeout(value = 3, unit = TimeUnit.HOURS)
    void quantize_damagedModel_isQuantizedOrRefused() throws IOException, InterruptedException {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "memory is bounded by a shell");
        long next = 0;
        while (next < SEEDS) {
            next = run(next);
        }
        System.out.println(SEEDS + " damaged models: " + counts + "; the runtime itself ended at seeds " + crashes);
        assertThat(wrong).isEmpty();
        assertThat(crashes).hasSizeLessThanOrEqualTo((int) (SEEDS / 1000) + 1);
        assertThat(counts.getOrDefault("refused", 0).longValue()).isBetween(SEEDS / 4, SEEDS - SEEDS / 20);
        assertThat(counts.getOrDefault("quantized", 0).longValue()).isGreaterThan(SEEDS / 20);
    }

    /// Runs seeds from one on; gives the first that was not tried.
    private long run(long first) throws IOException, InterruptedException {
        Process process = start(first);
        long seed = first - 1;
        boolean open = false;
        try (BufferedReader out = process.inputReader()) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith("seed ")) {
                    seed = Long.parseLong(line.substring("seed ".length()));
                    open = true;
                } else if (open && line.matches("quantized|refused|wrong.*")) {
                    counts.merge(line.replaceAll(":.*", ""), 1, Integer::sum);
                    if (line.startsWith("wrong")) {
                        wrong.add("seed " + seed + " " + line);
                    }
                    open = false;
                }
            }
        }
        process.waitFor();
        if (seed < first) {
            throw new IllegalStateException("the process for damaged models ended at once: " + process.exitValue());
        }
        if (open) {
            crashes.add(seed);
        }
        return seed + 1;
    }

    private Process start(long first) throws IOException {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", BOUNDED, "sh"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-Xmx256m",
                "-XX:ErrorFile=" + folder.resolve("crash.log"),
                "--enable-native-access=ALL-UNNAMED",
                FuzzedQuantization.class.getName(),
                folder.toString(),
                String.valueOf(first),
                String.valueOf(SEEDS)));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        return builder.start();
    }
}
