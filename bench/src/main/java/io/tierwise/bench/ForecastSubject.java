package io.tierwise.bench;

import io.tierwise.study.StudyFile;
import io.tierwise.study.StudyPlan;
import io.tierwise.zoo.Zoo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A network on tiers, whose strategies are measured and forecast.
///
/// @param name in the table
/// @param head of its study file: model, data, preprocessing
/// @param tiers and links, as the study file has them
/// @param asked strategies that a study of it begins with
/// @param block trials of a strategy in a round
/// @param others strategies measured beside the fastest as forecast, where there are more
record ForecastSubject(String name, String head, String tiers, List<String> asked, int block, int others) {
    static final int ROUNDS = 6;
    private static final int NOISE = 40;
    private static final int MANY = 250;
    private static final int FEW = 60;

    ForecastSubject {
        asked = List.copyOf(asked);
    }

    /// Both of the demo's, float and quantized.
    static List<ForecastSubject> demos(Path home) {
        Path samples = home.toAbsolutePath().resolve("demo").resolve("samples");
        return List.of(
                demo(
                        home,
                        "classifier",
                        "samples: %1$s/evaluation-images.idx3.gz, labels: %1$s/evaluation-labels.idx1.gz"
                                .formatted(samples.resolve("classifier"))),
                demo(
                        home,
                        "segmentation",
                        "samples: %1$s/images, masks: %1$s/masks"
                                .formatted(samples.resolve("segmentation").resolve("evaluation"))));
    }

    private static ForecastSubject demo(Path home, String model, String data) {
        String head = """
                model: %1$s/demo/%2$s.onnx
                data: {%3$s}
                preprocess: {scale: 1/255, mean: 0.2860, std: 0.3530, color: gray}
                """.formatted(home.toAbsolutePath(), model, data);
        return new ForecastSubject(
                "demo " + model,
                head,
                two(0.25, "200Mbit"),
                List.of(
                        "I@mobile",
                        "I@edge",
                        "Q(u8s8)@mobile",
                        "P(study)@mobile+edge",
                        "P(study,u8)@mobile+edge",
                        "Q(u8s8)P(study)@mobile+edge"),
                5,
                MANY);
    }

    /// Networks of real size with random weights, fed with noise.
    static List<ForecastSubject> zoo(Path folder) {
        return List.of(zoo(folder, Zoo.MOBILENET_V2), zoo(folder, Zoo.RESNET50));
    }

    private static ForecastSubject zoo(Path folder, Zoo network) {
        Path model = network.write(folder, 1);
        Path noise = NoiseFile.write(folder.resolve(network + ".npy"), NOISE, 3, network.side(), network.side());
        return new ForecastSubject(
                network.toString(),
                "model: %s%ndata: {samples: %s}%n".formatted(model, noise),
                two(0.5, "200Mbit"),
                List.of("I@mobile", "I@edge", "P(study)@mobile+edge"),
                3,
                FEW);
    }

    /// Two tiers, the second with twice the share of the first.
    private static String two(double cpu, String bandwidth) {
        return """
                source: mobile
                tiers:
                  mobile: {cpu: %s, threads: 1}
                  edge: {cpu: %s, threads: 1}
                links:
                  mobile-edge: {bandwidth: %s, rtt: 4ms}
                """.formatted(cpu, 2 * cpu, bandwidth);
    }

    /// The same on another link.
    ForecastSubject over(String bandwidth) {
        return new ForecastSubject(
                name, head, tiers.replaceFirst("bandwidth: [^,]+", "bandwidth: " + bandwidth), asked, block, others);
    }

    /// The same on the demo's three tiers.
    ForecastSubject onThreeTiers() {
        String three = """
                source: mobile
                tiers:
                  mobile: {cpu: 0.25, threads: 1}
                  edge: {cpu: 0.5, threads: 1}
                  cloud: {cpu: 1, threads: 1}
                links:
                  mobile-edge: {bandwidth: 200Mbit, rtt: 4ms}
                  edge-cloud: {bandwidth: 20Mbit, rtt: 20ms}
                  mobile-cloud: {via: edge}
                """;
        List<String> more = new ArrayList<>(asked);
        more.addAll(List.of("I@cloud", "P(study)@edge+cloud", "P(study)@mobile+edge+cloud"));
        return new ForecastSubject(name + ", three tiers", head, three, more, block, others);
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
        return head + tiers + "strategies:\n" + listed + """
                goals: [minimize p50]
                schedule: {least: %1$d, rounds: %1$d, block: %2$d, spacing: 5ms, confirmations: 0}
                """.formatted(rounds, block);
    }

    /// Its plan; the study file is written to the folder.
    StudyPlan plan(List<String> strategies, int rounds, Path folder) throws IOException {
        Path file = Files.createDirectories(folder).resolve("study.yaml");
        Files.writeString(file, study(strategies, rounds));
        return StudyFile.read(file).plan(StudyFile.Overrides.none());
    }
}
