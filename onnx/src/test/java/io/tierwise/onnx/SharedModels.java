package io.tierwise.onnx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// Real models that lie beside a checkout, where there are any.
final class SharedModels {

    private static final Path FOLDER = Path.of("../../shared/data/models");

    private SharedModels() {}

    static List<Path> all() throws IOException {
        Assumptions.assumeTrue(Files.isDirectory(FOLDER), "no models beside the checkout");
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".onnx"))
                    .sorted()
                    .toList();
        }
    }

    static Path file(String name) {
        Path file = FOLDER.resolve(name);
        Assumptions.assumeTrue(Files.isRegularFile(file), "no model " + name + " beside the checkout");
        return file;
    }
}
