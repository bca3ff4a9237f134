package io.tierwise.bench;

import io.tierwise.data.Preprocessing;
import io.tierwise.data.Role;
import io.tierwise.data.RoleSplit;
import io.tierwise.data.SampleReader;
import io.tierwise.data.SampleSet;
import io.tierwise.data.Share;
import io.tierwise.data.Task;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.ModelReader;
import io.tierwise.operators.Composer;
import io.tierwise.operators.Context;
import io.tierwise.operators.Criteria;
import io.tierwise.operators.ExitEvidence;
import io.tierwise.operators.LocalPace;
import io.tierwise.operators.Operators;
import io.tierwise.operators.Part;
import io.tierwise.operators.Product;
import io.tierwise.study.Asking;
import io.tierwise.study.CascadeTrial;
import io.tierwise.study.Learning;
import io.tierwise.study.ModelInput;
import io.tierwise.study.StudyExits;
import io.tierwise.study.StudyFile;
import io.tierwise.study.StudyPlan;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// A classifier with samples by role, whose exits are made and tried.
///
/// @param name in the table
/// @param file its model
/// @param learning where ranges come from and what losses are counted on
/// @param evaluation what everything is reported on
record LeavingSubject(String name, Path file, Learning learning, ExitEvidence evidence, SampleSet evaluation) {
    private static final long SEED = 7;

    /// The demo's classifier with the demo's roles; without labels, or with them.
    static LeavingSubject demo(Path home) {
        StudyPlan plan = StudyFile.read(home.resolve("demo/classifier.yaml").toAbsolutePath())
                .plan(StudyFile.Overrides.none());
        Asking asking = new Asking(ModelInput.of(plan.model()), plan.preprocessing(), plan.task());
        Path samples = home.resolve("demo/samples/classifier");
        SampleSet evaluation = SampleReader.open(
                samples.resolve("evaluation-images.idx3.gz"),
                Optional.of(samples.resolve("evaluation-labels.idx1.gz")));
        Learning learning =
                Learning.of(asking, plan.samples().calibration(), plan.samples().selection());
        return new LeavingSubject("demo classifier", plan.model(), learning, StudyExits.anew(plan, asking), evaluation);
    }

    /// A residual network on pictures that lie beside the project, split in four.
    static LeavingSubject cifar(Path shared, String model) {
        Path file = shared.resolve("models/cifar10-" + model + "-dyn.onnx");
        Preprocessing steps = Preprocessing.parse("scale=1/255,mean=0.485:0.456:0.406,std=0.229:0.224:0.225");
        Asking asking = new Asking(ModelInput.of(file), steps, new Task.Classification(1, 0));
        SampleSet all = SampleReader.open(shared.resolve("images/cifar10"), Optional.empty());
        Share quarter = new Share.Fraction(0.25);
        RoleSplit split = RoleSplit.of(
                all,
                Map.of(
                        Role.CALIBRATION, quarter,
                        Role.SELECTION, quarter,
                        Role.PROMISE, quarter,
                        Role.EVALUATION, quarter),
                SEED);
        ExitEvidence evidence = StudyExits.of(
                asking,
                split.samples(Role.CALIBRATION),
                split.samples(Role.SELECTION),
                split.samples(Role.PROMISE),
                StudyExits.USUAL);
        Learning learning = Learning.of(asking, split.samples(Role.CALIBRATION), split.samples(Role.SELECTION));
        return new LeavingSubject("CIFAR " + model, file, learning, evidence, split.samples(Role.EVALUATION));
    }

    Model model() {
        return ModelReader.read(file);
    }

    Asking asking() {
        return learning.asking();
    }

    Context context(Path folder) {
        Criteria criteria = Criteria.none()
                .withLoss(learning.loss(model()))
                .withPace(new LocalPace(1, System::nanoTime))
                .withExits(evidence);
        return new Context(learning.ranges(), criteria, folder).withSeed(SEED);
    }

    Product made(String operators, Path folder) {
        return Composer.apply(Operators.parseSequence(operators), model(), context(folder));
    }

    /// A product and the untouched model, turn by turn on the evaluation samples.
    CascadeTrial trial(Product product) {
        return CascadeTrial.of(asking(), evaluation, Part.whole(model()), product.parts(), System::nanoTime);
    }
}
