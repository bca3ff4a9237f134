package io.tierwise.cli;

import io.tierwise.agent.AgentMain;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `agent`: serves a tier on this device.
@Command(
        name = "agent",
        description = "Serve a tier on this device until it is stopped.",
        footer = {
            "",
            "The token that studies must show comes from the environment variable TIERWISE_TOKEN, or else from the first",
            "line of standard input. Connections are authenticated, not encrypted: use --remote on trusted networks only."
        })
final class AgentCommand implements Callable<Integer> {
    @Option(names = "--name", required = true, paramLabel = "TIER", description = "The tier it serves.")
    private String name = "";

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:7470",
            description = "Where it listens (default: ${DEFAULT-VALUE}).")
    private String listen = "";

    @Option(names = "--cpu", paramLabel = "CORES", description = "Emulate this share of a core, such as 0.25.")
    private @Nullable String cpu;

    @Option(names = "--threads", description = "Most threads of a session.")
    private @Nullable String threads;

    @Option(names = "--memory", paramLabel = "BYTES", description = "Refuse parts beyond this.")
    private @Nullable String memory;

    @Option(names = "--remote", description = "Listen beyond this machine.")
    private boolean remote;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Override
    public Integer call() throws InterruptedException {
        Console.of(common).note("tierwise agent " + name + ": stop it with Ctrl-C.");
        List<String> arguments = new ArrayList<>(List.of("--name", name, "--listen", listen, "--stay"));
        add(arguments, "--cpu", cpu);
        add(arguments, "--threads", threads);
        add(arguments, "--memory", memory);
        if (remote) {
            arguments.add("--remote");
        }
        AgentMain.main(arguments.toArray(String[]::new));
        return ExitCode.OK.code();
    }

    private static void add(List<String> arguments, String option, @Nullable String value) {
        if (value != null) {
            arguments.add(option);
            arguments.add(value);
        }
    }
}
