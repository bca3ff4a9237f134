package io.tierwise.cli;

import io.tierwise.study.StudyFile.Overrides;
import io.tierwise.study.UnitException;
import io.tierwise.study.Units;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options of commands that carry out a study.
final class StudyOptions {
    private static final int MOST_ROUNDS = 10_000;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "Results folder (default: one in tierwise-results beside you).")
    private @Nullable Path output;

    @Option(
            names = "--resume",
            description = "Go on with the study that the results folder holds, with its own seed and rounds.")
    boolean resume;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Seed of every random choice, instead of the study file's.")
    private @Nullable Long seed;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "Most rounds of measuring, instead of the study file's.")
    private @Nullable Integer rounds;

    private static final Duration LONGEST = Duration.ofHours(24);
    private static final Duration SHORTEST = Duration.ofSeconds(30);

    /// A time to run for; zero where none is given.
    static Duration duration(String option, @Nullable String text) {
        if (text == null) {
            return Duration.ZERO;
        }
        Duration found;
        try {
            found = Duration.ofNanos(Units.TIME.readWhole(text));
        } catch (UnitException e) {
            throw new UsageException(option + ": " + e.getMessage() + ".");
        }
        if (found.compareTo(SHORTEST) < 0 || found.compareTo(LONGEST) > 0) {
            throw new UsageException(option + " must be 30 s to 24 h, found " + text + ".");
        }
        return found;
    }

    Path folder(Path usual) {
        return output == null ? usual : output;
    }

    /// What is said instead of the study file, or was when the study in the folder began.
    Overrides overrides(Path folder) {
        if (rounds != null && (rounds < 1 || rounds > MOST_ROUNDS)) {
            throw new UsageException("--rounds must be 1 to " + MOST_ROUNDS + ", found " + rounds + ".");
        }
        if (resume && !StudySession.began(folder)) {
            throw new UsageException(folder + " holds no study to resume. Leave --resume out to begin one, or name its"
                    + " results folder with -o.");
        }
        Overrides given = new Overrides(
                seed == null ? OptionalLong.empty() : OptionalLong.of(seed),
                rounds == null ? OptionalInt.empty() : OptionalInt.of(rounds));
        return resume ? given.resuming(folder) : given;
    }
}
