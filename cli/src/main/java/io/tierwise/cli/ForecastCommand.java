package io.tierwise.cli;

import io.tierwise.advice.Forecaster;
import io.tierwise.advice.Outlook;
import io.tierwise.advice.Spot;
import io.tierwise.advice.SpotCheck;
import io.tierwise.deployment.HostFacts;
import io.tierwise.report.ForecastFiles;
import io.tierwise.report.ForecastText;
import io.tierwise.report.GridPicture;
import io.tierwise.report.SpotText;
import io.tierwise.study.Goal;
import io.tierwise.study.StudyFile;
import io.tierwise.study.StudyPlan;
import io.tierwise.study.StudyReader;
import io.tierwise.study.StudyRecord;
import io.tierwise.study.Sweep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
                    + " 'mobile.memory=64..1024Mi', or listed values: 'mobile-edge.bandwidth=1,10,50,100Mbit'. Each is"
                    + " walked with everything else as in the study; the first two are drawn as a map.",
            "Exit codes: 0 something keeps the goals; 3 nothing does."
        })
final class ForecastCommand implements Callable<Integer> {
    private static final int MOST_SWEEPS = 8;
    private static final int MOST_SPOTS = 100;

    @Parameters(
            paramLabel = "DIR|STUDY.yaml",
            description = "The results folder of a study; or a study file, each strategy of which is then run once.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private Path source;

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
            names = "--verify",
            paramLabel = "N",
            description = "Measure at so many spots where one strategy takes over from another, and say how far the"
                    + " forecasts are off there.")
    private int verify;

    @Option(
            names = "--results",
            paramLabel = "DIR",
            description =
                    "Where what a study file needs measured is kept (default: one in tierwise-results beside you).")
    private @Nullable Path results;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE.csv|FILE.svg",
            description = "Write who wins where as a table, too; or what everything takes over the listed values of two"
                    + " sweeps as a picture.")
    private @Nullable Path output;

    @Mixin
    private WhereaboutsOptions whereabouts = new WhereaboutsOptions();

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Override
    public Integer call() {
        check();
        Console console = Console.of(common);
        Path folder = Files.isRegularFile(source) ? measured(source) : source;
        StudyRecord record = StudyReader.read(folder);
        List<Goal> asked = goals.stream().map(Goal::parse).toList();
        Forecaster forecaster = Forecaster.of(record, asked.isEmpty() ? record.goals() : asked);
        List<Sweep> read = sweeps.stream()
                .map(text -> Sweep.parse(text, forecaster.topology()))
                .toList();
        read.forEach(sweep -> sweep.check(forecaster.topology()));
        if (isPicture()
                && !(read.size() > 1 && read.get(0).isListed() && read.get(1).isListed())) {
            throw new UsageException("A picture (-o " + output + ") is of two sweeps whose values are listed, like"
                    + " --sweep mobile-edge.bandwidth=1,10,100Mbit --sweep mobile.cpu=0.25,0.5,1; write FILE.csv for"
                    + " others.");
        }
        Outlook outlook = Outlook.of(forecaster, read);
        Map<String, Object> json = ForecastFiles.json(outlook, top);
        String text = ForecastText.of(outlook, top, console.columns(), console.color());
        if (verify > 0) {
            checkProcessor(record);
            SpotCheck spots = verified(folder, Spot.of(outlook, forecaster, verify), console);
            json.put("verified", SpotText.json(spots));
            text += "\n\n" + SpotText.of(spots, console.columns(), console.color());
        }
        console.show(new Result(json, text));
        if (output != null) {
            write(
                    output,
                    isPicture() ? GridPicture.svg(outlook.grid().orElseThrow()) : ForecastFiles.csv(outlook),
                    console);
        }
        return (outlook.ranked().isEmpty() ? ExitCode.INFEASIBLE : ExitCode.OK).code();
    }

    private boolean isPicture() {
        return output != null && output.toString().endsWith(".svg");
    }

    private void check() {
        if (top < 1) {
            throw new UsageException("--top is at least 1, found " + top + ".");
        }
        if (sweeps.size() > MOST_SWEEPS) {
            throw new UsageException("At most " + MOST_SWEEPS + " sweeps, found " + sweeps.size() + ".");
        }
        if (verify < 0 || verify > MOST_SPOTS) {
            throw new UsageException("--verify is 0 to " + MOST_SPOTS + ", found " + verify + ".");
        }
        if (verify > 0 && sweeps.isEmpty()) {
            throw new UsageException("--verify measures where one strategy takes over from another along a sweep: say "
                    + "--sweep, too, like --sweep mobile-edge.bandwidth=1..1000Mbit.");
        }
    }

    /// Runs every strategy of a study file once, and says where the results lie; what is there already is kept.
    private Path measured(Path file) {
        Path folder = results == null ? RunCommand.usualFolder(file, "-forecast") : results;
        boolean began = StudySession.began(folder);
        StudyPlan plan = StudyFile.read(file).plan(StudyFile.Overrides.none());
        new StudySession(plan.toTime(plan.strategies(), plan.topology(), 1), folder, began, common).answer();
        return folder;
    }

    /// Forecasts hold for the processor that models were timed on.
    private static void checkProcessor(StudyRecord record) {
        String then = record.environment().getOrDefault("processor", "");
        String now = HostFacts.read().cpu().model();
        if (!then.equals(now)) {
            throw new UsageException("These forecasts stand on models timed on " + then + ", and this machine has "
                    + now + ": --verify would compare two processors. Run the study here, and verify that.");
        }
    }

    private SpotCheck verified(Path folder, List<Spot> spots, Console console) {
        StudyPlan plan = KeptStudy.of(folder, whereabouts).plan();
        return new SpotTrials(plan, folder.resolve("spots"), TokenVariable.neededFor(plan, common), console.progress())
                .run(spots);
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
