package io.tierwise.cli;

import io.tierwise.data.DidYouMean;
import java.util.Collection;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// What the user reads about a command line that cannot be understood: what is wrong, what was probably
/// meant, and where the options are told.
final class UsageErrors {
    private static final int BEHIND_USAGE = "Usage: ".length();

    private UsageErrors() {}

    static int report(ParameterException failure, String... arguments) {
        CommandLine commandLine = failure.getCommandLine();
        CommandSpec command = commandLine.getCommandSpec();
        String synopsis = commandLine.getHelp().synopsis(BEHIND_USAGE).stripTrailing();
        commandLine.getErr().println("tierwise: " + sentence(failure, command));
        commandLine.getErr().println("Usage: " + synopsis);
        commandLine.getErr().println("More: " + command.qualifiedName() + " --help");
        return ExitCode.USAGE.code();
    }

    private static String sentence(ParameterException failure, CommandSpec command) {
        if (!(failure instanceof UnmatchedArgumentException unmatched)
                || unmatched.getUnmatched().isEmpty()) {
            return String.valueOf(failure.getMessage());
        }
        String found = unmatched.getUnmatched().getFirst();
        if (unmatched.isUnknownOption()) {
            String name = found.split("=", 2)[0];
            return "there is no option '" + name + "'; " + DidYouMean.sentence(name, options(command));
        }
        return command.parent() == null
                ? "there is no command '" + found + "'; "
                        + DidYouMean.sentence(found, command.subcommands().keySet())
                : "'" + found + "' is one too many.";
    }

    private static Collection<String> options(CommandSpec command) {
        return command.options().stream().map(OptionSpec::longestName).toList();
    }
}
