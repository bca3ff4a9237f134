package io.tierwise.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where the model and samples of a finished study are now.
final class WhereaboutsOptions {
    @Option(names = "--model", paramLabel = "FILE", description = "Where the model is now, if it has moved.")
    @Nullable
    Path model;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "What the paths of samples and labels in the study file count from now, if they have moved.")
    @Nullable
    Path data;

    @Option(
            names = "--allow-changes",
            description = "Go on though model or samples are not the same bytes; the difference is listed.")
    boolean allowChanges;
}
