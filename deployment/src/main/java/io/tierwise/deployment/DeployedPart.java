package io.tierwise.deployment;

import io.tierwise.agent.PartModel;
import io.tierwise.agent.Stage;
import io.tierwise.data.Tensor;
import io.tierwise.runtime.FittedCodec;
import io.tierwise.runtime.Gate;
import io.tierwise.runtime.SessionSettings;
import io.tierwise.runtime.TensorSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// A part as a file, ready to be put on a tier.
///
/// @param id names the part in messages; a strategy's parts have different ids
/// @param model the model file
/// @param externalFolder where its external weights lie, when not beside the file: agents of this
///     machine read them there, to others the part travels as a copy with its weights inside
/// @param inputs names of the tensors it takes, in the model's order; earlier parts or the source give
///     them
/// @param outputs names of the tensors it gives, in the model's order
/// @param weightBytes bytes of its weights, checked against a tier's memory before anything is opened;
///     0 where the file's size says it
/// @param settings how its session is opened; threads are cut to the tier's own
/// @param arriving what its inputs really look like, every dimension known, for the first and the
///     warm-up runs; empty where the model itself says it
/// @param codecs how its outputs travel to another tier, by name; those it leaves out travel as they
///     are
/// @param place which of a strategy's places it runs in, from 0; several in a row may share one
/// @param gate where a trial leaves with this part's answer; mostly none does
public record DeployedPart(
        String id,
        Path model,
        Optional<Path> externalFolder,
        List<String> inputs,
        List<String> outputs,
        long weightBytes,
        SessionSettings settings,
        List<TensorSpec> arriving,
        Map<String, FittedCodec> codecs,
        int place,
        Optional<Gate> gate) {

    public DeployedPart {
        Objects.requireNonNull(gate, "gate");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(externalFolder, "externalFolder");
        Objects.requireNonNull(settings, "settings");
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        arriving = List.copyOf(arriving);
        codecs = Map.copyOf(codecs);
        arriving.stream().filter(spec -> !spec.isStatic()).findFirst().ifPresent(open -> {
            throw new IllegalArgumentException(
                    "part " + id + ": what arrives has every dimension known, found " + open);
        });
        if (place < 0) {
            throw new IllegalArgumentException("part " + id + ": place must not be negative: " + place);
        }
        if (id.isBlank()) {
            throw new IllegalArgumentException("a part needs an id");
        }
        if (weightBytes < 0) {
            throw new IllegalArgumentException("part " + id + ": weightBytes must not be negative: " + weightBytes);
        }
    }

    /// A part whose outputs travel as they are.
    public DeployedPart(
            String id,
            Path model,
            Optional<Path> externalFolder,
            List<String> inputs,
            List<String> outputs,
            long weightBytes,
            SessionSettings settings,
            List<TensorSpec> arriving) {
        this(
                id,
                model,
                externalFolder,
                inputs,
                outputs,
                weightBytes,
                settings,
                arriving,
                Map.of(),
                0,
                Optional.empty());
    }

    /// The same in a place of a strategy.
    public DeployedPart at(int other) {
        return with(codecs, other, gate);
    }

    /// The same with a gate.
    public DeployedPart withGate(Gate other) {
        return with(codecs, place, Optional.of(other));
    }

    /// The same with those of these codecs that are for its outputs.
    public DeployedPart withCodecs(Map<String, FittedCodec> known) {
        Map<String, FittedCodec> own = new LinkedHashMap<>(known);
        own.keySet().retainAll(outputs);
        return with(own, place, gate);
    }

    private DeployedPart with(Map<String, FittedCodec> ways, int where, Optional<Gate> open) {
        return new DeployedPart(
                id, model, externalFolder, inputs, outputs, weightBytes, settings, arriving, ways, where, open);
    }

    /// The part at its place in a chain.
    ///
    /// @param loaded the id under which it was loaded there
    public Stage stage(String tier, String loaded) {
        return new Stage(tier, loaded, inputs, outputs, codecs, gate);
    }

    /// What it needs at least, in bytes: its weights, or the whole file.
    long neededBytes() {
        try {
            return Math.max(weightBytes, Files.size(model));
        } catch (IOException e) {
            throw new UncheckedIOException("part " + id + ": cannot read its model " + model, e);
        }
    }

    /// How the model gets to a tier's agent.
    PartModel towards(Tier tier) {
        if (!tier.isLocal()) {
            return new PartModel.Upload(StandAlone.of(this, tier.name()));
        }
        return externalFolder.isEmpty() ? new PartModel.OnDisk(model) : new PartModel.Bytes(bytes());
    }

    /// The session's settings, with the folder of the weights where the tier's agent sees it.
    SessionSettings sessionSettings(Tier tier) {
        return tier.isLocal() ? externalFolder.map(settings::withExternalFolder).orElse(settings) : settings;
    }

    /// Zeros in the shapes that arrive.
    Map<String, Tensor> example() {
        Map<String, Tensor> zeros = new LinkedHashMap<>();
        for (TensorSpec spec : arriving) {
            long[] shape = spec.shape().stream().mapToLong(Long::longValue).toArray();
            byte[] bytes = new byte[Math.toIntExact(Tensor.byteSize(spec.type(), shape))];
            zeros.put(spec.name(), Tensor.ofBytes(spec.type(), bytes, shape));
        }
        return zeros;
    }

    byte[] bytes() {
        try {
            return Files.readAllBytes(model);
        } catch (IOException e) {
            throw new UncheckedIOException("part " + id + ": cannot read its model " + model, e);
        }
    }
}
