package io.tierwise.runtime;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/// How a session is opened.
///
/// @param optimization how far the graph is rewritten
/// @param threads threads that share one node's work, at least 1
/// @param spinning whether idle threads burn CPU waiting for work; costs every other session of the
///     machine
/// @param prepacking whether weights are copied into the layout the kernels like; off opens faster and
///     smaller
/// @param externalFolder where the weights of a model given as bytes lie
/// @param profile prefix of the file the runtime's profiler writes when the session closes
public record SessionSettings(
        Optimization optimization,
        int threads,
        boolean spinning,
        boolean prepacking,
        Optional<Path> externalFolder,
        Optional<Path> profile) {

    private static final int MOST_THREADS = 1024;

    public SessionSettings {
        Objects.requireNonNull(optimization, "optimization");
        Objects.requireNonNull(externalFolder, "externalFolder");
        Objects.requireNonNull(profile, "profile");
        if (threads < 1 || threads > MOST_THREADS) {
            throw new IllegalArgumentException("threads must be 1 to " + MOST_THREADS + ", found " + threads);
        }
    }

    /// As a deployment would run it: every optimization, weights prepacked, no spinning.
    public static SessionSettings fast(int threads) {
        return new SessionSettings(Optimization.ALL, threads, false, true, Optional.empty(), Optional.empty());
    }

    /// As the graph is written: nothing rewritten, one thread; opens fast and repeats bit for bit.
    public static SessionSettings exact() {
        return new SessionSettings(Optimization.NONE, 1, false, false, Optional.empty(), Optional.empty());
    }

    public SessionSettings withOptimization(Optimization other) {
        return new SessionSettings(other, threads, spinning, prepacking, externalFolder, profile);
    }

    public SessionSettings withThreads(int count) {
        return new SessionSettings(optimization, count, spinning, prepacking, externalFolder, profile);
    }

    public SessionSettings withExternalFolder(Path folder) {
        return new SessionSettings(optimization, threads, spinning, prepacking, Optional.of(folder), profile);
    }

    public SessionSettings withProfile(Path prefix) {
        return new SessionSettings(optimization, threads, spinning, prepacking, externalFolder, Optional.of(prefix));
    }
}
