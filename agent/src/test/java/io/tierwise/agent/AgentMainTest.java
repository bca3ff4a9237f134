package io.tierwise.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierwise.runtime.SessionSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class AgentMainTest {

    private static final long PATIENCE_SECONDS = 60;

    private static Process start(List<String> arguments) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = new java.util.ArrayList<>(List.of(
                java,
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                AgentMain.class.getName()));
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static InetSocketAddress greet(Process process, Token token) throws IOException {
        try (var writer = process.outputWriter(StandardCharsets.US_ASCII);
                BufferedReader reader = process.inputReader(StandardCharsets.US_ASCII)) {
            writer.write(token.toHex() + "\n");
            writer.flush();
            return address(reader);
        }
    }

    private static InetSocketAddress address(BufferedReader reader) throws IOException {
        String line = Objects.requireNonNull(reader.readLine(), "the agent said nothing");
        assertThat(line).matches("listening 127\\.0\\.0\\.1:\\d+");
        return new InetSocketAddress(
                InetAddress.getLoopbackAddress(), Integer.parseInt(line.substring(line.indexOf(':') + 1)));
    }

    @Test
    void main_controllerLeaves_processEnds() throws IOException, InterruptedException {
        Token token = Token.random();
        Process process = start(List.of("--name", "mobile", "--cpu", "0.5", "--threads", "1"));
        try (BufferedReader reader = process.inputReader(StandardCharsets.US_ASCII)) {
            var writer = process.outputWriter(StandardCharsets.US_ASCII);
            writer.write(token.toHex() + "\n");
            writer.flush();
            try (AgentClient client = AgentClient.connect(address(reader), token)) {
                AgentFacts facts = client.facts();
                assertThat(facts.emulation().cpuShare()).isEqualTo(0.5);
                assertThat(client.load(PartSpec.of(
                                        "whole",
                                        new PartModel.Bytes(TinyModel.of(TinyModel.CHAIN, 0, 3, Trio.SHAPE)),
                                        SessionSettings.fast(4)))
                                .outputs())
                        .hasSize(1);
            }
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void main_standardInputEnds_processEnds() throws IOException, InterruptedException {
        Process process = start(List.of("--name", "mobile"));
        try {
            greet(process, Token.random());
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void main_openAddressWithoutConsent_isRefused() throws IOException, InterruptedException {
        Process process = start(List.of("--name", "mobile", "--listen", "0.0.0.0:0"));
        try (var writer = process.outputWriter(StandardCharsets.US_ASCII)) {
            writer.write(Token.random().toHex() + "\n");
            writer.flush();
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(2);
        } finally {
            process.destroyForcibly();
        }
    }
}
