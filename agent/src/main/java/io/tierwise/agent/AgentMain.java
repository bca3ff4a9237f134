package io.tierwise.agent;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/// Starts an agent of a study that runs on this machine, as a process of its own.
///
/// ```
/// java -cp ... io.tierwise.agent.AgentMain --name mobile --listen 127.0.0.1:0
///     [--cpu 0.25] [--threads 1] [--remote]
/// ```
///
/// The token comes in the environment variable `TIERWISE_TOKEN`, or else is the first line of standard
/// input. One line, `listening HOST:PORT`, goes to standard output. The process ends when its last
/// controller leaves or standard input ends, so that none is left behind. It listens on loopback only,
/// unless `--remote` says that the network is trusted: connections are authenticated, not encrypted.
public final class AgentMain {

    private static final String TOKEN_VARIABLE = "TIERWISE_TOKEN";
    private static final int USAGE = 2;

    private AgentMain() {}

    private static final class Options {
        private String name = "";
        private String listen = "127.0.0.1:0";
        private double cpu;
        private int threads;
        private boolean remote;
    }

    public static void main(String[] arguments) throws InterruptedException {
        AgentSettings settings;
        BufferedReader input = new BufferedReader(new InputStreamReader(standardInput(), StandardCharsets.US_ASCII));
        try {
            settings = settings(parse(arguments), token(input));
        } catch (IllegalArgumentException | IOException e) {
            System.err.println("tierwise agent: " + e.getMessage());
            System.exit(USAGE);
            return;
        }
        serve(settings, input);
    }

    private static InputStream standardInput() {
        return System.in;
    }

    private static void serve(AgentSettings settings, BufferedReader input) throws InterruptedException {
        Agent agent = Agent.start(settings);
        Thread closing = new Thread(agent::close, "close");
        Runtime.getRuntime().addShutdownHook(closing);
        System.out.println("listening " + agent.where());
        System.out.flush();
        Thread.ofPlatform().daemon().name("standard input").start(() -> exitAtEnd(input));
        agent.awaitControllerGone();
        System.exit(0);
    }

    private static void exitAtEnd(BufferedReader input) {
        try {
            int read = input.read();
            while (read >= 0) {
                read = input.read();
            }
        } catch (IOException e) {
            System.getLogger(AgentMain.class.getName()).log(System.Logger.Level.DEBUG, "standard input failed", e);
        }
        System.exit(0);
    }

    private static Options parse(String[] arguments) {
        Options options = new Options();
        Deque<String> left = new ArrayDeque<>(Arrays.asList(arguments));
        while (!left.isEmpty()) {
            String option = left.poll();
            switch (option) {
                case "--name" -> options.name = value(option, left);
                case "--listen" -> options.listen = value(option, left);
                case "--cpu" -> options.cpu = Double.parseDouble(value(option, left));
                case "--threads" -> options.threads = Integer.parseInt(value(option, left));
                case "--remote" -> options.remote = true;
                default -> throw new IllegalArgumentException("unknown option " + option);
            }
        }
        return options;
    }

    private static String value(String option, Deque<String> left) {
        String value = left.poll();
        if (value == null) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return value;
    }

    private static Token token(BufferedReader input) throws IOException {
        String given = System.getenv(TOKEN_VARIABLE);
        String hex = given == null ? input.readLine() : given;
        if (hex == null) {
            throw new IllegalArgumentException(
                    "no token: set " + TOKEN_VARIABLE + " or give it as the first line of standard input");
        }
        return Token.parse(hex);
    }

    private static AgentSettings settings(Options options, Token token) {
        InetSocketAddress listen = ListenAddress.parse(options.listen, options.remote);
        return new AgentSettings(options.name, listen, token, options.cpu, options.threads, 0);
    }
}
