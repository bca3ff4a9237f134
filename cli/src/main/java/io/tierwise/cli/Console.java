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
    private final OutputFormat format;
    private final boolean quiet;
    private final boolean terminal;
    private final boolean color;
    private final int columns;

    Console(Surroundings surroundings, CommonOptions options) {
        Map<String, String> environment = surroundings.environment();
        this.results = surroundings.results();
        this.messages = surroundings.messages();
        this.format = options.format;
        this.quiet = options.quiet;
        this.terminal = surroundings.terminal();
        this.columns = columns(environment.getOrDefault("COLUMNS", ""));
        this.color = !options.noColor && surroundings.color();
    }

    static Console of(CommonOptions options) {
        return new Console(options.surroundings(), options);
    }

    private static int columns(String said) {
        return said.matches("[0-9]{2,3}") ? Math.max(NARROWEST, Integer.parseInt(said)) : DEFAULT_COLUMNS;
    }

    /// Prints a result and gives its exit code.
    int show(Result result) {
        result(result.in(format));
        return result.code().code();
    }

    void result(String text) {
        results.println(text);
        results.flush();
    }

    /// Something the user should know now, though it is no result.
    void note(String sentence) {
        if (!quiet) {
            warn(sentence);
        }
    }

    /// Something without which the user cannot go on: `--quiet` does not hold it back.
    void warn(String sentence) {
        messages.println(sentence);
        messages.flush();
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

    /// Shows how work proceeds.
    TerminalProgress progress() {
        return new TerminalProgress(messages, terminal, quiet, System::nanoTime);
    }
}
