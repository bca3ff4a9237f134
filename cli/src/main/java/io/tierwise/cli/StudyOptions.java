package io.tierwise.cli;

import io.tierwise.study.StudyFile.Overrides;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options of commands that carry out a study.
final class StudyOptions {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "Results folder (default: one in tierwise-results beside you).")
    private @Nullable Path output;

    @Option(
            names = "--resume",
            description = "Go on with the study that the results folder holds, with its own seed and rounds.")
    boolean resume;

    @Option(names = "--seed", description = "Seed of every random choice, instead of the study file's.")
    private @Nullable Long seed;

    Path folder(Path usual) {
        return output == null ? usual : output;
    }

    /// What is said instead of the study file, or was when the study in the folder began.
    Overrides overrides(Path folder, OptionalInt rounds) {
        Overrides given = new Overrides(seed == null ? OptionalLong.empty() : OptionalLong.of(seed), rounds);
        return resume ? given.resuming(folder) : given;
    }
}
