package io.tierwise.bench;

import io.tierwise.data.Preprocessing;
import io.tierwise.data.SampleReader;
import io.tierwise.data.SampleSet;
import io.tierwise.data.Task;
import io.tierwise.operators.Calibrator;
import io.tierwise.operators.Quantize;
import io.tierwise.operators.Refinement;
import io.tierwise.operators.Scheme;
import io.tierwise.study.Asking;
import io.tierwise.study.ModelInput;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/// A model to quantize, with samples, and what must come of it.
///
/// @param name in the table
/// @param model its file
/// @param data the samples that go with it, and how many are learnt from
/// @param quantize the quantization that must keep its answers
/// @param scheme of the model that is timed: the quantization's own, or `auto`
/// @param answers what must come of the answers; empty where weights are random
/// @param leastSpeed how many times faster it must be at least; [#NOT_SLOWER] where no more is asked
/// @param one whether one conversion each way is the most that may be left
record QuantizedSubject(
        String name,
        Path model,
        Data data,
        Quantize quantize,
        Scheme scheme,
        Optional<Bounds> answers,
        double leastSpeed,
        boolean one) {

    private static final String IMAGENET = "images/imagenet";
    private static final Quantize PLAIN = new Quantize(Scheme.U8S8);

    /// For depthwise networks.
    private static final Quantize CORRECTED =
            new Quantize(Scheme.U8S8, new Calibrator.SquaredError(), Set.of(Refinement.CORRECT_BIAS));

    /// Two timings of one model differ by as much: less counts as slower.
    static final double NOT_SLOWER = 0.98;

    /// Samples of a model.
    ///
    /// @param preprocessing the text form; empty for none
    record Data(Path samples, Optional<Path> labels, String preprocessing, Task task, int learnt) {

        SampleSet open() {
            return SampleReader.open(samples, labels);
        }

        /// The command's options for the same samples.
        List<String> options(int most) {
            List<String> options = new ArrayList<>(List.of("--data", samples.toString()));
            labels.ifPresent(path -> options.addAll(List.of("--labels", path.toString())));
            if (!preprocessing.isEmpty()) {
                options.addAll(List.of("--preprocess", preprocessing));
            }
            options.addAll(List.of("--samples", Integer.toString(most)));
            return options;
        }
    }

    /// The most a score may fall, and the least share of answers that must stay.
    record Bounds(double mostLost, double leastSame) {}

    Asking asking() {
        Preprocessing steps =
                data.preprocessing().isEmpty() ? Preprocessing.NONE : Preprocessing.parse(data.preprocessing());
        return new Asking(ModelInput.of(model), steps, data.task());
    }

    /// The command's options for a model that is timed.
    ///
    /// @param most samples to learn from
    List<String> options(int most) {
        List<String> options = new ArrayList<>(data.options(Math.min(most, data.learnt())));
        options.addAll(List.of("--scheme", scheme.text()));
        options.addAll(List.of("--calibrator", quantize.calibrator().text()));
        quantize.refinements().forEach(refinement -> options.add("--" + refinement.text()));
        return options;
    }

    boolean isHere() {
        return Files.exists(model) && Files.exists(data.samples());
    }

    OptionalDouble speedGoal() {
        return OptionalDouble.of(leastSpeed);
    }

    /// The networks of the demo and those that lie beside the project, where they do.
    ///
    /// @param scratch for copies of pictures
    static List<QuantizedSubject> trained(Path home, Path shared, Path scratch) throws IOException {
        String imagenet = "crop=%d,resize=%d,scale=%s,mean=%s,std=1:1:1";
        Data cifar = new Data(
                shared.resolve("images/cifar10"),
                Optional.empty(),
                "scale=1/255,mean=0.485:0.456:0.406,std=0.229:0.224:0.225",
                new Task.Classification(1, 0),
                100);
        Bounds cifarBounds = new Bounds(0.007, 0);
        Bounds mobileBounds = new Bounds(2.0 / 41, 37.0 / 41);
        Path models = shared.resolve("models");
        return List.of(
                new QuantizedSubject(
                        "demo classifier",
                        home.resolve("demo/classifier.onnx"),
                        demoClassifier(home),
                        PLAIN,
                        Scheme.AUTO,
                        Optional.of(new Bounds(0.005, 0)),
                        NOT_SLOWER,
                        true),
                new QuantizedSubject(
                        "demo segmentation",
                        home.resolve("demo/segmentation.onnx"),
                        demoSegmentation(home),
                        PLAIN,
                        Scheme.AUTO,
                        Optional.of(new Bounds(0.005, 0)),
                        NOT_SLOWER,
                        true),
                trained("CIFAR ResNet-20", models.resolve("cifar10-resnet20-dyn.onnx"), cifar, PLAIN, cifarBounds),
                trained("CIFAR ResNet-32", models.resolve("cifar10-resnet32-dyn.onnx"), cifar, PLAIN, cifarBounds),
                trained(
                        "MobileNetV1 0.25 128",
                        models.resolve("mobilenet_v1_0.25_128-dyn-fp32.onnx"),
                        imagenet(shared, imagenet.formatted(128, 146, "0.0078125", "1:1:1")),
                        CORRECTED,
                        mobileBounds),
                trained(
                        "MobileNetV2 1.0 224",
                        models.resolve("tf2_mobilenet_v2_1.0_224-dyn-fp32.onnx"),
                        imagenet(shared, imagenet.formatted(224, 256, "0.0078431", "0.9960785:0.9960785:0.9960785")),
                        PLAIN,
                        mobileBounds),
                trained(
                        "DeepLabV3 MobileNetV2",
                        models.resolve("deeplabv3_mnv2_dm05_pascal-fp32.onnx"),
                        scenes(shared, scratch),
                        CORRECTED,
                        new Bounds(1, 0.97)));
    }

    /// A network of random weights on noise: its answers mean nothing, so no scheme can be chosen by them.
    static QuantizedSubject random(String name, Path model, Path data, double leastSpeed, boolean one, int samples) {
        Data noise = new Data(data, Optional.empty(), "", new Task.Agreement(), samples);
        return new QuantizedSubject(name, model, noise, PLAIN, PLAIN.scheme(), Optional.empty(), leastSpeed, one);
    }

    private static QuantizedSubject trained(String name, Path model, Data data, Quantize quantize, Bounds bounds) {
        return new QuantizedSubject(name, model, data, quantize, Scheme.AUTO, Optional.of(bounds), NOT_SLOWER, false);
    }

    private static Data demoClassifier(Path home) {
        Path samples = home.resolve("demo/samples/classifier");
        return new Data(
                samples.resolve("evaluation-images.idx3.gz"),
                Optional.of(samples.resolve("evaluation-labels.idx1.gz")),
                "scale=1/255,mean=0.2860,std=0.3530",
                new Task.Classification(1, 0),
                100);
    }

    private static Data demoSegmentation(Path home) {
        Path samples = home.resolve("demo/samples/segmentation/evaluation");
        return new Data(
                samples.resolve("images"),
                Optional.of(samples.resolve("masks")),
                "scale=1/255,mean=0.2860,std=0.3530,color=gray",
                new Task.Segmentation(-1),
                100);
    }

    private static Data imagenet(Path shared, String preprocessing) {
        Path images = shared.resolve(IMAGENET);
        return new Data(
                images, Optional.of(images.resolve("labels.csv")), preprocessing, new Task.Classification(1, 1), 100);
    }

    /// The same pictures for a network of another task: their labels would be taken for its own.
    private static Data scenes(Path shared, Path scratch) throws IOException {
        Path scenes = Files.createDirectories(scratch.resolve("scenes"));
        Path images = shared.resolve(IMAGENET);
        if (Files.isDirectory(images)) {
            try (DirectoryStream<Path> pictures = Files.newDirectoryStream(images, "*.JPEG")) {
                for (Path picture : pictures) {
                    Files.copy(picture, scenes.resolve(picture.getFileName()));
                }
            }
        }
        return new Data(
                scenes,
                Optional.empty(),
                "resize=513x513,scale=0.00784313725,mean=1:1:1,std=1:1:1",
                new Task.Agreement(),
                100);
    }
}
