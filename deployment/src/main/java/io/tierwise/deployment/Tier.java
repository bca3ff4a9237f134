package io.tierwise.deployment;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// A place where parts run.
///
/// @param name letters, digits, `_`, `-` and `.`; strategies name it
/// @param cpu cores it is made to look like, 0.25 being a quarter of one; absent where nothing is
///     emulated
/// @param threads most threads a part's session may have, at least 1
/// @param memoryBytes what a part may use above the agent's own footprint, in bytes; absent where
///     nothing limits it
/// @param address where its agent is
/// @param preset the preset its numbers come from, which makes them modelled; empty where someone
///     stated them
public record Tier(
        String name,
        OptionalDouble cpu,
        int threads,
        OptionalLong memoryBytes,
        Address address,
        Optional<String> preset) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}");
    private static final double LEAST_CPU = 0.001;
    private static final int MOST_THREADS = 1024;
    private static final long LEAST_MEMORY = 1 << 20;

    public Tier {
        Objects.requireNonNull(cpu, "cpu");
        Objects.requireNonNull(memoryBytes, "memoryBytes");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(preset, "preset");
        checkName(name);
        if (cpu.isPresent() && !(cpu.getAsDouble() >= LEAST_CPU && cpu.getAsDouble() <= MOST_THREADS)) {
            throw new TopologyException("tier " + name + ": cpu must be " + LEAST_CPU + " to " + MOST_THREADS
                    + " cores, found " + cpu.getAsDouble());
        }
        if (threads < 1 || threads > MOST_THREADS) {
            throw new TopologyException(
                    "tier " + name + ": threads must be 1 to " + MOST_THREADS + ", found " + threads);
        }
        if (memoryBytes.isPresent() && memoryBytes.getAsLong() < LEAST_MEMORY) {
            throw new TopologyException(
                    "tier " + name + ": memory must be at least 1Mi, found " + memoryBytes.getAsLong() + " bytes");
        }
    }

    /// A tier on this machine that is not slowed and not limited.
    public static Tier local(String name, int threads) {
        return new Tier(
                name, OptionalDouble.empty(), threads, OptionalLong.empty(), new Address.Local(), Optional.empty());
    }

    public Tier withName(String other) {
        return new Tier(other, cpu, threads, memoryBytes, address, preset);
    }

    public Tier withCpu(double cores) {
        return new Tier(name, OptionalDouble.of(cores), threads, memoryBytes, address, preset);
    }

    public Tier withThreads(int count) {
        return new Tier(name, cpu, count, memoryBytes, address, preset);
    }

    public Tier withMemoryBytes(long bytes) {
        return new Tier(name, cpu, threads, OptionalLong.of(bytes), address, preset);
    }

    public Tier withAddress(Address other) {
        return new Tier(name, cpu, threads, memoryBytes, other, preset);
    }

    public boolean isLocal() {
        return address instanceof Address.Local;
    }

    /// Whether something slower stands in for it: its figures are emulated, not measured.
    public boolean isEmulated() {
        return cpu.isPresent();
    }

    /// Refuses what cannot be a tier's name.
    static void checkName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new TopologyException("a tier's name is made of at most 63 letters, digits, '_', '-' and '.' and "
                    + "begins with a letter or a digit, found '" + name + "'");
        }
    }

    /// Whether a tier's name may hold this character.
    static boolean isNameCharacter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "_-.".indexOf(c) >= 0;
    }
}
