package io.tierwise.cli;

import io.tierwise.data.DataException;
import io.tierwise.data.ElementType;
import io.tierwise.data.Label;
import io.tierwise.data.Preprocessing;
import io.tierwise.data.Sample;
import io.tierwise.data.SampleReader;
import io.tierwise.data.SampleSet;
import io.tierwise.data.Task;
import io.tierwise.data.Tensor;
import io.tierwise.runtime.ModelSession;
import io.tierwise.runtime.SessionSettings;
import io.tierwise.runtime.TensorSpec;
import io.tierwise.study.StudyFile;
import io.tierwise.study.StudyPlan;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where a command that works on one model gets its samples from: a study file, or a folder or file
/// named directly.
final class SampleOptions {
    private static final int MOST_GUESSED_EXTENT = 1;

    @Option(
            names = "--study",
            paramLabel = "STUDY.yaml",
            description = "Take samples and preprocessing from a study file.")
    private @Nullable Path study;

    @Option(
            names = "--data",
            paramLabel = "PATH",
            description = "Samples: a folder of images, a folder a class, IDX files (.gz too), or .npy.")
    private @Nullable Path data;

    @Option(
            names = "--labels",
            paramLabel = "PATH",
            description = "Labels of --data: CSV, IDX, .npy, or a folder of masks.")
    private @Nullable Path labels;

    @Option(
            names = "--preprocess",
            paramLabel = "STEPS",
            description = "From a sample of --data to the model's input, such as 'scale=1/255,mean=0.2860,std=0.3530'.")
    private @Nullable String preprocess;

    /// Samples and what is done to them before the model sees them.
    ///
    /// @param samples to learn from
    /// @param scoring to choose by
    /// @param preprocessing from a sample to the model's input
    /// @param task how answers are scored
    record Chosen(SampleSet samples, SampleSet scoring, Preprocessing preprocessing, Task task) {
        Tensor input(int index) {
            return preprocessing.apply(samples.get(index));
        }

        boolean labelled() {
            return !(task instanceof Task.Agreement);
        }
    }

    /// The samples named, if any were.
    ///
    /// @throws UsageException if options contradict each other
    Optional<Chosen> chosen() {
        if (study != null && data != null) {
            throw new UsageException("--study and --data both name samples: use one of them.");
        }
        if (study != null) {
            StudyPlan plan =
                    StudyFile.read(study).plan(new StudyFile.Overrides(OptionalLong.empty(), OptionalInt.empty()));
            return Optional.of(new Chosen(
                    plan.samples().calibration(), plan.samples().selection(), plan.preprocessing(), plan.task()));
        }
        if (data == null) {
            return Optional.empty();
        }
        SampleSet samples = SampleReader.open(data, Optional.ofNullable(labels));
        Preprocessing steps = preprocess == null ? Preprocessing.NONE : Preprocessing.parse(preprocess);
        return Optional.of(new Chosen(samples, samples, steps, taskOf(samples, steps)));
    }

    /// The samples named.
    ///
    /// @throws UsageException if none were
    Chosen required(String purpose) {
        return chosen().orElseThrow(
                        () -> new UsageException(
                                purpose
                                        + " needs samples: name them with --study STUDY.yaml, or with --data PATH [--labels PATH] [--preprocess STEPS]."));
    }

    /// One input of the model: the first sample, or zeros where the model's own shape says enough.
    Map<String, Tensor> oneInput(Path model) {
        try (ModelSession session = ModelSession.open(model, SessionSettings.exact())) {
            TensorSpec input = session.inputs().getFirst();
            Optional<Chosen> chosen = chosen();
            if (chosen.isPresent()) {
                return Map.of(input.name(), chosen.get().input(0));
            }
            if (session.inputs().size() > 1) {
                throw new UsageException(model + " has " + session.inputs().size()
                        + " inputs; only models with one image-like input are supported.");
            }
            return Map.of(input.name(), zeros(input, model));
        }
    }

    private static Tensor zeros(TensorSpec input, Path model) {
        long[] shape = new long[input.shape().size()];
        long bytes = input.type().bytes();
        for (int i = 0; i < shape.length; i++) {
            long extent = input.shape().get(i);
            if (extent < 1 && i > 0) {
                throw new UsageException("The input '" + input.name() + "' of " + model + " has the open shape "
                        + input.shape() + ": name samples (--study or --data) so that its size is known.");
            }
            shape[i] = extent < 1 ? MOST_GUESSED_EXTENT : extent;
            bytes = Math.multiplyExact(bytes, shape[i]);
        }
        ByteBuffer zeros = ByteBuffer.allocateDirect(Math.toIntExact(bytes)).order(ByteOrder.nativeOrder());
        ElementType type = input.type();
        return Tensor.ofBuffer(type, zeros, shape);
    }

    private static Task taskOf(SampleSet samples, Preprocessing steps) {
        if (samples.size() == 0) {
            throw new DataException("There are no samples in " + samples.describe() + ".");
        }
        Sample first = samples.get(0);
        return switch (first.label()) {
            case Label.ClassIndex index -> new Task.Classification(1, steps.classOffset());
            case Label.ClassMap map -> new Task.Segmentation(-1);
            case Label.None none -> new Task.Agreement();
        };
    }
}
