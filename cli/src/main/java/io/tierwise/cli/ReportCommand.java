package io.tierwise.cli;

import io.tierwise.advice.Advisor;
import io.tierwise.report.Report;
import io.tierwise.study.StudyReader;
import io.tierwise.study.StudyRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `report DIR`: writes a study's page and tables again.
@Command(name = "report", description = "Write the page and the tables of a study again, finished or not.")
final class ReportCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "The results folder of a study.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private Path folder;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "Where to write (default: the results folder).")
    private @Nullable Path output;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Override
    public Integer call() {
        Console console = Console.of(common);
        StudyRecord record = StudyReader.read(folder);
        Path target = output == null ? folder : output;
        try {
            Files.createDirectories(target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Report.write(record, new Advisor(record.goals(), record.worth()).advise(record), target);
        console.result(target.resolve("report.html").toAbsolutePath().toString());
        return ExitCode.OK.code();
    }
}
