package io.tierwise.cli;

import io.tierwise.advice.Advice;
import io.tierwise.advice.Advisor;
import io.tierwise.data.DidYouMean;
import io.tierwise.study.Goal;
import io.tierwise.study.StudyReader;
import io.tierwise.study.StudyRecord;
import io.tierwise.study.TierRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `advise DIR`: asks a finished study again, under other goals.
@Command(
        name = "advise",
        description = "Ask a study again under other goals, without measuring.",
        footer = {
            "",
            "Goals: 'p95<=50ms', 'drop<=1pp', 'accuracy>=90%%', 'memory<=256Mi', 'bytes<=1Mi', 'keep-raw-on: mobile',"
                    + " 'minimize p50'. Given goals replace those of the study.",
            "Exit codes: 0 a strategy is chosen; 3 none keeps the goals; 4 the samples cannot decide."
        })
final class AdviseCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "The results folder of a study.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private Path folder;

    @Option(names = "--goal", paramLabel = "GOAL", description = "A goal; may be repeated.")
    private List<String> goals = new ArrayList<>();

    @Option(names = "--worth", paramLabel = "PERCENT", description = "The smallest ratio that matters, in percent.")
    private @Nullable Double worth;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Override
    public Integer call() {
        List<Goal> asked = goals.stream().map(Goal::parse).toList();
        if (worth != null && !(worth > 0 && worth < 100)) {
            throw new UsageException("--worth must lie between 0 and 100 percent, found " + worth + ".");
        }
        StudyRecord record = StudyReader.read(folder);
        refuseUnanswerable(asked, record);
        var advisor =
                new Advisor(asked.isEmpty() ? record.goals() : asked, worth == null ? record.worth() : worth / 100);
        Advice advice = advisor.advise(record);
        Answers.print(record, advice, Console.of(common), common.format);
        return Answers.exitCode(advice.decision()).code();
    }

    private static void refuseUnanswerable(List<Goal> asked, StudyRecord record) {
        if (asked.stream().filter(Goal.Objective.class::isInstance).count() > 1) {
            throw new UsageException("One figure can be minimized; bound the others, like 'p95<=50ms'.");
        }
        List<String> tiers = record.tiers().stream().map(TierRecord::name).toList();
        for (Goal goal : asked) {
            if (goal instanceof Goal.KeepRaw(String tier) && !tiers.contains(tier)) {
                throw new UsageException("'" + goal.toText() + "' names the unknown tier " + tier + "; "
                        + DidYouMean.sentence(tier, tiers));
            }
        }
    }
}
