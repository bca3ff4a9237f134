package io.tierwise.onnx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// Real models that lie beside a checkout, where there are any.
final class SharedModels {

    private SharedModels() {}

    private static Path folder() {
        Optional<Path> found = Stream.of("../../shared", "../shared")
                .map(shared -> Path.of(shared, "data", "models"))
                .filter(Files::isDirectory)
                .findFirst();
        Assumptions.assumeTrue(found.isPresent(), "no models beside the checkout");
        return found.orElseThrow();
    }

    static List<Path> all() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.filter(file -> file.toString().endsWith(".onnx"))
                    .sorted()
                    .toList();
        }
    }

    static Path file(String name) {
        Path file = folder().resolve(name);
        Assumptions.assumeTrue(Files.isRegularFile(file), "no model " + name + " beside the checkout");
        return file;
    }
}
