package io.tierwise.cli;

import io.tierwise.deployment.HostFacts;
import io.tierwise.runtime.NativeRuntime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `doctor`: what this machine is, what it can enforce, and what to do where something lacks.
@Command(
        name = "doctor",
        description = "Say what this machine is and which limits it can enforce, and what to do where something lacks.",
        footer = {"", "Exit code 5 if studies cannot run here at all."})
final class DoctorCommand implements Callable<Integer> {
    private static final Runtime.Version OLDEST_JAVA = Runtime.Version.parse("25.0.3");
    private static final Runtime.Version FIRST_JAVA_BEYOND = Runtime.Version.parse("26");
    private static final long LEAST_FREE_BYTES = 1L << 30;

    @Mixin
    private CommonOptions common = new CommonOptions();

    /// One line of the examination.
    ///
    /// @param remedy what to do; empty where nothing lacks
    /// @param vital whether studies cannot run without
    private record Finding(String what, String found, String remedy, boolean vital) {
        static Finding fine(String what, String found) {
            return new Finding(what, found, "", false);
        }

        boolean isFine() {
            return remedy.isEmpty();
        }
    }

    @Override
    public Integer call() {
        List<Finding> findings = examine();
        boolean sick = findings.stream().anyMatch(finding -> finding.vital() && !finding.isFine());
        var result = new Result(
                findings.stream().map(DoctorCommand::json).toList(),
                text(findings),
                sick ? ExitCode.ENVIRONMENT : ExitCode.OK);
        return Console.of(common).show(result);
    }

    private static List<Finding> examine() {
        List<Finding> findings = new ArrayList<>();
        findings.add(java());
        HostFacts host = HostFacts.read();
        findings.add(Finding.fine("processor", host.cpu().model()));
        findings.add(Finding.fine(
                "cores",
                host.processors()
                        + (host.quotaCores().isPresent()
                                ? String.format(
                                        Locale.ROOT,
                                        ", a quota leaves %.2f",
                                        host.quotaCores().getAsDouble())
                                : ", no quota")));
        findings.add(Finding.fine("memory", (host.memoryBytes() >> 20) + " MiB"));
        findings.add(int8(host));
        findings.add(Finding.fine("control groups", host.controlGroups()));
        for (HostFacts.Capability capability : host.capabilities()) {
            findings.add(new Finding(
                    capability.what() + " limit",
                    (capability.enforceable() ? "enforced: " : "not enforced: ") + capability.words(),
                    capability.remedy(),
                    false));
        }
        findings.add(nativeRuntime());
        findings.add(disk());
        return findings;
    }

    private static Finding java() {
        Runtime.Version version = Runtime.version();
        boolean fits = version.compareTo(OLDEST_JAVA) >= 0 && version.compareTo(FIRST_JAVA_BEYOND) < 0;
        return new Finding(
                "Java",
                version.toString(),
                fits ? "" : "install a JDK [25.0.3, 26): earlier 25 builds can corrupt tensors under G1 (JDK-8377811)",
                true);
    }

    private static Finding int8(HostFacts host) {
        List<String> instructions = host.int8Instructions();
        return Finding.fine(
                "int8 instructions",
                instructions.isEmpty()
                        ? "none found: int8 models may be slower than float here, so measure"
                        : String.join(", ", instructions) + ": int8 models are likely faster here");
    }

    private static Finding nativeRuntime() {
        try {
            return new Finding(
                    "native runtime",
                    "ONNX Runtime " + NativeRuntime.version()
                            + (NativeRuntime.isSilent() ? ", telemetry off" : ", telemetry has started"),
                    NativeRuntime.isSilent() ? "" : "set " + NativeRuntime.SILENCE + "=1, or start by ./tierwise",
                    false);
        } catch (LinkageError e) {
            return new Finding(
                    "native runtime",
                    "does not load: " + Failures.reason(e),
                    "use Linux x86-64 or arm64 with glibc, macOS on arm64, or Windows x64",
                    true);
        }
    }

    private static Finding disk() {
        try {
            Path here = Path.of("").toAbsolutePath();
            long free = Files.getFileStore(here).getUsableSpace();
            return new Finding(
                    "free disk",
                    (free >> 20) + " MiB",
                    free < LEAST_FREE_BYTES ? "free at least 1 GiB: results hold models and every trial" : "",
                    false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Object> json(Finding finding) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("what", finding.what());
        map.put("found", finding.found());
        map.put("fine", finding.isFine());
        map.put("remedy", finding.remedy());
        return map;
    }

    private static String text(List<Finding> findings) {
        List<String> lines = new ArrayList<>();
        for (Finding finding : findings) {
            lines.add(String.format(
                    Locale.ROOT, "%-4s %-20s %s", finding.isFine() ? "ok" : "!", finding.what(), finding.found()));
            if (!finding.isFine()) {
                lines.add(" ".repeat(26) + "to do: " + finding.remedy());
            }
        }
        return String.join("\n", lines);
    }
}
