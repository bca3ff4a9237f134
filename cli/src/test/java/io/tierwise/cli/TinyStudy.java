package io.tierwise.cli;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/// A study of a [TinyModels] network on pictures of its size, in a folder of its own, to be spoilt.
///
/// @param folder holds `tiny.onnx`, `images/00.png`..., `labels.csv` and the study file
record TinyStudy(Path folder) {
    static final int SAMPLES = 24;

    /// With class labels.
    static TinyStudy classification(Path folder) {
        var study = new TinyStudy(folder);
        TinyModels.classifier(folder.resolve("tiny.onnx"));
        for (int i = 0; i < SAMPLES; i++) {
            study.picture("images", i, TinyModels.SIDE, i * 9);
        }
        study.write(
                "labels.csv",
                IntStream.range(0, SAMPLES)
                        .mapToObj(i -> "%02d.png,%d%n".formatted(i, i % TinyModels.CLASSES))
                        .collect(Collectors.joining()));
        return study;
    }

    /// With masks.
    static TinyStudy segmentation(Path folder) {
        TinyStudy study = classification(folder);
        TinyModels.segmenter(folder.resolve("tiny.onnx"));
        for (int i = 0; i < SAMPLES; i++) {
            study.picture("masks", i, TinyModels.SIDE, i % TinyModels.CLASSES);
        }
        return study;
    }

    /// Writes a square picture of one gray in place of the one that is there.
    void picture(String where, int number, int side, int gray) {
        var image = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < side * side; i++) {
            image.getRaster().setSample(i % side, i / side, 0, gray);
        }
        try {
            Path file = folder.resolve(where).resolve("%02d.png".formatted(number));
            Files.createDirectories(file.getParent());
            ImageIO.write(image, "png", file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path write(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Writes the study file and gives its path.
    String file(String data, String more) {
        return write("study.yaml", """
                model: tiny.onnx
                data: %s
                preprocess: {scale: 1/255, color: gray}
                %s
                """.formatted(data, more)).toString();
    }

    /// The study file as it should be, with what a test adds.
    String file(String more) {
        return file("{samples: images, labels: labels.csv}", more);
    }
}
