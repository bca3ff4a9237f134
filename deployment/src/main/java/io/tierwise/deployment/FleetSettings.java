package io.tierwise.deployment;

import io.tierwise.agent.Token;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/// How a fleet of agents is started.
///
/// @param logs folder for what the agents of this machine write to standard error, one file each
/// @param token shared with agents on other machines, which were started with it; empty where all are
///     local
/// @param seed of the links' jitter
/// @param patience longest time an agent may take to start
public record FleetSettings(Path logs, Optional<Token> token, long seed, Duration patience) {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    public FleetSettings {
        Objects.requireNonNull(logs, "logs");
        Objects.requireNonNull(token, "token");
        if (patience.isNegative() || patience.isZero()) {
            throw new IllegalArgumentException("patience must be above 0, found " + Words.of(patience));
        }
    }

    /// For agents of this machine only.
    public static FleetSettings local(Path logs, long seed) {
        return new FleetSettings(logs, Optional.empty(), seed, PATIENCE);
    }

    public FleetSettings withToken(Token other) {
        return new FleetSettings(logs, Optional.of(other), seed, patience);
    }
}
