package io.tierwise.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/// The processor under us, as the kernel describes it.
///
/// @param model its marketing name, or `unknown`
/// @param features those that decide how fast int8 and float kernels run: `avx2`, `avx512f`,
///     `avx512_vnni`, `avx_vnni`, `amx_int8`, `amx_tile`, `f16c` on x86; `dotprod`, `i8mm`, `sve`,
///     `fp16` on ARM
public record HostCpu(String model, Set<String> features) {

    private static final Path CPUINFO = Path.of("/proc/cpuinfo");

    /// The kernel's word for a feature -> ours.
    private static final Map<String, String> KNOWN = Map.ofEntries(
            Map.entry("avx2", "avx2"),
            Map.entry("avx512f", "avx512f"),
            Map.entry("avx512_vnni", "avx512_vnni"),
            Map.entry("avx_vnni", "avx_vnni"),
            Map.entry("amx_int8", "amx_int8"),
            Map.entry("amx_tile", "amx_tile"),
            Map.entry("f16c", "f16c"),
            Map.entry("asimddp", "dotprod"),
            Map.entry("i8mm", "i8mm"),
            Map.entry("sve", "sve"),
            Map.entry("asimdhp", "fp16"));

    public HostCpu {
        Objects.requireNonNull(model, "model");
        features = Set.copyOf(features);
    }

    /// Reads this machine's description; a machine without `/proc/cpuinfo` has only its architecture's name.
    public static HostCpu read() {
        if (!Files.isReadable(CPUINFO)) {
            return new HostCpu(System.getProperty("os.arch", "unknown"), Set.of());
        }
        try {
            return parse(Files.readString(CPUINFO, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Understands the text of `/proc/cpuinfo`, first processor, x86 or ARM.
    static HostCpu parse(String cpuinfo) {
        Map<String, String> first = new LinkedHashMap<>();
        for (String line : cpuinfo.lines().toList()) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                first.putIfAbsent(
                        line.substring(0, colon).strip(),
                        line.substring(colon + 1).strip());
            }
        }
        String words = first.getOrDefault("flags", first.getOrDefault("Features", ""));
        Set<String> features = new TreeSet<>();
        Arrays.stream(words.split("\\s+", -1)).filter(KNOWN::containsKey).forEach(w -> features.add(KNOWN.get(w)));
        return new HostCpu(name(first), features);
    }

    private static String name(Map<String, String> first) {
        String model = first.getOrDefault("model name", "");
        if (!model.isEmpty()) {
            return model;
        }
        String part = first.getOrDefault("CPU part", "");
        return part.isEmpty()
                ? "unknown"
                : "ARM implementer " + first.getOrDefault("CPU implementer", "?") + " part " + part;
    }

    /// Whether the processor multiplies bytes into 32-bit sums without saturating on the way.
    public boolean hasInt8DotProduct() {
        return features.contains("avx512_vnni")
                || features.contains("avx_vnni")
                || features.contains("amx_int8")
                || features.contains("dotprod")
                || features.contains("i8mm");
    }
}
