package io.tierwise.cli;

import io.tierwise.advice.Advice;
import io.tierwise.advice.Advisor;
import io.tierwise.report.Report;
import io.tierwise.study.StudyPlan;
import io.tierwise.study.StudyRecord;
import io.tierwise.study.StudyRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;

/// One study from plan to answer, as `run` and `demo` share it.
final class StudySession {
    private static final String JOURNAL = "journal.sqlite";

    private final StudyPlan plan;
    private final Path folder;
    private final boolean resume;
    private final Console console;
    private final OutputFormat format;

    StudySession(StudyPlan plan, Path folder, boolean resume, Console console, OutputFormat format) {
        this.plan = plan;
        this.folder = folder;
        this.resume = resume;
        this.console = console;
        this.format = format;
    }

    ExitCode run() {
        checkFolder();
        Thread interrupted = new Thread(this::sayHowToResume, "interrupted");
        Runtime.getRuntime().addShutdownHook(interrupted);
        var advisor = new Advisor(plan.goals(), plan.worth());
        StudyRecord record = new StudyRun(plan, folder, Clock.systemUTC(), console.progress()).run(advisor);
        Runtime.getRuntime().removeShutdownHook(interrupted);
        Advice advice = advisor.advise(record);
        Report.write(record, advice, folder);
        Answers.print(record, advice, console, format);
        console.note("");
        console.wrote(folder.resolve("report.html").toAbsolutePath());
        return Answers.exitCode(advice.decision());
    }

    /// Whether a study began to write into this folder.
    static boolean began(Path folder) {
        return Files.exists(folder.resolve(JOURNAL));
    }

    private void checkFolder() {
        if (began(folder) && !resume) {
            throw new UsageException(
                    folder + " already holds a study. Go on with it by --resume, or name another folder with -o.");
        }
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!Files.isWritable(folder)) {
            throw new UsageException("No permission to write to " + folder + ". Name another folder with -o.");
        }
    }

    private void sayHowToResume() {
        console.note(
                "\nInterrupted. What is measured is kept in " + folder + "; the same command with --resume goes on.");
    }
}
