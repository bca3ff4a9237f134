package io.tierwise.architecture;

import io.tierwise.study.StudyFile;
import io.tierwise.study.StudyPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Plans of small studies of the demo's classifier.
final class DemoStudy {
    private DemoStudy() {}

    /// @param folder where the study file goes
    /// @param rest of the study file: tiers, links, strategies, goals, schedule
    static StudyPlan plan(Path folder, String rest) throws IOException {
        Path demo = Path.of("..", "demo").toAbsolutePath().normalize();
        Path samples = demo.resolve("samples").resolve("classifier");
        String head = """
                model: %1$s/classifier.onnx
                data:
                  calibration: {samples: %2$s/calibration-images.idx3.gz, labels: %2$s/calibration-labels.idx1.gz}
                  selection: {samples: %2$s/selection-images.idx3.gz, labels: %2$s/selection-labels.idx1.gz}
                  evaluation: {samples: %2$s/promise-images.idx3.gz, labels: %2$s/promise-labels.idx1.gz}
                preprocess: {scale: 1/255, mean: 0.2860, std: 0.3530, color: gray}
                """.formatted(demo, samples);
        Path file = folder.resolve("study.yaml");
        Files.writeString(file, head + rest);
        return StudyFile.read(file).plan(StudyFile.Overrides.none());
    }
}
