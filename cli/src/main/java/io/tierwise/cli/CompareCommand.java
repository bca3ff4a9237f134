package io.tierwise.cli;

import io.tierwise.advice.Gate;
import io.tierwise.advice.GateRequest;
import io.tierwise.advice.GateResult;
import io.tierwise.advice.GateSide;
import io.tierwise.advice.GateVerdict;
import io.tierwise.advice.StudySide;
import io.tierwise.report.GateJson;
import io.tierwise.report.GateText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `compare A B`: whether B is slower than A, or loses accuracy, by more than is accepted.
@Command(
        name = "compare",
        description =
                "Hold a candidate B against a baseline A, and fail if it is slower or less accurate beyond doubt.",
        footer = {
            "",
            "A and B are results folders of 'tierwise run', CSV files of measurements (plain or .gz; a CSV also fits a",
            "folder), or two ONNX models, which are then run here in turns. Strategies are matched by name, case aside.",
            "Example: tierwise compare main/ pr/ --tolerance 5%% --junit-xml gate.xml --markdown summary.md",
            "Exit codes: 0 all passed; 2 the two cannot be compared; 3 any failed, or is missing in B; 4 none failed,",
            "but some are inconclusive."
        })
final class CompareCommand implements Callable<Integer> {
    private enum Kind {
        FOLDER,
        TABLE,
        MODEL
    }

    @Parameters(index = "0", paramLabel = "A", description = "The baseline.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private Path baseline;

    @Parameters(index = "1", paramLabel = "B", description = "The candidate.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private Path candidate;

    @Mixin
    private GateOptions gate = new GateOptions();

    @Mixin
    private GateFiles files = new GateFiles();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write the result there instead of standard output.")
    private @Nullable Path output;

    @Mixin
    private TableOptions table = new TableOptions();

    @Mixin
    private SampleOptions samples = new SampleOptions();

    @Mixin
    private DuetOptions duet = new DuetOptions();

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Override
    public Integer call() {
        Console console = Console.of(common);
        GateRequest request = gate.request(GateRequest.Direction.WORSE);
        files.check();
        GateResult result = judge(request, console);
        if (isSameThing()) {
            result = result.withNote("Both sides are the same " + (kind(baseline) == Kind.FOLDER ? "folder" : "file")
                    + ": an A/A comparison. Whatever differs is chance.");
        }
        files.write(result, console);
        return show(result, console);
    }

    private int show(GateResult result, Console console) {
        ExitCode code = exitCode(result.verdict());
        boolean color = output == null && console.color();
        var shown = new Result(GateJson.of(result), GateText.of(result, console.columns(), color), code);
        if (output == null) {
            return console.show(shown);
        }
        try {
            Files.writeString(output, shown.in(common.format) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        console.wrote(output);
        return code.code();
    }

    static ExitCode exitCode(GateVerdict verdict) {
        return switch (verdict) {
            case PASSED -> ExitCode.OK;
            case FAILED -> ExitCode.INFEASIBLE;
            case INCONCLUSIVE -> ExitCode.INCONCLUSIVE;
        };
    }

    private GateResult judge(GateRequest request, Console console) {
        Kind first = kind(baseline);
        Kind second = kind(candidate);
        if ((first == Kind.MODEL) != (second == Kind.MODEL)) {
            throw new UsageException("A model is compared with another model, which both run here; results folders and"
                    + " CSV files with each other. Found " + words(first) + " (" + baseline + ") and " + words(second)
                    + " (" + candidate + ").");
        }
        return first == Kind.MODEL
                ? new ModelDuet(baseline, candidate, samples, duet).judge(request, console.progress())
                : new Gate(side(baseline, true), side(candidate, false), request, false).judge();
    }

    private GateSide side(Path path, boolean isBaseline) {
        return kind(path) == Kind.FOLDER ? StudySide.read(path).side() : table.side(path, isBaseline);
    }

    private static String words(Kind kind) {
        return switch (kind) {
            case FOLDER -> "a folder";
            case TABLE -> "a CSV file";
            case MODEL -> "a model";
        };
    }

    private static Kind kind(Path path) {
        if (Files.isDirectory(path)) {
            return Kind.FOLDER;
        }
        if (!Files.exists(path)) {
            throw new UncheckedIOException(new NoSuchFileException(path.toString()));
        }
        String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".onnx")) {
            return Kind.MODEL;
        }
        if (name.endsWith(".csv") || name.endsWith(".csv.gz")) {
            return Kind.TABLE;
        }
        throw new UsageException(
                path + " is neither a results folder, nor a .csv or .csv.gz file, nor an .onnx model.");
    }

    private boolean isSameThing() {
        try {
            return Files.isSameFile(baseline, candidate) && table.samePart();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
