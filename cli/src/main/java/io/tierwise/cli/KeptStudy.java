package io.tierwise.cli;

import io.tierwise.study.Capsule;
import io.tierwise.study.Fingerprint;
import io.tierwise.study.StudyFile;
import io.tierwise.study.StudyFileException;
import io.tierwise.study.StudyPlan;
import io.tierwise.study.Whereabouts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The study that a results folder keeps, with its model and samples found again.
///
/// @param recipe as the folder keeps it
/// @param file the same, read again
/// @param changes what is not the same bytes any more, one sentence each
record KeptStudy(Capsule.Recipe recipe, StudyFile file, List<String> changes) {

    KeptStudy {
        changes = List.copyOf(changes);
    }

    /// @throws UsageException if model or samples are not there, or are not the same bytes and that is not allowed
    static KeptStudy of(Path folder, WhereaboutsOptions where) {
        Capsule.Recipe recipe = Capsule.recipe(folder);
        StudyFile file = file(folder, recipe, where);
        Capsule capsule = recipe.capsule();
        List<String> changes = new ArrayList<>();
        differ("The model " + file.model(), capsule.modelDigest(), Fingerprint.ofModel(file.model()), changes);
        differ("Samples or labels", capsule.dataDigest(), Fingerprint.ofData(file.data()), changes);
        if (!changes.isEmpty() && !where.allowChanges) {
            throw new UsageException(String.join(" ", changes)
                    + " On something else it is another study: put back what it ran on, or say --allow-changes.");
        }
        return new KeptStudy(recipe, file, changes);
    }

    private static StudyFile file(Path folder, Capsule.Recipe recipe, WhereaboutsOptions where) {
        Capsule capsule = recipe.capsule();
        Path model = where.model == null ? Path.of(capsule.model()) : where.model;
        if (!Files.isRegularFile(model)) {
            throw new UsageException("There is no model " + model
                    + (where.model == null ? ", where the study had it. Say where it is now with --model FILE." : "."));
        }
        Path data = where.data == null ? Path.of(capsule.dataFolder()) : where.data;
        if (!Files.isDirectory(data)) {
            throw new UsageException("There is no folder " + data
                    + (where.data == null
                            ? ", where the study had its samples. Say where they are now with --data DIR."
                            : "."));
        }
        try {
            return StudyFile.read(
                    recipe.text(),
                    new Whereabouts(
                            Path.of(capsule.studyFile()),
                            model.toAbsolutePath().normalize(),
                            data.toAbsolutePath().normalize()));
        } catch (StudyFileException e) {
            throw new UsageException("The study in " + folder + " cannot be read as it was: " + e.getMessage()
                    + "\nIf its samples have moved, say with --data DIR what their paths count from now.");
        }
    }

    private static void differ(String what, String before, String now, List<String> changes) {
        if (!before.equals(now)) {
            changes.add(what + " changed since the study ran: SHA-256 " + before + " then, " + now + " now.");
        }
    }

    /// Its plan, with the seed and rounds that it had.
    StudyPlan plan() {
        return file.plan(recipe.overrides());
    }
}
