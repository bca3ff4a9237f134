package io.tierwise.data;

import java.util.List;
import java.util.OptionalLong;

/// What the model is asked, and so how its outputs are read and scored.
public sealed interface Task {
    /// One class a sample; right if the label is among the `topK` best. The model's class is the
    /// label + `classOffset` (1 where the model has a background class in front).
    record Classification(int topK, int classOffset) implements Task {
        public Classification {
            if (topK < 1 || topK > 1000) {
                throw new DataException("classification: top must be 1 to 1000, not " + topK + ".");
            }
            if (Math.abs(classOffset) > 100_000) {
                throw new DataException("class-offset: " + classOffset + " is out of range; it is usually 0 or 1.");
            }
        }

        /// Reads scores of shape `[1, classes]` (or a single whole number: the class itself) from the first output.
        @Override
        public Prediction read(List<Tensor> outputs) {
            return OutputReading.topClasses(OutputReading.first(outputs), topK, classOffset);
        }

        @Override
        public OptionalLong classes(List<Tensor> outputs) {
            return OutputReading.classCount(OutputReading.first(outputs));
        }

        @Override
        public Score score() {
            return new TopScore(topK);
        }

        @Override
        public String metric() {
            return "top-" + topK + " accuracy";
        }
    }

    /// One class a pixel; pixels whose label is `ignoredIndex` do not count (-1: all count).
    record Segmentation(int ignoredIndex) implements Task {
        public Segmentation {
            if (ignoredIndex < -1 || ignoredIndex > 255) {
                throw new DataException(
                        "segmentation: ignore must be a class 0 to 255, or -1 for none, not " + ignoredIndex + ".");
            }
        }

        /// Reads scores of shape `[1, classes, height, width]`, or whole numbers of shape
        /// `[1, height, width]` or `[1, 1, height, width]` that are classes already, from the first
        /// output.
        @Override
        public Prediction read(List<Tensor> outputs) {
            return OutputReading.classMap(OutputReading.first(outputs));
        }

        @Override
        public OptionalLong classes(List<Tensor> outputs) {
            return OutputReading.mapClassCount(OutputReading.first(outputs));
        }

        @Override
        public Score score() {
            return new IouScore(ignoredIndex);
        }

        @Override
        public String metric() {
            return "mean IoU";
        }
    }

    /// No labels: how often the answer equals that of a reference, which is the untouched model. This is no accuracy.
    record Agreement() implements Task {
        /// Reads either form above, told apart by the first output's shape.
        @Override
        public Prediction read(List<Tensor> outputs) {
            Tensor output = OutputReading.first(outputs);
            return OutputReading.isMap(output)
                    ? OutputReading.classMap(output)
                    : OutputReading.topClasses(output, 1, 0);
        }

        @Override
        public OptionalLong classes(List<Tensor> outputs) {
            Tensor output = OutputReading.first(outputs);
            return OutputReading.isMap(output) ? OutputReading.mapClassCount(output) : OutputReading.classCount(output);
        }

        @Override
        public Score score() {
            return new AgreementScore();
        }

        @Override
        public String metric() {
            return "agreement";
        }
    }

    /// What the outputs of one run at batch 1 say.
    ///
    /// @throws DataException if the output's shape or type does not fit the task
    Prediction read(List<Tensor> outputs);

    /// An empty score of this task.
    Score score();

    /// What [#score()] counts, in words for a table's head.
    String metric();

    /// How many classes a model tells apart whose outputs of one run at batch 1 are these; empty where
    /// the outputs are classes already, which do not say how many there are.
    OptionalLong classes(List<Tensor> outputs);

    /// Refuses a label that this task cannot use: of the wrong kind, missing, or no class of the model.
    ///
    /// @param modelClasses how many classes the model has; empty if that is not known
    /// @throws DataException naming the sample, its label and the model's classes
    default void checkLabel(Sample sample, OptionalLong modelClasses) {
        LabelCheck.check(this, sample, modelClasses);
    }
}
