package io.tierwise.study;

import io.tierwise.study.StudyFileException.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Study files for tests, beside the files they name.
record StudyFiles(Path folder) {
    static StudyFiles in(Path folder) {
        try {
            Files.createFile(folder.resolve("classifier.onnx"));
            Files.createFile(folder.resolve("labels.csv"));
            Files.createDirectory(folder.resolve("images"));
            Files.createDirectory(folder.resolve("masks"));
            return new StudyFiles(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path write(String text) {
        try {
            return Files.writeString(folder.resolve("study.yaml"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    StudyFile read(String text) {
        return StudyFile.read(write(text));
    }

    /// The two keys that every study has, then `more`.
    StudyFile readWith(String more) {
        return read("model: classifier.onnx\ndata: {samples: images, labels: labels.csv}\n" + more);
    }

    /// What is wrong, each as `line:column: message`.
    List<String> faults(String text) {
        Path file = write(text);
        try {
            StudyFile.read(file);
            return List.of();
        } catch (StudyFileException e) {
            return e.faults().stream().map(StudyFiles::text).toList();
        }
    }

    /// What is wrong in `more`, whose first line is line 3.
    List<String> faultsWith(String more) {
        return faults("model: classifier.onnx\ndata: {samples: images, labels: labels.csv}\n" + more);
    }

    private static String text(Fault fault) {
        return fault.line() + ":" + fault.column() + ": " + fault.message();
    }
}
