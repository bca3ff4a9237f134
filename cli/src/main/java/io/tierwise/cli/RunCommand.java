package io.tierwise.cli;

import io.tierwise.study.StudyFile;
import io.tierwise.study.StudyPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `run STUDY.yaml`: carries out a study and answers it.
@Command(
        name = "run",
        description = "Measure every strategy of a study file on its tiers, and recommend one with reasons.",
        footer = {
            "",
            "Interrupt it any time: every finished trial is kept, and --resume goes on behind it.",
            "Tiers with an address are served by 'tierwise agent' elsewhere; the environment variable TIERWISE_TOKEN",
            "then holds the token that those agents were started with.",
            "Exit codes: 0 a strategy is chosen; 2 the study cannot be; 3 none keeps the goals; 4 the samples cannot",
            "decide; 5 an agent is not reached, or this machine lacks something."
        })
final class RunCommand implements Callable<Integer> {
    @Parameters(paramLabel = "STUDY.yaml", description = "The study file.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private Path file;

    @Mixin
    private StudyOptions study = new StudyOptions();

    @Option(
            names = "--dry-run",
            description = "Say what would be measured, how long it takes and what the samples can carry.")
    private boolean dryRun;

    @Option(
            names = "--flips",
            paramLabel = "PERCENT",
            defaultValue = "5",
            description = "For --dry-run: share of samples assumed to change between right and wrong"
                    + " (default: ${DEFAULT-VALUE}).")
    private double flips;

    @Option(
            names = "--sustained",
            paramLabel = "TIME",
            description = "Run the winner on for so long in the end, such as 10m, and compare its first minute with its"
                    + " last.")
    private @Nullable String sustained;

    @Option(
            names = "--selftest",
            description = "Measure the untouched model against itself instead: what this machine tells apart, and how"
                    + " small a difference it can see.")
    private boolean selfTest;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Override
    public Integer call() {
        if (!(flips > 0 && flips <= 100)) {
            throw new UsageException("--flips must be above 0 and at most 100 percent, found " + flips + ".");
        }
        Duration onwards = StudyOptions.duration("--sustained", sustained);
        Console console = Console.of(common);
        StudyFile read = StudyFile.read(file);
        Path folder = study.folder(usualFolder(file, selfTest ? "-selftest" : ""));
        StudyPlan plan = read.plan(study.overrides(folder));
        if (dryRun) {
            return console.show(DryRun.of(plan, flips / 100, console.progress()).result());
        }
        StudySession session = new StudySession(plan, folder, study.resume, common).sustained(onwards);
        return (selfTest ? session.selfTest() : session.run()).code();
    }

    /// Where the results of a study file go that is told no other place.
    static Path usualFolder(Path file, String suffix) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return Path.of("tierwise-results", (dot > 0 ? name.substring(0, dot) : name) + suffix);
    }
}
