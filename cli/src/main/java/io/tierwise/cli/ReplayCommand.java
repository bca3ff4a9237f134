package io.tierwise.cli;

import io.tierwise.advice.GateRequest;
import io.tierwise.advice.Replay;
import io.tierwise.advice.StudySide;
import io.tierwise.deployment.Strategy;
import io.tierwise.report.ReplayText;
import io.tierwise.study.StrategyRecord;
import io.tierwise.study.StudyPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `replay DIR -o NEW`: carries out a finished study again and says what differs.
@Command(
        name = "replay",
        description = "Carry out a finished study again from its results folder, and say what differs.",
        footer = {
            "",
            "The study's text, seed, rounds and choices such as cuts are those of the folder; model and samples are",
            "found where they were, or where --model and --data say, and must hold the same bytes.",
            "Exit codes: 0 the same within the tolerance; 2 it cannot be replayed; 3 it differs; 4 inconclusive."
        })
final class ReplayCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "The results folder of a finished study.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private Path folder;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "NEW",
            description = "Results folder of the replay.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private Path output;

    @Mixin
    private WhereaboutsOptions whereabouts = new WhereaboutsOptions();

    @Option(names = "--resume", description = "Go on with the replay that NEW holds.")
    private boolean resume;

    @Option(names = "--dry-run", description = "Check model and samples, say what would be run, and leave.")
    private boolean dryRun;

    @Mixin
    private GateOptions gate = new GateOptions();

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Override
    public Integer call() {
        Console console = Console.of(common);
        GateRequest request = gate.request(GateRequest.Direction.EITHER);
        KeptStudy kept = KeptStudy.of(folder, whereabouts);
        StudySide first = StudySide.read(folder);
        refuseSameFolder();
        StudyPlan plan = kept.plan()
                .of(first.record().strategies().stream()
                        .map(StrategyRecord::name)
                        .map(Strategy::parse)
                        .toList());
        if (dryRun) {
            return console.show(dry(plan, kept.changes()));
        }
        new StudySession(plan, output, resume, common).answer();
        Replay replay = Replay.of(first, StudySide.read(output), request);
        return console.show(new Result(
                ReplayText.json(replay),
                ReplayText.of(replay, console.columns(), console.color()),
                CompareCommand.exitCode(replay.verdict())));
    }

    private void refuseSameFolder() {
        try {
            if (Files.exists(output) && Files.isSameFile(folder, output)) {
                throw new UsageException(output + " is the study itself: name a new folder for the replay with -o.");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (resume && !StudySession.began(output)) {
            throw new UsageException(output + " holds no replay to resume. Leave --resume out to begin one.");
        }
    }

    private Result dry(StudyPlan plan, List<String> changes) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("model", plan.model().toString());
        json.put("strategies", plan.strategies().stream().map(Strategy::text).toList());
        json.put("rounds", plan.schedule().rounds());
        json.put("seed", plan.seed());
        json.put("changes", changes);
        return new Result(
                json,
                plan.strategies().size() + " strategies of " + plan.model() + " in "
                        + plan.schedule().rounds()
                        + " rounds, seed " + plan.seed() + ".\n"
                        + (changes.isEmpty()
                                ? "Model, samples and labels are the same, byte for byte."
                                : String.join("\n", changes)));
    }
}
