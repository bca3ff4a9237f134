package io.tierwise.bench;

import io.tierwise.agent.TrialReport;
import io.tierwise.data.Encoded;
import io.tierwise.data.Label;
import io.tierwise.data.Preprocessing;
import io.tierwise.data.Sample;
import io.tierwise.data.Task;
import io.tierwise.data.Tensor;
import io.tierwise.deployment.Deployed;
import io.tierwise.deployment.DeployedPart;
import io.tierwise.deployment.Fleet;
import io.tierwise.deployment.FleetSettings;
import io.tierwise.deployment.Strategy;
import io.tierwise.deployment.Topology;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.ModelWriter;
import io.tierwise.runtime.ModelSession;
import io.tierwise.runtime.SessionSettings;
import io.tierwise.runtime.TensorSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// A fleet of agents on this machine, a folder for models and logs, and whole models deployed on its tiers.
final class Rig implements AutoCloseable {

    /// Trials before anything counts: a fresh agent runs interpreted, and its p50 falls until about here.
    static final int WARM_UP = 300;

    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final long SEED = 1;

    private final Path folder;
    private final Fleet fleet;
    private final Map<String, Deployed> deployed = new LinkedHashMap<>();

    private Rig(Path folder, Fleet fleet) {
        this.folder = folder;
        this.fleet = fleet;
    }

    /// Starts an agent for each tier.
    static Rig start(Topology topology) throws IOException {
        Path folder = Files.createTempDirectory("tierwise-bench-");
        try {
            Rig rig = new Rig(folder, Fleet.start(topology, FleetSettings.local(folder, SEED)));
            rig.preprocessing(Preprocessing.NONE);
            return rig;
        } catch (RuntimeException e) {
            delete(folder);
            throw e;
        }
    }

    /// Tells agents how samples become inputs; without it, arrays stay as they are.
    void preprocessing(Preprocessing steps) {
        fleet.preprocessing(steps);
    }

    void samples(Sample... samples) {
        fleet.samples(List.of(samples));
    }

    /// A sample that is an array without the batch dimension, 0 everywhere.
    static Sample zeros(String id, long... shape) {
        int elements = Math.toIntExact(LongStream.of(shape).reduce(1, Math::multiplyExact));
        return new Sample(id, new Encoded.ArrayValue(Tensor.ofFloats(new float[elements], shape)), new Label.None());
    }

    /// Writes a model into the folder.
    Path write(Model model) {
        Path file = folder.resolve(model.graph().name() + ".onnx");
        ModelWriter.writeStandalone(model, file);
        return file;
    }

    /// Opens a model, unchanged and whole, on a tier with one thread.
    void deploy(Path model, String tier) {
        Strategy strategy = Strategy.parse("I@" + tier);
        deployed.put(tier, fleet.deploy(strategy, List.of(whole(model)), new Task.Classification(1, 0)));
    }

    private static DeployedPart whole(Path model) {
        SessionSettings settings = SessionSettings.fast(1);
        try (ModelSession session = ModelSession.open(model, settings)) {
            return new DeployedPart(
                    "whole",
                    model,
                    Optional.empty(),
                    names(session.inputs()),
                    names(session.outputs()),
                    0,
                    settings,
                    List.of());
        }
    }

    private static List<String> names(List<TensorSpec> tensors) {
        return tensors.stream().map(TensorSpec::name).toList();
    }

    /// Runs trials that do not count, as fast as they go.
    void warmUp(String tier, String sample) {
        trials(tier, sample, WARM_UP, Duration.ZERO);
    }

    /// Runs trials of the model on a tier, from the source and back to it.
    List<TrialReport> trials(String tier, String sample, int count, Duration spacing) {
        Deployed target = deployed.get(tier);
        if (target == null) {
            throw new IllegalArgumentException("nothing is deployed on " + tier);
        }
        List<TrialReport> reports = new ArrayList<>();
        target.block(Collections.nCopies(count, sample), spacing, DEADLINE, reports::add);
        return reports;
    }

    @Override
    public void close() throws IOException {
        deployed.values().forEach(Deployed::close);
        fleet.close();
        delete(folder);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
