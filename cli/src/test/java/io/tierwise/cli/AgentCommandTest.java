package io.tierwise.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tierwise.agent.AgentClient;
import io.tierwise.agent.AgentFacts;
import io.tierwise.agent.Token;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentCommandTest {
    private static final long PATIENCE_SECONDS = 60;

    @TempDir
    private Path folder;

    /// A command line that must fail at once, and what it says.
    private static String failure(int code, String... arguments) {
        Ran ran = Ran.of(arguments);
        assertThat(ran.code()).isEqualTo(code);
        assertThat(ran.messages()).doesNotContain("\tat ");
        return ran.messages();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    --cpu        | much          | --cpu: 'much' is no number of cores
                    --cpu        | 250Mi         | is a unit of size
                    --cpu        | 0             | cpu must be 0.001 to 1024 cores
                    --memory     | 64MiB         | --memory: '64MiB' is no size
                    --memory     | 64            | the unit is missing
                    --memory     | 1Ki           | memory must be at least 1Mi
                    --threads    | two           | 'two' is no whole number
                    --threads    | 0             | threads must be 1 to 1024
                    --listen     | 7470          | '7470' is no HOST:PORT
                    --listen     | 0.0.0.0:0     | add --remote if the network is trusted
                    """)
    void call_nonsense_isAUsageErrorThatNamesIt(String option, String value, String sentence) {
        assertThat(failure(ExitCode.USAGE.code(), "agent", "--name", "far", option, value))
                .contains(sentence);
    }

    @Test
    void call_nameThatNoTierCanHave_isAUsageError() {
        assertThat(failure(ExitCode.USAGE.code(), "agent", "--name", "f@r")).contains("found 'f@r'");
    }

    @Test
    void call_portInUse_isTheEnvironmentsFault() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + taken.getLocalPort();
            assertThat(failure(ExitCode.ENVIRONMENT.code(), "agent", "--name", "far", "--listen", address))
                    .contains("cannot listen on " + address)
                    .contains("choose another port");
        }
    }

    private Process start(String token, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                Main.class.getName(),
                "agent",
                "--name",
                "far",
                "--listen",
                "127.0.0.1:0"));
        command.addAll(List.of(more));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        builder.environment().remove(TokenVariable.NAME);
        if (!token.isEmpty()) {
            builder.environment().put(TokenVariable.NAME, token);
        }
        return builder.redirectError(folder.resolve("errors").toFile()).start();
    }

    private static InetSocketAddress address(Process process) throws IOException {
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        String line = Objects.requireNonNull(output.readLine(), "the agent said nothing");
        assertThat(line).matches("listening 127\\.0\\.0\\.1:\\d+");
        return new InetSocketAddress(
                InetAddress.getLoopbackAddress(), Integer.parseInt(line.substring(line.lastIndexOf(':') + 1)));
    }

    @Test
    void call_tokenInTheEnvironment_servesControllersOneAfterTheOtherAndEndsByCtrlC() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/kill")), "needs /bin/kill to send the signal of Ctrl-C");
        assumeFalse(
                ignoresInterrupts(), "interrupts are ignored here (nohup, a background job), and processes inherit it");
        Token token = Token.random();
        Process process = start(token.toHex(), "--cpu", "250m", "--memory", "64Mi", "--threads", "2");
        try {
            InetSocketAddress address = address(process);
            for (int controller = 0; controller < 2; controller++) {
                try (AgentClient client = AgentClient.connect(address, token)) {
                    assertThat(client.facts().emulation()).isEqualTo(new AgentFacts.Emulation(0.25, 2, 64L << 20));
                }
            }
            assertThat(new ProcessBuilder("/bin/kill", "-INT", String.valueOf(process.pid()))
                            .start()
                            .waitFor())
                    .isZero();
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(ExitCode.INTERRUPTED.code());
            assertThat(folder.resolve("errors"))
                    .content()
                    .contains("stop it with Ctrl-C")
                    .doesNotContain("\tat ")
                    .doesNotContain("token was made");
        } finally {
            process.destroyForcibly();
        }
    }

    /// Signals ignored, as a bit mask in hexadecimal; that of Ctrl-C is number 2. Only Linux says so.
    private static boolean ignoresInterrupts() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) {
            return false;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .mapToLong(line -> Long.parseUnsignedLong(
                        line.substring("SigIgn:".length()).strip(), 16))
                .anyMatch(ignored -> (ignored & 0b10) != 0);
    }

    @Test
    void call_noToken_makesOneAndShowsIt() throws Exception {
        Process process = start("", "--quiet");
        try {
            InetSocketAddress address = address(process);
            Matcher shown = Pattern.compile("export TIERWISE_TOKEN=([0-9a-f]{64})\n")
                    .matcher(Files.readString(folder.resolve("errors")));
            assertThat(shown.find()).isTrue();
            try (AgentClient client = AgentClient.connect(address, Token.parse(shown.group(1)))) {
                assertThat(client.tier()).isEqualTo("far");
            }
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void call_tokenOnStandardInput_isTaken() throws Exception {
        Token token = Token.random();
        Process process = start("", "--token-stdin");
        try (var input = process.outputWriter(StandardCharsets.US_ASCII)) {
            input.write(token.toHex() + "\n");
            input.flush();
            try (AgentClient client = AgentClient.connect(address(process), token)) {
                assertThat(client.tier()).isEqualTo("far");
            }
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void call_tokenThatIsNone_isAUsageError() throws Exception {
        Process process = start("0123");
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(ExitCode.USAGE.code());
        assertThat(folder.resolve("errors"))
                .content()
                .contains("TIERWISE_TOKEN: a token is 64 hexadecimal digits, found 4");
    }
}
