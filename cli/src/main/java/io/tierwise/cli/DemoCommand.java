package io.tierwise.cli;

import io.tierwise.study.StudyFile;
import io.tierwise.study.StudyPlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `demo`: the whole way on the embedded models.
@Command(
        name = "demo",
        description =
                "Study an embedded model on three emulated tiers: every operator and combination, about two minutes.")
final class DemoCommand implements Callable<Integer> {
    /// The embedded models; the names are what the user types.
    enum DemoModel {
        classifier,
        segmentation
    }

    @Option(
            names = "--model",
            defaultValue = "classifier",
            description = "Which model: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private DemoModel model = DemoModel.classifier;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "Results folder (default: a new one in tierwise-results).")
    private @Nullable Path output;

    @Option(names = "--resume", description = "Go on with the demo that the results folder holds.")
    private boolean resume;

    @Option(names = "--seed", description = "Seed of every random choice.")
    private @Nullable Long seed;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Override
    public Integer call() {
        Console console = Console.of(common);
        Path file = home().resolve("demo").resolve(model + ".yaml");
        if (!Files.isRegularFile(file)) {
            throw new EnvironmentException(
                    "The demo's study file " + file + " is missing: the demo runs from a checkout, by its ./tierwise.");
        }
        StudyPlan plan = StudyFile.read(file)
                .plan(new StudyFile.Overrides(
                        seed == null ? OptionalLong.empty() : OptionalLong.of(seed), OptionalInt.empty()));
        Path folder = output == null ? freshFolder() : output;
        return new StudySession(plan, folder, resume, console, common.format)
                .run()
                .code();
    }

    private Path freshFolder() {
        String now = LocalDateTime.now(ZoneId.systemDefault())
                .format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT));
        return Path.of("tierwise-results", "demo-" + model + "-" + now);
    }

    private static Path home() {
        return Path.of(System.getProperty("tierwise.home", "."));
    }
}
