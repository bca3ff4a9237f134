package io.tierwise.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The options that every command understands.
final class CommonOptions {
    @Option(
            names = "--format",
            paramLabel = "text|json",
            defaultValue = "text",
            description = "How results are printed: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    OutputFormat format = OutputFormat.text;

    @Option(names = "--quiet", description = "No progress, only results and errors.")
    boolean quiet;

    @Option(names = "--no-color", description = "Plain text, as with the NO_COLOR environment variable.")
    boolean noColor;

    @Option(
            names = {"-v", "--verbose"},
            description = "Say more on standard error; an internal error shows where it arose.")
    boolean verbose;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and leave.")
    boolean help;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private CommandSpec command;

    /// What the whole command line was started with.
    Surroundings surroundings() {
        return ((Main) command.root().userObject()).surroundings();
    }
}
