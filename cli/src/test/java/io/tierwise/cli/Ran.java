package io.tierwise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A command line that was run in this process.
///
/// @param code its exit code
/// @param results what went to standard output
/// @param messages what went to standard error
record Ran(int code, String results, String messages) {

    /// Without a terminal, as in a pipe.
    static Ran of(String... arguments) {
        return with(Map.of(), arguments);
    }

    /// @param environment variables
    static Ran with(Map<String, String> environment, String... arguments) {
        return ran(false, environment, arguments);
    }

    /// Where a person watches.
    ///
    /// @param environment variables
    static Ran onTerminal(Map<String, String> environment, String... arguments) {
        return ran(true, environment, arguments);
    }

    private static Ran ran(boolean terminal, Map<String, String> environment, String... arguments) {
        var results = new ByteArrayOutputStream();
        var messages = new ByteArrayOutputStream();
        var surroundings = new Surroundings(printing(results), printing(messages), terminal, environment);
        int code = new Main(surroundings).run(arguments);
        return new Ran(code, results.toString(StandardCharsets.UTF_8), messages.toString(StandardCharsets.UTF_8));
    }

    /// The result of a command that must succeed and was asked for JSON.
    JsonNode json() {
        assertThat(code).as(messages).isZero();
        return JsonMapper.shared().readTree(results);
    }

    /// What the user was told, of a command line that must be refused as a usage error: nothing but a
    /// sentence, and no result.
    String refusal() {
        return failure(ExitCode.USAGE);
    }

    /// What the user was told, of a command line that must end like this.
    String failure(ExitCode expected) {
        assertThat(code).as(messages).isEqualTo(expected.code());
        assertThat(messages).startsWith("tierwise: ").doesNotContain("\tat ", "Exception", "null");
        assertThat(results).isEmpty();
        return messages;
    }

    private static PrintStream printing(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
