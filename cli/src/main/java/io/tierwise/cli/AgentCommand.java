package io.tierwise.cli;

import io.tierwise.agent.Agent;
import io.tierwise.agent.AgentSettings;
import io.tierwise.agent.ListenAddress;
import io.tierwise.agent.Token;
import io.tierwise.deployment.Tier;
import io.tierwise.study.UnitException;
import io.tierwise.study.Units;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
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
            "Studies must show the same token: the environment variable TIERWISE_TOKEN, or --token-stdin. Without either"
                    + " a token is made and shown once. Connections are authenticated, not encrypted: use --remote on"
                    + " trusted networks only.",
            "A study's file then says  tiers: {TIER: {address: \"HOST:PORT\"}}.",
            "Exit codes: 2 what is asked cannot be; 5 it cannot listen there; 130 stopped by Ctrl-C."
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

    @Option(
            names = "--cpu",
            paramLabel = "CORES",
            description = "Emulate so many cores, such as 0.25 or 250m. Without it runs stay as fast as they are.")
    private @Nullable String cpu;

    @Option(names = "--threads", paramLabel = "N", description = "Most threads of a part.")
    private @Nullable Integer threads;

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            description = "Refuse parts that take more than this above the agent's own footprint, such as 64Mi.")
    private @Nullable String memory;

    @Option(names = "--remote", description = "Listen beyond this machine.")
    private boolean remote;

    @Option(names = "--token-stdin", description = "Take the token from the first line of standard input.")
    private boolean tokenStdin;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Override
    public Integer call() throws InterruptedException {
        Console console = Console.of(common);
        Tier tier = tier();
        InetSocketAddress address = address();
        Agent agent = Agent.start(new AgentSettings(
                name,
                address,
                token(console),
                tier.cpu().orElse(0),
                threads == null ? 0 : tier.threads(),
                tier.memoryBytes().orElse(0)));
        Runtime.getRuntime().addShutdownHook(new Thread(agent::close, "close"));
        console.result("listening " + agent.where());
        console.note("tierwise agent " + name + ": stop it with Ctrl-C.");
        new CountDownLatch(1).await();
        return ExitCode.OK.code();
    }

    /// What was asked, checked like a tier of a study file.
    private Tier tier() {
        Tier tier = Tier.local(name, threads == null ? 1 : threads);
        if (cpu != null) {
            tier = tier.withCpu(quantity("--cpu", Units.CPU, cpu));
        }
        return memory == null ? tier : tier.withMemoryBytes(Math.round(quantity("--memory", Units.SIZE, memory)));
    }

    private static double quantity(String option, Units units, String text) {
        try {
            return units.read(text);
        } catch (UnitException e) {
            throw new UsageException(option + ": " + e.getMessage());
        }
    }

    private InetSocketAddress address() {
        try {
            return ListenAddress.parse(listen, remote);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--listen: " + e.getMessage() + ".");
        }
    }

    private Token token(Console console) {
        return tokenStdin
                ? typed()
                : TokenVariable.in(common.surroundings().environment()).orElseGet(() -> made(console));
    }

    private static Token typed() {
        try {
            String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII)).readLine();
            if (line == null) {
                throw new UsageException("--token-stdin: standard input was empty; pipe the token into it.");
            }
            return TokenVariable.token("--token-stdin", line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Shown even with `--quiet`: nobody could use the agent otherwise.
    private static Token made(Console console) {
        Token token = Token.random();
        console.warn("No " + TokenVariable.NAME
                + " is set, so a token was made for this agent. Where the study runs:\n"
                + "  export " + TokenVariable.NAME + "=" + token.toHex() + "\n"
                + "It is shown only now. All agents of a study share one token.");
        return token;
    }
}
