package io.tierwise.study;

import io.tierwise.data.Task;
import io.tierwise.study.StudyNode.Mapping;
import java.util.Optional;

/// Reads `task`.
final class TaskSection {
    private TaskSection() {}

    /// Empty where the study names none; what is wrong is reported.
    ///
    /// @param classOffset of the preprocessing: the model's class is the label plus this
    static Optional<Task> read(Fields study, int classOffset) {
        return study.at("task").flatMap(value -> {
            if (!(value instanceof Mapping)) {
                return study.scalar(value).flatMap(word -> named(word.text(), classOffset));
            }
            return study.mapping(value).flatMap(task -> detailed(task, classOffset));
        });
    }

    private static Optional<Task> named(String word, int classOffset) {
        return switch (word) {
            case "classification" -> Optional.of(new Task.Classification(1, classOffset));
            case "segmentation" -> Optional.of(new Task.Segmentation(-1));
            case "agreement" -> Optional.of(new Task.Agreement());
            // The schema knows the words and has refused this one.
            default -> Optional.empty();
        };
    }

    private static Optional<Task> detailed(Fields task, int classOffset) {
        if (task.has("classification")) {
            return task.mapping("classification").flatMap(details -> {
                int top = details.count("top").orElse(1);
                return details.attempt(
                        details.at("top").orElse(details.node()), () -> new Task.Classification(top, classOffset));
            });
        }
        if (task.has("segmentation")) {
            return task.mapping("segmentation").flatMap(details -> {
                int ignored = details.count("ignore").orElse(-1);
                return details.attempt(
                        details.at("ignore").orElse(details.node()), () -> new Task.Segmentation(ignored));
            });
        }
        return Optional.empty();
    }
}
