package io.tierwise.study;

import io.tierwise.deployment.DeployedPart;
import io.tierwise.onnx.Content;
import io.tierwise.onnx.Graph;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.ModelWriter;
import io.tierwise.onnx.Weight;
import io.tierwise.operators.ModelSize;
import io.tierwise.operators.Part;
import io.tierwise.runtime.ModelSession;
import io.tierwise.runtime.SessionSettings;
import io.tierwise.runtime.TensorSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The model files of a results folder, named by their content: parts that are the same are one file.
///
/// A file holds the graph; its weights stay where the model they come from has them, so a hundred cuts
/// of a large model take a few kilobytes each.
final class Artefacts {
    private static final int LONGEST_NAME = 60;
    private static final int DIGEST_DIGITS = 8;

    private final Path folder;
    private final Map<String, String> byDigest = new HashMap<>();
    private final Map<Content.External, String> byPlace = new HashMap<>();

    Artefacts(Path folder) {
        this.folder = folder;
    }

    /// Writes a part down, ready to be put on a tier.
    ///
    /// @param label what it is, in the words of strategies: `QP(relu_4).1of2`
    /// @param threads of its session
    /// @param arriving its inputs as they really are, where the model leaves dimensions open
    DeployedPart write(Part part, String label, int threads, List<TensorSpec> arriving) {
        Optional<Path> weights = weightsFolder(part.model());
        byte[] bytes = ModelWriter.toBytes(part.model(), weights.orElse(folder));
        String digest = digest(ByteBuffer.wrap(ModelWriter.toBytes(byContent(part.model()), folder)))
                .substring(0, DIGEST_DIGITS);
        String artefact = byDigest.computeIfAbsent(digest, key -> safe(label) + "-" + key);
        Path file = folder.resolve(artefact + ".onnx");
        if (!Files.exists(file)) {
            writeWhole(file, bytes);
        }
        return new DeployedPart(
                artefact,
                file,
                weights,
                part.inputs(),
                part.outputs(),
                ModelSize.of(part.model()).bytes(),
                SessionSettings.fast(threads),
                arriving);
    }

    /// Opens a model that need not be a file.
    static ModelSession open(Model model, SessionSettings settings) {
        Path weights = weightsFolder(model).orElse(Path.of("").toAbsolutePath());
        return ModelSession.open(ModelWriter.toBytes(model, weights), settings.withExternalFolder(weights));
    }

    private static void writeWhole(Path file, byte[] bytes) {
        try {
            Files.createDirectories(file.getParent());
            Path unfinished = Files.createTempFile(file.getParent(), "part", ".tmp");
            Files.write(unfinished, bytes);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The folder that holds most of a model's weights; what lies elsewhere is written into the model's
    /// own file.
    private static Optional<Path> weightsFolder(Model model) {
        Map<Path, Long> bytes = new HashMap<>();
        for (Weight weight : model.graph().weights().values()) {
            if (weight.content() instanceof Content.External(Path file, long offset, long length)) {
                bytes.merge(file.toAbsolutePath().normalize().getParent(), length, Long::sum);
            }
        }
        return bytes.entrySet().stream()
                .max(Comparator.comparingLong(Map.Entry<Path, Long>::getValue)
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey);
    }

    private static String safe(String label) {
        String name = label.replaceAll("[^A-Za-z0-9._-]+", "_");
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME);
    }

    /// The model with the content of each weight in the place of its file: the same however often, and in
    /// whatever order, strategies were made.
    private Model byContent(Model model) {
        Graph graph = model.graph();
        Map<String, Weight> weights = new LinkedHashMap<>(graph.initializers());
        weights.replaceAll((name, weight) -> weight.content() instanceof Content.External place
                ? new Weight(
                        name,
                        weight.type(),
                        weight.shape(),
                        new Content.External(folder.resolve(digest(weight, place)), 0, place.length()),
                        weight.rest())
                : weight);
        return model.withGraph(graph.withInitializers(weights));
    }

    private String digest(Weight weight, Content.External place) {
        return byPlace.computeIfAbsent(place, key -> digest(weight.bytes()));
    }

    private static String digest(ByteBuffer bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
