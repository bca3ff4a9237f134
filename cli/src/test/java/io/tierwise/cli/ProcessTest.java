package io.tierwise.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The command as a process of its own: what can only be seen from outside.
class ProcessTest {
    @TempDir
    private Path folder;

    private Ran run(List<String> flags, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(flags);
        command.add(Main.class.getName());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        Path errors = folder.resolve("errors");
        Process process = builder.redirectError(errors.toFile()).start();
        String results = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(process.waitFor(), results, Files.readString(errors));
    }

    @Test
    void inspect_nativeLibraryMissing_isTheEnvironmentsFault() throws Exception {
        Ran ran = run(List.of("-Donnxruntime.native.path=" + folder), "inspect", Demo.CLASSIFIER);
        assertThat(ran.failure(ExitCode.ENVIRONMENT))
                .contains("the native runtime does not load here")
                .endsWith("See: tierwise doctor\n");
    }

    @Test
    void doctor_nativeLibraryMissing_saysWhatToUse() throws Exception {
        Ran ran = run(List.of("-Donnxruntime.native.path=" + folder), "doctor");
        assertThat(ran.code()).isEqualTo(ExitCode.ENVIRONMENT.code());
        assertThat(ran.results())
                .containsPattern("! +native runtime +does not load: .*" + folder)
                .contains("to do: use Linux x86-64");
    }

    @Test
    void inspect_otherLocale_writesUtf8AndPlainDigits() throws Exception {
        String names = System.getProperty("sun.jnu.encoding", "UTF-8");
        assumeTrue(
                Charset.forName(names).newEncoder().canEncode("größe"),
                "file names are " + names + " in this locale, which has no such letters");
        Path model = folder.resolve("größe.onnx");
        Files.copy(Path.of(Demo.CLASSIFIER), model);
        Ran ran = run(List.of("-Duser.language=de", "-Dstdout.encoding=US-ASCII"), "inspect", model.toString());
        assertThat(ran.code()).as(ran.messages()).isZero();
        assertThat(ran.results()).contains("27,802,816");
    }

    @Test
    void inspect_anyModel_saysNothingOnStandardError() throws Exception {
        Ran ran = run(List.of(), "inspect", Demo.CLASSIFIER);
        assertThat(ran.code()).isZero();
        assertThat(ran.messages()).isEmpty();
    }
}
