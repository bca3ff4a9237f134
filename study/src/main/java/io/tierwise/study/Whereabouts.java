package io.tierwise.study;

import java.nio.file.Path;

/// Where a study file was, and where what it names is now.
///
/// @param file the study file; it need not be there any more
/// @param model the model, whatever the file says
/// @param dataFolder what relative paths of samples and labels count from; of absolute ones that are gone
///     the last name is looked for in it
public record Whereabouts(Path file, Path model, Path dataFolder) {}
