package io.tierwise.deployment;

import java.nio.file.Path;

/// Whether, and where, groups for a controller can be made.
sealed interface Seat {

    /// Groups can be made below this folder.
    ///
    /// @param version 1 or 2
    record Open(int version, Path parent) implements Seat {}

    /// No groups can be made.
    ///
    /// @param reason what stands in the way
    /// @param remedy what to do about it
    record Closed(String reason, String remedy) implements Seat {}
}
