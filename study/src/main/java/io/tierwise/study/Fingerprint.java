package io.tierwise.study;

import io.tierwise.data.Role;
import io.tierwise.onnx.Content;
import io.tierwise.onnx.ModelReader;
import io.tierwise.onnx.Weight;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/// SHA-256 of what a study stands on, in hexadecimal: equal text is equal content.
public final class Fingerprint {
    private Fingerprint() {}

    /// Of a model: that of its file, as `sha256sum` prints it; where weights lie in files of their own,
    /// of all of them.
    public static String ofModel(Path model) {
        var weights = new TreeSet<Path>();
        for (Weight weight : ModelReader.read(model).graph().weights().values()) {
            if (weight.content() instanceof Content.External(Path file, long offset, long length)) {
                weights.add(file.toAbsolutePath().normalize());
            }
        }
        weights.remove(model.toAbsolutePath().normalize());
        List<String> all = new ArrayList<>(List.of(ofFile(model)));
        weights.forEach(file -> all.add(ofFile(file)));
        return all.size() == 1 ? all.getFirst() : ofText(String.join("\n", all));
    }

    /// Of samples and labels: of every file that is read, by its name below what the study file names.
    public static String ofData(StudyData data) {
        List<Path> roots = switch (data) {
            case StudyData.Divided(StudyData.Files files, var shares) -> roots(files);
            case StudyData.PerRole(var sets) ->
                // the map's own order is another in each process
                Arrays.stream(Role.values())
                        .flatMap(role -> Optional.ofNullable(sets.get(role)).stream())
                        .flatMap(files -> roots(files).stream())
                        .toList();
        };
        return ofText(String.join("\n", roots.stream().map(Fingerprint::ofTree).toList()));
    }

    private static List<Path> roots(StudyData.Files files) {
        return Stream.concat(Stream.of(files.samples()), files.labels().stream())
                .toList();
    }

    private static String ofTree(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            List<Path> sorted = files.filter(Files::isRegularFile).sorted().toList();
            return ofText(String.join(
                    "\n",
                    sorted.parallelStream()
                            .map(file -> root.relativize(file) + " " + ofFile(file))
                            .toList()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String ofFile(Path file) {
        MessageDigest digest = sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /// Of a text in UTF-8.
    public static String ofText(String text) {
        return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
