package io.tierwise.cli;

import io.tierwise.study.StudyFile;
import io.tierwise.study.StudyPlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `demo`: the whole way on the embedded models.
@Command(
        name = "demo",
        description = "Study an embedded model on emulated tiers: every operator and combination, about two minutes."
                + " transformer: nine strategies, of which three let samples leave early.")
final class DemoCommand implements Callable<Integer> {
    /// The embedded models; the names are what the user types.
    enum DemoModel {
        classifier,
        segmentation,
        transformer
    }

    @Option(
            names = "--model",
            paramLabel = "NAME",
            defaultValue = "classifier",
            description = "Which model: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private DemoModel model = DemoModel.classifier;

    @Mixin
    private StudyOptions study = new StudyOptions();

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Override
    public Integer call() {
        Path file = home().resolve("demo").resolve(model + ".yaml");
        if (!Files.isRegularFile(file)) {
            throw new EnvironmentException(
                    "The demo's study file " + file + " is missing: the demo runs from a checkout, by its ./tierwise.");
        }
        Path folder = study.folder(freshFolder());
        StudyPlan plan = StudyFile.read(file).plan(study.overrides(folder));
        return new StudySession(plan, folder, study.resume, common).run().code();
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
