package io.tierwise.report;

import io.tierwise.advice.Advice;
import io.tierwise.study.StudyRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// The files a reader takes away from a study: `report.html`, `observations.csv`, `strategies.csv`, `advice.json`.
public final class Report {
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
        save(folder.resolve("observations.csv"), Tables.observations(study));
        save(folder.resolve("strategies.csv"), Tables.strategies(advice));
        save(folder.resolve("advice.json"), AdviceJson.text(study, advice));
        Path page = folder.resolve("report.html");
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
