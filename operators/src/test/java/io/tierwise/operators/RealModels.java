package io.tierwise.operators;

import io.tierwise.data.Prediction;
import io.tierwise.data.Preprocessing;
import io.tierwise.data.Sample;
import io.tierwise.data.SampleReader;
import io.tierwise.data.SampleSet;
import io.tierwise.data.Score;
import io.tierwise.data.Task;
import io.tierwise.data.Tensor;
import io.tierwise.onnx.Model;
import io.tierwise.runtime.Optimization;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;

/// Real networks and their samples: the demo's, and those shared beside the sources.
final class RealModels {

    private RealModels() {}

    /// A file or folder of the sources, or beside them.
    static Path find(String path) {
        Optional<Path> found = IntStream.range(0, 4)
                .mapToObj(up -> Path.of("../".repeat(up) + ".", path))
                .filter(Files::exists)
                .findFirst();
        Assumptions.assumeTrue(found.isPresent(), path + " is not here");
        return found.orElseThrow();
    }

    /// Samples as inputs of a model, with what is needed to score its answers.
    record Samples(SampleSet set, Preprocessing preprocessing, Task task, String input) {

        static Samples of(Path data, Optional<Path> labels, String preprocessing, Task task) {
            return new Samples(SampleReader.open(data, labels), Preprocessing.parse(preprocessing), task, "input");
        }

        /// The same for a model with another answer.
        Samples as(Task other) {
            return new Samples(set, preprocessing, other, input);
        }

        /// Every `step`th sample from `first` on, `count` of them.
        List<Map<String, Tensor>> inputs(int first, int step, int count) {
            List<Map<String, Tensor>> inputs = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                inputs.add(input(set.get(first + i * step)));
            }
            return inputs;
        }

        private Map<String, Tensor> input(Sample sample) {
            return Map.of(input, preprocessing.apply(sample.input()));
        }

        /// The score of a model on these samples.
        double score(Model model, List<Integer> indices) {
            return score(List.of(Part.whole(model)), indices);
        }

        /// The score of parts that run one after the other, as they would where they are deployed.
        double score(List<Part> parts, List<Integer> indices) {
            Score score = task.score();
            List<Prediction> predictions = predictions(parts, indices);
            for (int i = 0; i < indices.size(); i++) {
                score.add(predictions.get(i), set.get(indices.get(i)).label());
            }
            return score.value();
        }

        List<Prediction> predictions(List<Part> parts, List<Integer> indices) {
            List<Prediction> predictions = new ArrayList<>();
            try (PartChain chain = PartChain.open(parts, Optimization.ALL)) {
                for (int index : indices) {
                    Map<String, Tensor> given = new LinkedHashMap<>(chain.run(input(set.get(index))));
                    given.keySet().retainAll(parts.getLast().outputs());
                    predictions.add(task.read(List.copyOf(given.values())));
                }
            }
            return predictions;
        }
    }

    static Samples cifar() {
        return Samples.of(
                find("shared/data/images/cifar10"),
                Optional.empty(),
                "scale=1/255,mean=0.485:0.456:0.406,std=0.229:0.224:0.225",
                new Task.Classification(1, 0));
    }

    static Samples imagenet(String preprocessing) {
        return Samples.of(
                find("shared/data/images/imagenet"),
                Optional.of(find("shared/data/images/imagenet").resolve("labels.csv")),
                preprocessing,
                new Task.Classification(1, 1));
    }

    static Samples demoClassifier(String role) {
        return Samples.of(
                find("demo/samples/classifier/" + role + "-images.idx3.gz"),
                Optional.of(find("demo/samples/classifier/" + role + "-labels.idx1.gz")),
                "scale=1/255,mean=0.2860,std=0.3530",
                new Task.Classification(1, 0));
    }

    static Samples demoSegmentation(String role) {
        return Samples.of(
                find("demo/samples/segmentation/" + role + "/images"),
                Optional.of(find("demo/samples/segmentation/" + role + "/masks")),
                "scale=1/255,mean=0.2860,std=0.3530,color=gray",
                new Task.Segmentation(-1));
    }
}
