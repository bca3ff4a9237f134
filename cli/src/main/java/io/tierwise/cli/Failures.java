package io.tierwise.cli;

import io.tierwise.advice.ForecastException;
import io.tierwise.advice.GateException;
import io.tierwise.agent.TierException;
import io.tierwise.data.DataException;
import io.tierwise.deployment.StrategyException;
import io.tierwise.deployment.TopologyException;
import io.tierwise.onnx.MalformedModelException;
import io.tierwise.onnx.UnsupportedModelException;
import io.tierwise.operators.OperatorException;
import io.tierwise.operators.UnkeptPromiseException;
import io.tierwise.report.ReportException;
import io.tierwise.runtime.InputMismatchException;
import io.tierwise.runtime.NativeRuntime;
import io.tierwise.runtime.RunFailedException;
import io.tierwise.runtime.UnsupportedByRuntimeException;
import io.tierwise.study.GoalException;
import io.tierwise.study.JournalException;
import io.tierwise.study.StudyFileException;
import io.tierwise.study.UnitException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/// Turns what went wrong into the sentence the user reads and the code the shell sees.
final class Failures {
    private Failures() {}

    /// Prints what went wrong and returns the exit code; stack traces appear for our own faults only,
    /// and with `--verbose`.
    static int report(Exception failure, CommandLine commandLine, ParseResult parsed) {
        ExitCode code = codeOf(failure);
        commandLine.getErr().println("tierwise: " + sentence(failure));
        if (code == ExitCode.INTERNAL) {
            commandLine.getErr().println("This is a fault of Tierwise. What led to it, for a report:");
            failure.printStackTrace(commandLine.getErr());
        } else if (parsed.hasMatchedOption("--verbose")
                || (parsed.hasSubcommand() && parsed.subcommand().hasMatchedOption("--verbose"))) {
            failure.printStackTrace(commandLine.getErr());
        }
        return code.code();
    }

    /// As above, of what the machine lacks: a native library that does not load, or memory.
    static int report(Error failure, PrintWriter messages) {
        messages.println("tierwise: "
                + (failure instanceof OutOfMemoryError
                        ? "memory ran out (" + failure.getMessage() + "). Close other programs, or give it more: the"
                                + " environment variable JAVA_TOOL_OPTIONS=-Xmx8g."
                        : "the native runtime does not load here: " + reason(failure) + ". See: tierwise doctor"));
        return ExitCode.ENVIRONMENT.code();
    }

    /// What a class that could not begin to work failed of: its own message says nothing.
    static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    private static ExitCode codeOf(Throwable failure) {
        return switch (failure) {
            case MalformedModelException e -> ExitCode.USAGE;
            case UnsupportedModelException e -> ExitCode.USAGE;
            case UnsupportedByRuntimeException e -> ExitCode.USAGE;
            case InputMismatchException e -> ExitCode.USAGE;
            case RunFailedException e -> ExitCode.USAGE;
            case DataException e -> ExitCode.USAGE;
            case StudyFileException e -> ExitCode.USAGE;
            case GateException e -> ExitCode.USAGE;
            case ForecastException e -> ExitCode.USAGE;
            case UnitException e -> ExitCode.USAGE;
            case GoalException e -> ExitCode.USAGE;
            case JournalException e -> ExitCode.USAGE;
            case UnkeptPromiseException e -> ExitCode.INFEASIBLE;
            case OperatorException e -> ExitCode.USAGE;
            case StrategyException e -> ExitCode.USAGE;
            case TopologyException e -> ExitCode.USAGE;
            case UsageException e -> ExitCode.USAGE;
            case FileSystemException e -> ExitCode.USAGE;
            case IOException e -> ExitCode.ENVIRONMENT;
            case UncheckedIOException e -> codeOf(Objects.requireNonNull(e.getCause()));
            case TierException e -> ExitCode.ENVIRONMENT;
            case EnvironmentException e -> ExitCode.ENVIRONMENT;
            case ReportException e -> ExitCode.USAGE;
            default -> ExitCode.INTERNAL;
        };
    }

    private static String sentence(Throwable failure) {
        return switch (failure) {
            case UncheckedIOException e -> sentence(Objects.requireNonNull(e.getCause()));
            case NoSuchFileException e -> "there is no " + e.getFile() + ". Check the path.";
            case AccessDeniedException e ->
                "no permission for " + e.getFile() + ". Choose another place, or change its rights.";
            case FileAlreadyExistsException e -> e.getFile() + " is in the way: it exists and is not a folder.";
            case FileSystemException e ->
                e.getFile() + " cannot be used: " + (e.getReason() == null ? e : e.getReason())
                        + ". Choose another place.";
            case IOException e -> "reading or writing failed: " + e.getMessage() + ". Is there room on the disk?";
            case MalformedModelException e -> e.getMessage() + ". Copy the file again, or export the model again.";
            case UnsupportedByRuntimeException e ->
                String.valueOf(e.getMessage()).strip() + ". The model must run in ONNX Runtime "
                        + NativeRuntime.version()
                        + " on a processor, without operators of its own: export it for that.";
            default -> failure.getMessage() == null ? failure.toString() : failure.getMessage();
        };
    }
}
