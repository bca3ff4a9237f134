package io.tierwise.cli;

import io.tierwise.advice.Forecaster;
import io.tierwise.advice.Outlook;
import io.tierwise.report.ForecastFiles;
import io.tierwise.report.ForecastText;
import io.tierwise.study.Goal;
import io.tierwise.study.StudyReader;
import io.tierwise.study.StudyRecord;
import io.tierwise.study.Sweep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `forecast DIR`: what strategies that were not measured would take, on these tiers and links or on others.
@Command(
        name = "forecast",
        description = "Forecast every cut on every placement from what a study measured, and say who wins where.",
        footer = {
            "",
            "Sweeps: 'mobile-edge.bandwidth=1..1000Mbit', 'mobile-edge.rtt=1..100ms', 'mobile.cpu=0.1..1',"
                    + " 'mobile.memory=64..1024Mi'. Each is walked with everything else as in the study; the first two"
                    + " are drawn as a map.",
            "Exit codes: 0 something keeps the goals; 3 nothing does."
        })
final class ForecastCommand implements Callable<Integer> {
    private static final int MOST_SWEEPS = 8;

    @Parameters(paramLabel = "DIR", description = "The results folder of a study.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private Path folder;

    @Option(names = "--sweep", paramLabel = "SWEEP", description = "A property and its range; may be repeated.")
    private List<String> sweeps = new ArrayList<>();

    @Option(
            names = "--goal",
            paramLabel = "GOAL",
            description = "A goal, as for 'advise'; may be repeated. Given goals replace those of the study.")
    private List<String> goals = new ArrayList<>();

    @Option(
            names = "--top",
            paramLabel = "N",
            defaultValue = "10",
            description = "Most strategies listed (default: ${DEFAULT-VALUE}).")
    private int top = 10;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE.csv",
            description = "Write who wins where as a table, too.")
    private @Nullable Path output;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Override
    public Integer call() {
        if (top < 1) {
            throw new UsageException("--top is at least 1, found " + top + ".");
        }
        if (sweeps.size() > MOST_SWEEPS) {
            throw new UsageException("At most " + MOST_SWEEPS + " sweeps, found " + sweeps.size() + ".");
        }
        StudyRecord record = StudyReader.read(folder);
        List<Goal> asked = goals.stream().map(Goal::parse).toList();
        Forecaster forecaster = Forecaster.of(record, asked.isEmpty() ? record.goals() : asked);
        List<Sweep> read = sweeps.stream()
                .map(text -> Sweep.parse(text, forecaster.topology()))
                .toList();
        read.forEach(sweep -> sweep.check(forecaster.topology()));
        Outlook outlook = Outlook.of(forecaster, read);
        Console console = Console.of(common);
        console.show(new Result(
                ForecastFiles.json(outlook, top), ForecastText.of(outlook, top, console.columns(), console.color())));
        if (output != null) {
            write(output, ForecastFiles.csv(outlook), console);
        }
        return (outlook.ranked().isEmpty() ? ExitCode.INFEASIBLE : ExitCode.OK).code();
    }

    private static void write(Path file, String text, Console console) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        console.wrote(file.toAbsolutePath());
    }
}
