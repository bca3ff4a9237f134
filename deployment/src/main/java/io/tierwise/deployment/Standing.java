package io.tierwise.deployment;

import io.tierwise.agent.AgentFacts;
import io.tierwise.runtime.HostCpu;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Says in words what a tier stands on.
final class Standing {

    /// What the kernel calls a feature, and what people do.
    private record Feature(String kernel, String word) {}

    /// Instructions that multiply bytes into 32-bit sums. Of each kind the first that is there is said.
    private static final List<List<Feature>> INT8 = List.of(
            List.of(new Feature("amx_int8", "AMX")),
            List.of(new Feature("avx512_vnni", "AVX512-VNNI"), new Feature("avx_vnni", "AVX-VNNI")),
            List.of(new Feature("i8mm", "I8MM"), new Feature("dotprod", "dotprod")));

    private static final List<Feature> WIDE = List.of(new Feature("sve", "SVE"));

    /// Said where none of those is there.
    private static final List<Feature> PLAIN = List.of(new Feature("avx512f", "AVX512"), new Feature("avx2", "AVX2"));

    private Standing() {}

    /// `emulated: Intel Xeon, AVX512-VNNI, 0.25 CPU`, or `measured: ...` where nothing stands in.
    static String of(AgentFacts facts) {
        double share = facts.emulation().cpuShare();
        String threads = threads(facts.emulation().threads());
        return share > 0
                ? "emulated: " + cpu(facts.cpu()) + ", " + Words.cores(share) + " CPU" + threads
                : "measured: " + cpu(facts.cpu()) + threads;
    }

    /// Two tiers with equal keys give the same answers: one processor model with the same features.
    static String cpuKey(AgentFacts facts) {
        return facts.cpu().model() + " " + new TreeSet<>(facts.cpu().features());
    }

    private static String threads(int threads) {
        return threads <= 1 ? "" : ", " + threads + " threads";
    }

    /// The processor without its maker's ornaments: `Intel Xeon, AVX512-VNNI`.
    static String cpu(HostCpu cpu) {
        String model = cpu.model()
                .replaceAll("\\((R|r|TM|tm)\\)", "")
                .replaceAll("@.*$", "")
                .replaceAll("\\b(CPU|Processor)\\b", "")
                .replaceAll("\\s+", " ")
                .strip();
        String special = Stream.concat(INT8.stream(), Stream.of(WIDE))
                .flatMap(kind -> first(kind, cpu).stream())
                .map(word -> ", " + word)
                .collect(Collectors.joining());
        return model
                + (special.isEmpty()
                        ? first(PLAIN, cpu).map(word -> ", " + word).orElse("")
                        : special);
    }

    /// Every instruction set of the processor that multiplies bytes into 32-bit sums.
    static List<String> int8(HostCpu cpu) {
        return INT8.stream()
                .flatMap(List::stream)
                .filter(feature -> cpu.features().contains(feature.kernel))
                .map(Feature::word)
                .toList();
    }

    private static Optional<String> first(List<Feature> kind, HostCpu cpu) {
        return kind.stream()
                .filter(feature -> cpu.features().contains(feature.kernel))
                .map(Feature::word)
                .findFirst();
    }
}
