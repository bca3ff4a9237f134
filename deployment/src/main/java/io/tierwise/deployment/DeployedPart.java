package io.tierwise.deployment;

import io.tierwise.agent.PartModel;
import io.tierwise.runtime.SessionSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// A part as a file, ready to be put on a tier.
///
/// @param id names the part in messages; a strategy's parts have different ids
/// @param model the model file
/// @param externalFolder where its external weights lie, when not beside the file; agents of this
///     machine read them there, agents of others need weights inside the file
/// @param inputs names of the tensors it takes, in the model's order; earlier parts or the source give
///     them
/// @param outputs names of the tensors it gives, in the model's order
/// @param weightBytes bytes of its weights, checked against a tier's memory before anything is opened;
///     0 where the file's size says it
/// @param settings how its session is opened; threads are cut to the tier's own
public record DeployedPart(
        String id,
        Path model,
        Optional<Path> externalFolder,
        List<String> inputs,
        List<String> outputs,
        long weightBytes,
        SessionSettings settings) {

    public DeployedPart {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(externalFolder, "externalFolder");
        Objects.requireNonNull(settings, "settings");
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        if (id.isBlank()) {
            throw new IllegalArgumentException("a part needs an id");
        }
        if (weightBytes < 0) {
            throw new IllegalArgumentException("part " + id + ": weightBytes must not be negative: " + weightBytes);
        }
    }

    /// What it needs at least, in bytes: its weights, or the whole file.
    long neededBytes() {
        try {
            return Math.max(weightBytes, Files.size(model));
        } catch (IOException e) {
            throw new UncheckedIOException("part " + id + ": cannot read its model " + model, e);
        }
    }

    /// How the model gets to an agent.
    PartModel forAgent(boolean ofThisMachine) {
        if (!ofThisMachine) {
            return new PartModel.Upload(model);
        }
        return externalFolder.isEmpty() ? new PartModel.OnDisk(model) : new PartModel.Bytes(bytes());
    }

    /// The session's settings with the folder of the weights.
    SessionSettings sessionSettings() {
        return externalFolder.map(settings::withExternalFolder).orElse(settings);
    }

    private byte[] bytes() {
        try {
            return Files.readAllBytes(model);
        } catch (IOException e) {
            throw new UncheckedIOException("part " + id + ": cannot read its model " + model, e);
        }
    }
}
