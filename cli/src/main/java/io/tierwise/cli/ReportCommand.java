package io.tierwise.cli;

import io.tierwise.advice.Advice;
import io.tierwise.advice.Advisor;
import io.tierwise.report.Report;
import io.tierwise.study.StudyReader;
import io.tierwise.study.StudyRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
        if (output != null && Files.isRegularFile(output)) {
            throw new UsageException(output + " is a file: name a folder to write to.");
        }
        StudyRecord record = StudyReader.read(folder);
        Advice advice = new Advisor(record.goals(), record.worth()).advise(record);
        Path target = output == null ? folder : output;
        Path page = Report.write(record, advice, target).toAbsolutePath();
        List<String> files = Report.FILES.stream()
                .map(page::resolveSibling)
                .map(Path::toString)
                .toList();
        return Console.of(common).show(new Result(Map.of("files", files), page.toString()));
    }
}
