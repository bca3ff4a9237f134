package io.tierwise.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// What a command finds around it when it starts.
///
/// @param results standard output: what the user asked for
/// @param messages standard error: everything else
/// @param terminal whether a person watches on a screen that can redraw a line; never under CI
/// @param environment variables
record Surroundings(PrintStream results, PrintStream messages, boolean terminal, Map<String, String> environment) {

    Surroundings {
        environment = Map.copyOf(environment);
        terminal = terminal && !environment.containsKey("CI") && !"dumb".equals(environment.get("TERM"));
    }

    /// Whether colours are shown to whoever watches.
    boolean color() {
        return terminal && environment.getOrDefault("NO_COLOR", "").isEmpty();
    }

    /// The process's own. Text leaves as UTF-8, whatever the locale: JSON allows nothing else.
    @SuppressWarnings("SystemConsoleNull") // asked only whether it is a terminal
    static Surroundings ofProcess() {
        var console = System.console();
        return new Surroundings(
                new PrintStream(System.out, true, StandardCharsets.UTF_8),
                new PrintStream(System.err, true, StandardCharsets.UTF_8),
                console != null && console.isTerminal(),
                System.getenv());
    }
}
