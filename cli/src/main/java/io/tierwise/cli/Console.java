package io.tierwise.cli;

import java.io.PrintStream;
import java.util.Map;

/// Where a command writes: results on standard output, everything else on standard error.
///
/// Progress on a terminal is one line that rewrites itself; elsewhere a plain line now and then.
/// Colours follow the terminal, `--no-color`, and the NO_COLOR, CI and TERM environment variables.
final class Console {
    private static final int DEFAULT_COLUMNS = 120;
    private static final int NARROWEST = 80;

    private final PrintStream results;
    private final PrintStream messages;
    private final boolean quiet;
    private final boolean terminal;
    private final boolean color;
    private final int columns;

    Console(
            PrintStream results,
            PrintStream messages,
            CommonOptions options,
            boolean terminal,
            Map<String, String> environment) {
        this.results = results;
        this.messages = messages;
        this.quiet = options.quiet;
        this.terminal = terminal && !environment.containsKey("CI") && !"dumb".equals(environment.get("TERM"));
        this.columns = columns(environment.getOrDefault("COLUMNS", ""));
        this.color = this.terminal && !options.noColor && !environment.containsKey("NO_COLOR");
    }

    private static int columns(String said) {
        return said.matches("[0-9]{2,3}") ? Math.max(NARROWEST, Integer.parseInt(said)) : DEFAULT_COLUMNS;
    }

    /// The process's own streams.
    @SuppressWarnings("SystemConsoleNull") // asked only whether it is a terminal
    static Console of(CommonOptions options) {
        var console = System.console();
        return new Console(System.out, System.err, options, console != null && console.isTerminal(), System.getenv());
    }

    void result(String text) {
        results.println(text);
        results.flush();
    }

    /// Something the user should know now, though it is no result.
    void note(String sentence) {
        if (!quiet) {
            messages.println(sentence);
            messages.flush();
        }
    }

    /// A file was written.
    void wrote(Object path) {
        note("wrote " + path);
    }

    /// Width of the terminal as the shell says it, or one that fits most pages.
    int columns() {
        return columns;
    }

    boolean color() {
        return color;
    }

    boolean quiet() {
        return quiet;
    }

    boolean terminal() {
        return terminal;
    }

    PrintStream messages() {
        return messages;
    }
}
