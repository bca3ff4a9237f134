package io.tierwise.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Reads what the kernel says of this process's memory.
public final class ProcessMemory {

    private static final Path STATUS = Path.of("/proc/self/status");
    private final long baselineBytes;

    /// Takes what is resident now as the baseline.
    public ProcessMemory() {
        baselineBytes = field(status(), "VmRSS");
    }

    long baselineBytes() {
        return baselineBytes;
    }

    /// What is resident now, what was at most, and the baseline; zeros where the kernel does not say.
    public Memory read() {
        String status = status();
        return new Memory(field(status, "VmRSS"), field(status, "VmHWM"), baselineBytes);
    }

    private static String status() {
        try {
            return Files.isReadable(STATUS) ? Files.readString(STATUS, StandardCharsets.UTF_8) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Bytes of a line such as `VmRSS:   1234 kB`; 0 where the kernel does not say.
    static long field(String status, String name) {
        return status.lines()
                        .filter(line -> line.startsWith(name + ":"))
                        .findFirst()
                        .map(line -> line.substring(name.length() + 1).strip().split(" ", 2)[0])
                        .map(Long::parseLong)
                        .orElse(0L)
                * 1024;
    }

    /// Memory of the machine in bytes; 0 where the kernel does not say.
    static long machineBytes() {
        Path meminfo = Path.of("/proc/meminfo");
        try {
            return Files.isReadable(meminfo) ? field(Files.readString(meminfo, StandardCharsets.UTF_8), "MemTotal") : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
