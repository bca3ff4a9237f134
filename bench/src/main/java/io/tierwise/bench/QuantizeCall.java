package io.tierwise.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `tierwise quantize` in a process of its own, so that time and memory are those of one model.
///
/// @param launcher the command
/// @param environment added to that of this process
record QuantizeCall(Path launcher, Map<String, String> environment) {

    /// What the command says of itself.
    record Cost(String scheme, double seconds, long peakBytes, int leftoverQuantize, int leftoverDequantize) {}

    /// Runs the command.
    ///
    /// @throws IllegalStateException with what it said, when it fails
    Cost run(Path model, Path output, List<String> options) {
        List<String> command = new ArrayList<>(List.of(
                launcher.toString(), "quantize", model.toString(), "-o", output.toString(), "--format", "json"));
        command.add("--quiet");
        command.addAll(options);
        try {
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().putAll(environment);
            Process process =
                    builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
            byte[] said = process.getInputStream().readAllBytes();
            int code = process.waitFor();
            if (code != 0) {
                throw new IllegalStateException(command + " ended with " + code);
            }
            JsonNode json = JsonMapper.shared().readTree(said);
            return new Cost(
                    json.required("scheme").asString(),
                    json.required("seconds").asDouble(),
                    json.required("peakMemoryBytes").asLong(),
                    json.required("leftoverQ").asInt(),
                    json.required("leftoverDQ").asInt());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + launcher, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + launcher + " ran", e);
        }
    }
}
