package io.tierwise.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `quantize` on the network of a [TinyStudy], with its result as JSON.
///
/// @param folder of the study
record TinyQuantize(Path folder) {

    Path model() {
        return folder.resolve("tiny.onnx");
    }

    Path output() {
        return folder.resolve("int8.onnx");
    }

    Ran run(String... options) {
        List<String> all = new ArrayList<>(
                List.of("quantize", model().toString(), "-o", output().toString(), "--format", "json", "--quiet"));
        all.addAll(List.of(options));
        return Ran.of(all.toArray(String[]::new));
    }

    /// With the study's pictures, without their labels.
    Ran runBySamples(String... options) {
        List<String> all = new ArrayList<>(
                List.of("--data", folder.resolve("images").toString(), "--preprocess", "color=gray,scale=1/255"));
        all.addAll(List.of(options));
        return run(all.toArray(String[]::new));
    }
}
