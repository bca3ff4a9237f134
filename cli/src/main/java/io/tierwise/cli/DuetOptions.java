package io.tierwise.cli;

import io.tierwise.study.Duet;
import picocli.CommandLine.Option;

/// How much two models are run against each other.
final class DuetOptions {
    private static final int MOST_OPENINGS = 1000;
    private static final int MOST_TRIALS = 1_000_000;
    private static final int MOST_SAMPLES = 1_000_000;

    @Option(
            names = "--trials",
            paramLabel = "N",
            defaultValue = "300",
            description = "Of two models: timed runs of each (default: ${DEFAULT-VALUE}).")
    private int trials;

    @Option(
            names = "--openings",
            paramLabel = "N",
            defaultValue = "15",
            description = "Of two models: how often both are opened anew (default: ${DEFAULT-VALUE}).")
    private int openings;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of two models: threads of each session (default: ${DEFAULT-VALUE}).")
    private int threads;

    @Option(
            names = "--samples",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Of two models: most samples that are answered (default: ${DEFAULT-VALUE}).")
    private int samples;

    int samples() {
        return inRange("--samples", samples, MOST_SAMPLES);
    }

    Duet.Setting setting(long seed) {
        inRange("--trials", trials, MOST_TRIALS);
        inRange("--openings", openings, MOST_OPENINGS);
        inRange("--threads", threads, MOST_OPENINGS);
        if (trials < openings) {
            throw new UsageException("--trials must be at least --openings: each opening runs something; found "
                    + trials + " and " + openings + ".");
        }
        return new Duet.Setting(openings, (trials + openings - 1) / openings, threads, seed);
    }

    private static int inRange(String option, int value, int most) {
        if (value < 1 || value > most) {
            throw new UsageException(option + " must be 1 to " + most + ", found " + value + ".");
        }
        return value;
    }
}
