package io.tierwise.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The script `tierwise`, on a machine where only the JDKs are found that a test puts there.
class LauncherTest {
    private static final String USUAL_FOLDERS = "/usr/lib/jvm/* /usr/java/* /opt/jdk* /opt/java/*";
    private static final List<String> TOOLS = List.of("sh", "sed", "dirname", "readlink", "uname", "find", "head");

    @TempDir
    private Path folder;

    private Path script;
    private Path tools;

    /// What a process ended with.
    private record Ended(int code, String results, String messages) {}

    @BeforeEach
    void machineWithoutJdk() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "needs a POSIX shell");
        String text = Files.readString(Path.of("..", "tierwise"));
        assertThat(text).contains(USUAL_FOLDERS);
        script = Files.writeString(folder.resolve("tierwise"), text.replace(USUAL_FOLDERS, ""));
        tools = Files.createDirectory(folder.resolve("tools"));
        for (String tool : TOOLS) {
            Path found = Path.of("/usr/bin", tool);
            program(tools.resolve(tool), "exec " + (Files.isExecutable(found) ? found : "/bin/" + tool) + " \"$@\"");
        }
    }

    private Ended start(Path launcher, Map<String, String> environment, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("/bin/sh", launcher.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().putAll(Map.of("PATH", tools.toString(), "HOME", folder.toString()));
        builder.environment().putAll(environment);
        Path errors = folder.resolve("errors");
        Process process = builder.redirectError(errors.toFile()).start();
        String results = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), results, Files.readString(errors));
    }

    private static void program(Path file, String line) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + line + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private Path jdk(String name, String version) throws IOException {
        Path jdk = folder.resolve(name);
        Files.createDirectories(jdk.resolve("bin"));
        for (String program : List.of("java", "javac")) {
            program(jdk.resolve("bin").resolve(program), "exit 1");
        }
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        return jdk;
    }

    @Test
    void start_noJdk_exits5AndSaysWhichOneToInstall() throws Exception {
        Ended ended = start(script, Map.of(), "--version");
        assertThat(ended.code()).isEqualTo(ExitCode.ENVIRONMENT.code());
        assertThat(ended.messages())
                .startsWith("tierwise: no JDK [25.0.3, 26) found. Looked at JAVA_HOME, PATH and the usual folders.")
                .contains("Install one (Temurin 25.0.3 or newer)", "or point JAVA_HOME at it")
                .hasLineCount(1);
        assertThat(ended.results()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"17.0.16", "21.0.8", "25", "25.0.2", "26", "26.0.1"})
    void start_otherJdk_exits5(String version) throws Exception {
        Path other = jdk("other", version);
        Ended ended = start(script, Map.of("JAVA_HOME", other.toString()), "--print-java-home");
        assertThat(ended.code()).isEqualTo(ExitCode.ENVIRONMENT.code());
        assertThat(ended.messages()).contains("no JDK [25.0.3, 26) found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"25.0.3", "25.0.10", "25.1.0"})
    void start_jdkThatFitsBesideAnother_isTaken(String version) throws Exception {
        Path other = jdk("other", "17.0.16");
        Path fitting = jdk(".jdks/fitting", version);
        Ended ended = start(script, Map.of("JAVA_HOME", other.toString()), "--print-java-home");
        assertThat(ended).isEqualTo(new Ended(0, fitting + "\n", ""));
    }

    @Test
    void start_javaOnThePathThroughLinks_isFound() throws Exception {
        Path fitting = jdk("fitting", "25.0.3");
        Path between = Files.createSymbolicLink(
                folder.resolve("java"), fitting.resolve("bin").resolve("java"));
        Files.createSymbolicLink(tools.resolve("java"), between);
        assertThat(start(script, Map.of(), "--print-java-home").results()).isEqualTo(fitting + "\n");
    }

    @Test
    void start_throughALink_findsItsCheckout() throws Exception {
        Path fitting = jdk("fitting", "25.0.3");
        Path link = Files.createSymbolicLink(folder.resolve("tw"), Path.of("tierwise"));
        assertThat(start(link, Map.of("JAVA_HOME", fitting.toString()), "--print-java-home")
                        .code())
                .isZero();
    }

    @Test
    void start_notBuiltAndNoMaven_exits5AndSaysSo() throws Exception {
        Path fitting = jdk("fitting", "25.0.3");
        Ended ended = start(script, Map.of("JAVA_HOME", fitting.toString()), "--version");
        assertThat(ended.code()).isEqualTo(ExitCode.ENVIRONMENT.code());
        assertThat(ended.messages())
                .contains("not built yet, and Maven (3.8.7 or newer) is not on the PATH: install it");
    }
}
