package io.tierwise.study;

import io.tierwise.agent.Version;
import io.tierwise.data.Label;
import io.tierwise.data.Sample;
import io.tierwise.data.SampleSet;
import io.tierwise.data.Task;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import tools.jackson.core.type.TypeReference;

/// What a study stands on, written into its journal before the first trial: enough to carry it out
/// again, and to say later what has changed since. The study file's own text, the seed and the rounds
/// stand beside it.
///
/// @param version of Tierwise
/// @param studyFile where the study file was
/// @param model where the model was
/// @param modelDigest the model's [Fingerprint]
/// @param dataFolder what the paths of samples and labels count from
/// @param dataDigest the samples' and labels' [Fingerprint]
/// @param truths the class of each evaluation sample, by its id; empty where samples have no single
///     class
/// @param topClasses how many of the best classes may hold the truth; 0 without truths
public record Capsule(
        String version,
        String studyFile,
        String model,
        String modelDigest,
        String dataFolder,
        String dataDigest,
        Map<String, Integer> truths,
        int topClasses) {
    private static final String FACT = "capsule";
    private static final String REMEDY = " Run the study file again with this version to get a folder that can.";

    public Capsule {
        truths = Map.copyOf(truths);
    }

    /// A study's own text and what was said instead of it.
    ///
    /// @param text the study file as it was
    public record Recipe(Capsule capsule, String text, StudyFile.Overrides overrides) {}

    static Capsule of(StudyPlan plan) {
        StudyOrigin origin = plan.origin();
        Path file = origin.file().toAbsolutePath().normalize();
        return new Capsule(
                Version.OWN,
                file.toString(),
                plan.model().toAbsolutePath().normalize().toString(),
                Fingerprint.ofModel(plan.model()),
                origin.dataFolder().toAbsolutePath().normalize().toString(),
                Fingerprint.ofData(origin.data()),
                truths(plan),
                plan.task() instanceof Task.Classification(int top, int offset) ? top : 0);
    }

    private static Map<String, Integer> truths(StudyPlan plan) {
        Map<String, Integer> truths = new ConcurrentHashMap<>();
        if (plan.task() instanceof Task.Classification) {
            for (SampleSet half :
                    List.of(plan.samples().choice(), plan.samples().confirmation())) {
                IntStream.range(0, half.size()).parallel().forEach(i -> {
                    Sample sample = half.get(i);
                    if (sample.label() instanceof Label.ClassIndex(int index)) {
                        truths.put(sample.id(), index);
                    }
                });
            }
        }
        return new TreeMap<>(truths);
    }

    /// Writes down what a study stands on.
    ///
    /// @throws JournalException if it began on another model or other samples
    void keepIn(Journal journal) {
        Optional<Capsule> earlier = in(journal);
        earlier.ifPresent(began -> {
            refuseChange("model " + model, began.modelDigest, modelDigest);
            refuseChange("samples or labels", began.dataDigest, dataDigest);
        });
        if (earlier.isEmpty() && journal.fact("startedAt").isEmpty()) {
            journal.factAsJson(FACT, this);
        }
    }

    private static void refuseChange(String what, String began, String now) {
        if (!began.equals(now)) {
            throw new JournalException("The results folder holds a study whose " + what
                    + " have changed since it began (SHA-256 " + began + ", now " + now
                    + "). Put back what it began with, or name another folder.");
        }
    }

    private static Optional<Capsule> in(Journal journal) {
        return journal.factFromJson(FACT, new TypeReference<>() {});
    }

    /// What the study in a results folder stands on; empty where an earlier version wrote it.
    ///
    /// @throws JournalException if the folder holds no study
    public static Optional<Capsule> read(Path folder) {
        try (Journal journal = Journal.existing(folder)) {
            return in(journal);
        }
    }

    /// What it takes to carry out the study in a results folder again.
    ///
    /// @throws JournalException if the folder holds no study, or not enough of it
    public static Recipe recipe(Path folder) {
        try (Journal journal = Journal.existing(folder)) {
            Capsule capsule = in(journal)
                    .orElseThrow(() -> new JournalException(folder
                            + " was written by an earlier version, which did not keep where model and samples were"
                            + " and what they held." + REMEDY));
            String text = journal.fact("study")
                    .orElseThrow(
                            () -> new JournalException(folder + " does not hold the text of its study file." + REMEDY));
            return new Recipe(capsule, text, StudyFile.Overrides.none().resuming(folder));
        }
    }
}
