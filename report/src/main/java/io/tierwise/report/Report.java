package io.tierwise.report;

import io.tierwise.advice.Advice;
import io.tierwise.study.StudyRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/// The files a reader takes away from a study: `report.html`, `observations.csv`, `strategies.csv`, `advice.json`.
public final class Report {
    private static final String PAGE = "report.html";
    private static final String OBSERVATIONS = "observations.csv";
    private static final String STRATEGIES = "strategies.csv";
    private static final String ADVICE = "advice.json";

    /// The names of the files, the page first.
    public static final List<String> FILES = List.of(PAGE, OBSERVATIONS, STRATEGIES, ADVICE);

    private Report() {}

    /// Writes the four files into `folder`, which is made if it is missing, and returns the page's
    /// path.
    ///
    /// Each file appears whole or not at all: an interrupted write leaves the former one.
    ///
    /// @throws ReportException if the folder or a file cannot be written
    public static Path write(StudyRecord study, Advice advice, Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
        save(folder.resolve(OBSERVATIONS), Tables.observations(study));
        save(folder.resolve(STRATEGIES), Tables.strategies(advice));
        save(folder.resolve(ADVICE), AdviceJson.text(study, advice));
        Path page = folder.resolve(PAGE);
        save(page, Page.html(study, advice));
        return page;
    }

    private static void save(Path file, String text) {
        Path unfinished = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.writeString(unfinished, text);
            Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    private static ReportException unwritable(Path file, IOException cause) {
        return new ReportException(
                "Cannot write " + file + " (" + cause.getClass().getSimpleName() + ": " + cause.getMessage()
                        + "). Check that the folder exists, is yours and has room, or choose another one.",
                cause);
    }
}
