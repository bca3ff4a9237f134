package io.tierwise.study;

import io.tierwise.data.ElementType;
import io.tierwise.data.Encoded;
import io.tierwise.data.InputForm;
import io.tierwise.data.Label;
import io.tierwise.data.Preprocessing;
import io.tierwise.data.Role;
import io.tierwise.data.RoleSplit;
import io.tierwise.data.SampleSet;
import io.tierwise.data.Task;
import io.tierwise.data.Tensor;
import io.tierwise.deployment.Strategy;
import io.tierwise.deployment.Topology;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// A study as its author wrote it, every value read and checked, every default filled in.
///
/// @param file where it was read
/// @param dataFolder what relative paths of samples and labels count from
/// @param text as it was written
/// @param model the ONNX model
/// @param exits folder of a cascade whose heads `E(exit)` takes; empty where it fits its own
/// @param data where the samples are
/// @param preprocessing from a sample to the model's input
/// @param input how inputs travel to a first part that is not at the source; empty where their sizes decide
/// @param task empty where the labels decide
/// @param topology tiers, links and the source
/// @param strategies what is compared, in order
/// @param goals what is wanted; one of them is the objective
/// @param worth the smallest ratio that matters
/// @param schedule how much is measured
/// @param seed of every random choice
public record StudyFile(
        Path file,
        Path dataFolder,
        String text,
        Path model,
        Optional<Path> exits,
        StudyData data,
        Preprocessing preprocessing,
        Optional<InputForm> input,
        Optional<Task> task,
        Topology topology,
        List<Strategy> strategies,
        List<Goal> goals,
        double worth,
        Schedule schedule,
        long seed) {

    public StudyFile {
        strategies = List.copyOf(strategies);
        goals = List.copyOf(goals);
    }

    /// What the command line says instead of the file.
    ///
    /// @param seed empty: the file's
    /// @param rounds empty: the file's
    public record Overrides(OptionalLong seed, OptionalInt rounds) {
        public static Overrides none() {
            return new Overrides(OptionalLong.empty(), OptionalInt.empty());
        }

        /// What the study in a results folder goes on with: the seed and the rounds it began with,
        /// where these say nothing. That they say nothing else is checked when the study goes on.
        ///
        /// @throws JournalException if the folder holds no study
        public Overrides resuming(Path folder) {
            try (Journal journal = Journal.existing(folder)) {
                return new Overrides(
                        seed.isPresent()
                                ? seed
                                : journal.fact(StudyHeader.SEED).stream()
                                        .mapToLong(Long::parseLong)
                                        .findFirst(),
                        rounds.isPresent()
                                ? rounds
                                : journal.fact(StudyHeader.ROUNDS).stream()
                                        .mapToInt(Integer::parseInt)
                                        .findFirst());
            }
        }
    }

    /// Reads and checks a study file; the files it names are looked for, not opened.
    ///
    /// @throws StudyFileException naming everything that is wrong in it, with line and column
    public static StudyFile read(Path file) {
        return StudyFileReader.read(file);
    }

    /// Reads and checks the text of a study file whose model or samples may lie elsewhere now.
    ///
    /// @throws StudyFileException naming everything that is wrong in it, with line and column
    public static StudyFile read(String text, Whereabouts where) {
        return StudyFileReader.read(text, where);
    }

    /// Opens the samples and makes every choice that can be made before measuring.
    ///
    /// @throws io.tierwise.data.DataException if samples or labels cannot be read, or are too few for
    ///     their roles
    /// @throws StudyFileException if inputs shall travel in a form that these samples have not
    public StudyPlan plan(Overrides overrides) {
        long chosenSeed = overrides.seed().orElse(seed);
        RoleSplit split = data.open(chosenSeed);
        Map<Role, SampleSet> roles = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            roles.put(role, split.samples(role));
        }
        SampleSet evaluation = split.samples(Role.EVALUATION);
        Label truth = evaluation.size() == 0 ? new Label.None() : evaluation.label(0);
        refuseImpossible(evaluation);
        Task chosenTask = task.orElseGet(() -> task(truth));
        return new StudyPlan(
                model,
                exits,
                StudySamples.of(roles, chosenSeed),
                preprocessing,
                input,
                chosenTask,
                topology,
                strategies,
                goals,
                worth,
                schedule(overrides),
                chosenSeed,
                text,
                new StudyOrigin(file, dataFolder, data));
    }

    private void refuseImpossible(SampleSet evaluation) {
        if (input.equals(Optional.of(InputForm.UINT8))
                && evaluation.size() > 0
                && evaluation.get(0).input() instanceof Encoded.ArrayValue(Tensor array)
                && array.type() != ElementType.UINT8) {
            throw StudyFileReader.fault(
                    file,
                    text,
                    "input",
                    "samples are arrays of " + array.type()
                            + ", and only images and arrays of UINT8 can travel as uint8; write auto, tensor or"
                            + " encoded");
        }
    }

    private Task task(Label truth) {
        return switch (truth) {
            case Label.ClassIndex index -> new Task.Classification(1, preprocessing.classOffset());
            case Label.ClassMap map -> new Task.Segmentation(-1);
            case Label.None none -> new Task.Agreement();
        };
    }

    private Schedule schedule(Overrides overrides) {
        return overrides.rounds().isEmpty()
                ? schedule
                : schedule.withRounds(overrides.rounds().getAsInt());
    }
}
