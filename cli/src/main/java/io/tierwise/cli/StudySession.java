package io.tierwise.cli;

import io.tierwise.advice.Advice;
import io.tierwise.advice.Advisor;
import io.tierwise.advice.SelfCheck;
import io.tierwise.agent.TierException;
import io.tierwise.report.Report;
import io.tierwise.report.SelfCheckText;
import io.tierwise.study.StudyPlan;
import io.tierwise.study.StudyRecord;
import io.tierwise.study.StudyRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Function;

/// One study from plan to answer, as `run` and `demo` share it.
final class StudySession {
    private static final String JOURNAL = "journal.sqlite";

    private final StudyPlan plan;
    private final Path folder;
    private final boolean resume;
    private final CommonOptions common;
    private final Console console;
    private Duration sustained = Duration.ZERO;

    StudySession(StudyPlan plan, Path folder, boolean resume, CommonOptions common) {
        this.plan = plan;
        this.folder = folder;
        this.resume = resume;
        this.common = common;
        this.console = Console.of(common);
    }

    /// Runs the winner on for so long in the end.
    StudySession sustained(Duration duration) {
        sustained = duration;
        return this;
    }

    /// Measures the untouched model against itself instead, and says what this machine tells apart.
    ExitCode selfTest() {
        checkFolder();
        StudyRecord record = carryOut(StudyRun::selfTest);
        SelfCheck check = SelfCheck.of(record, plan.worth());
        console.show(new Result(SelfCheckText.json(check), SelfCheckText.of(check)));
        return check.falseAlarm() == 0 ? ExitCode.OK : ExitCode.INFEASIBLE;
    }

    ExitCode run() {
        Answered answered = answer();
        Answers.print(answered.record(), answered.advice(), console, common.format);
        console.note("");
        console.wrote(folder.resolve("report.html").toAbsolutePath());
        return Answers.exitCode(answered.advice().decision());
    }

    /// What a study found and what that means.
    record Answered(StudyRecord record, Advice advice) {}

    /// Carries out the study and writes its report, without printing the answer.
    Answered answer() {
        checkFolder();
        var advisor = new Advisor(plan.goals(), plan.worth());
        StudyRecord record = carryOut(study -> study.run(advisor));
        Advice advice = advisor.advise(record);
        Report.write(record, advice, folder);
        return new Answered(record, advice);
    }

    private StudyRecord carryOut(Function<StudyRun, StudyRecord> work) {
        Thread interrupted = new Thread(() -> sayHowToResume("\nInterrupted."), "interrupted");
        Runtime.getRuntime().addShutdownHook(interrupted);
        try {
            return work.apply(study());
        } catch (TierException e) {
            if (began(folder)) {
                sayHowToResume("Stopped.");
            }
            throw e;
        } finally {
            forget(interrupted);
        }
    }

    private StudyRun study() {
        var study = new StudyRun(plan, folder, Clock.systemUTC(), console.progress()).withSustained(sustained);
        return TokenVariable.neededFor(plan, common).map(study::withToken).orElse(study);
    }

    /// While the process ends nothing can be forgotten any more, and the thread is running.
    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            System.getLogger(StudySession.class.getName())
                    .log(System.Logger.Level.DEBUG, "interrupted while the study ran", e);
        }
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

    private void sayHowToResume(String what) {
        console.note(what + " What is measured is kept in " + folder + "; the same command with --resume goes on.");
    }
}
