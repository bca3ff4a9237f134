package io.tierwise.cli;

import java.nio.file.Path;

/// The embedded models and samples.
final class Demo {
    static final Path FOLDER = Path.of("..", "demo").toAbsolutePath().normalize();
    static final String CLASSIFIER = FOLDER.resolve("classifier.onnx").toString();
    static final String STUDY = FOLDER.resolve("classifier.yaml").toString();
    static final String SEGMENTATION_STUDY = FOLDER.resolve("segmentation.yaml").toString();
    static final String PREPROCESS = "scale=1/255,mean=0.2860,std=0.3530,color=gray";

    private Demo() {}

    /// Images or labels of a role of the classifier: `images("calibration")`.
    static String images(String role) {
        return samples(role + "-images.idx3.gz");
    }

    static String labels(String role) {
        return samples(role + "-labels.idx1.gz");
    }

    private static String samples(String file) {
        return FOLDER.resolve("samples").resolve("classifier").resolve(file).toString();
    }
}
