package io.tierwise.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
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
            ReportCommand.class,
            InspectCommand.class,
            QuantizeCommand.class,
            ExitCommand.class,
            CutsCommand.class,
            SplitCommand.class,
            AgentCommand.class,
            DoctorCommand.class
        })
public final class Main implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run()
    private CommandSpec spec;

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    /// Runs one command line and returns its exit code.
    static int run(String... arguments) {
        var commandLine = new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                .setExecutionExceptionHandler(Failures::report)
                .setExitCodeExceptionMapper(
                        failure -> (failure instanceof ParameterException ? ExitCode.USAGE : ExitCode.INTERNAL).code());
        return commandLine.execute(arguments);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do: a command is missing.");
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
