package io.tierwise.bench;

import io.tierwise.zoo.Zoo;
import java.nio.file.Path;
import java.util.List;

/// A network whose every way to be cut in two is measured and forecast.
///
/// @param name in the table
/// @param head of its study file: model, data, preprocessing
/// @param cpu share of a core that the first tier has; the second has twice as much
/// @param asked strategies that a study of it begins with
/// @param block trials of a strategy in a round
record ForecastSubject(String name, String head, double cpu, List<String> asked, int block) {
    static final int ROUNDS = 6;
    private static final int NOISE = 40;

    ForecastSubject {
        asked = List.copyOf(asked);
    }

    /// One of the demo's, float and quantized.
    static ForecastSubject demo(Path home, String model, String data) {
        String head = """
                model: %1$s/demo/%2$s.onnx
                data: {%3$s}
                preprocess: {scale: 1/255, mean: 0.2860, std: 0.3530, color: gray}
                """.formatted(home.toAbsolutePath(), model, data);
        return new ForecastSubject(
                "demo " + model,
                head,
                0.25,
                List.of(
                        "I@mobile",
                        "I@edge",
                        "Q(u8s8)@mobile",
                        "P(study)@mobile+edge",
                        "P(study,u8)@mobile+edge",
                        "Q(u8s8)P(study)@mobile+edge"),
                5);
    }

    /// A network of real size with random weights, fed with noise.
    static ForecastSubject zoo(Path folder, Zoo network) {
        Path model = network.write(folder, 1);
        Path noise = NoiseFile.write(folder.resolve(network + ".npy"), NOISE, 3, network.side(), network.side());
        return new ForecastSubject(
                network.toString(),
                "model: %s%ndata: {samples: %s}%n".formatted(model, noise),
                0.5,
                List.of("I@mobile", "I@edge", "P(study)@mobile+edge"),
                3);
    }

    /// Its study file.
    ///
    /// @param strategies what is measured
    /// @param rounds of each
    String study(List<String> strategies, int rounds) {
        String listed = String.join(
                "",
                strategies.stream()
                        .map(strategy -> "  - \"" + strategy + "\"\n")
                        .toList());
        return head + """
                source: mobile
                tiers:
                  mobile: {cpu: %1$s, threads: 1}
                  edge: {cpu: %2$s, threads: 1}
                links:
                  mobile-edge: {bandwidth: 200Mbit, rtt: 4ms}
                strategies:
                %3$sgoals: [minimize p50]
                schedule: {least: %4$d, rounds: %4$d, block: %5$d, spacing: 5ms, confirmations: 0}
                """.formatted(cpu, 2 * cpu, listed, rounds, block);
    }
}
