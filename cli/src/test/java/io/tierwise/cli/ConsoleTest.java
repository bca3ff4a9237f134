package io.tierwise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/// The options that every command has, and what goes where.
class ConsoleTest {
    private static final String ESCAPE = "\u001b";

    @Test
    void help_onATerminal_isColoured() {
        assertThat(Ran.onTerminal(Map.of(), "--help").results()).contains(ESCAPE);
    }

    @Test
    void help_noColor_isPlain() {
        assertThat(Ran.onTerminal(Map.of(), "run", "--help", "--no-color").results())
                .doesNotContain(ESCAPE);
        assertThat(Ran.onTerminal(Map.of("NO_COLOR", "1"), "--help").results()).doesNotContain(ESCAPE);
        assertThat(Ran.onTerminal(Map.of("TERM", "dumb"), "--help").results()).doesNotContain(ESCAPE);
        assertThat(Ran.onTerminal(Map.of("CI", "true"), "--help").results()).doesNotContain(ESCAPE);
        assertThat(Ran.of("--help").results()).doesNotContain(ESCAPE);
    }

    @Test
    void help_emptyNoColor_saysNothing() {
        assertThat(Ran.onTerminal(Map.of("NO_COLOR", ""), "--help").results()).contains(ESCAPE);
    }

    @Test
    void progress_onATerminal_rewritesItsLineOnStandardErrorOnly() {
        Ran ran = Ran.onTerminal(Map.of(), "run", Demo.STUDY, "--dry-run");
        assertThat(ran.messages()).contains("\r", "Checking");
        assertThat(ran.results()).doesNotContain("\r", "Checking");
    }

    @Test
    void quiet_holdsProgressBackAndKeepsResults() {
        Ran quiet = Ran.of("run", Demo.STUDY, "--dry-run", "--quiet");
        assertThat(quiet.messages()).isEmpty();
        assertThat(quiet.results()).contains("strategies:");
    }

    @Test
    void quiet_keepsErrors() {
        assertThat(Ran.of("inspect", "missing.onnx", "--quiet").refusal()).contains("there is no missing.onnx");
    }

    @Test
    void verbose_showsWhereAnErrorArose() {
        assertThat(Ran.of("inspect", "missing.onnx", "--verbose").messages())
                .startsWith("tierwise: there is no missing.onnx")
                .contains("\tat io.tierwise.");
    }
}
