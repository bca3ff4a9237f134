package io.tierwise.study;

import java.nio.file.Path;

/// Where a study file and the samples it names lie.
///
/// @param file the study file
/// @param dataFolder what relative paths of samples and labels count from
/// @param data where the samples are
public record StudyOrigin(Path file, Path dataFolder, StudyData data) {}
