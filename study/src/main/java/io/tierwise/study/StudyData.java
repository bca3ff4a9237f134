package io.tierwise.study;

import io.tierwise.data.Role;
import io.tierwise.data.RoleSplit;
import io.tierwise.data.SampleReader;
import io.tierwise.data.SampleSet;
import io.tierwise.data.Share;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// Where the samples of a study lie, and how they get their roles.
public sealed interface StudyData {

    /// Samples and their truth.
    ///
    /// @param samples a folder or file that [SampleReader] opens
    /// @param labels labels or masks; empty where there are none, or where they lie beside the samples
    record Files(Path samples, Optional<Path> labels) {
        SampleSet open() {
            return SampleReader.open(samples, labels);
        }
    }

    /// One set, divided at random among the roles.
    record Divided(Files files, Map<Role, Share> shares) implements StudyData {
        public Divided {
            shares = Map.copyOf(shares);
        }
    }

    /// A set for each role.
    record PerRole(Map<Role, Files> files) implements StudyData {
        public PerRole {
            files = Map.copyOf(files);
        }
    }

    /// Opens all samples and gives them their roles; the same seed gives the same roles.
    ///
    /// @throws io.tierwise.data.DataException if samples or labels cannot be read, or are too few
    default RoleSplit open(long seed) {
        return switch (this) {
            case Divided(Files files, Map<Role, Share> shares) -> RoleSplit.of(files.open(), shares, seed);
            case PerRole(Map<Role, Files> files) -> {
                Map<Role, SampleSet> sets = new EnumMap<>(Role.class);
                files.forEach((role, set) -> sets.put(role, set.open()));
                yield RoleSplit.ofSets(sets);
            }
        };
    }
}
