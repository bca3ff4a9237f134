package io.tierwise.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// The `tierwise` command.
@Command(
        name = "tierwise",
        description = "Which deployment operators on which tiers give an ONNX model the latency and accuracy you need:"
                + " measured, tested, explained.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        subcommands = {
            DemoCommand.class,
            RunCommand.class,
            AdviseCommand.class,
            AnalyzeCommand.class,
            CompareCommand.class,
            ForecastCommand.class,
            ReplayCommand.class,
            ReportCommand.class,
            InspectCommand.class,
            QuantizeCommand.class,
            ExitCommand.class,
            CutsCommand.class,
            SplitCommand.class,
            AgentCommand.class,
            DoctorCommand.class
        })
public final class Main implements Callable<Integer> {
    private final Surroundings surroundings;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private CommandSpec spec;

    Main(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    public static void main(String[] arguments) {
        System.exit(new Main(Surroundings.ofProcess()).run(arguments));
    }

    /// Runs one command line and returns its exit code.
    int run(String... arguments) {
        var commandLine = new CommandLine(this)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setColorScheme(Help.defaultColorScheme(color(arguments) ? Help.Ansi.ON : Help.Ansi.OFF))
                .setOut(writer(surroundings.results()))
                .setErr(writer(surroundings.messages()))
                .setParameterExceptionHandler(UsageErrors::report)
                .setExecutionExceptionHandler(Failures::report);
        Arguments.register(commandLine);
        try {
            return commandLine.execute(arguments);
        } catch (ExceptionInInitializerError | NoClassDefFoundError | UnsatisfiedLinkError | OutOfMemoryError e) {
            return Failures.report(e, commandLine.getErr());
        }
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, stream.charset());
    }

    /// Whether help and usage errors are coloured: they are printed before options are understood.
    private boolean color(String... arguments) {
        return surroundings.color() && !List.of(arguments).contains("--no-color");
    }

    Surroundings surroundings() {
        return surroundings;
    }

    /// Without a command there is nothing to do but say which there are.
    @Override
    public Integer call() {
        PrintWriter messages = spec.commandLine().getErr();
        messages.println("tierwise: say what to do: a command is missing.");
        spec.commandLine().usage(messages);
        return ExitCode.USAGE.code();
    }

    /// The version written into the jar by the build.
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"tierwise " + (version == null ? "(unpackaged build)" : version)};
        }
    }
}
