package io.tierwise.study;

import io.tierwise.data.Tensor;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.ModelReader;
import io.tierwise.operators.Context;
import io.tierwise.operators.Criteria;
import io.tierwise.operators.ExitEvidence;
import io.tierwise.operators.Part;
import io.tierwise.operators.Product;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What exits of the demo's networks are made of, in tests.
///
/// @param folder for weights
record DemoExits(Path folder) {
    static final StudyPlan PLAN = plan("classifier");
    static final Model MODEL = ModelReader.read(PLAN.model());
    private static final Asking ASKING = asking(PLAN);

    static StudyPlan plan(String network) {
        return StudyFile.read(Path.of("..", "demo", network + ".yaml")
                        .toAbsolutePath()
                        .normalize())
                .plan(StudyFile.Overrides.none());
    }

    static Asking asking(StudyPlan plan) {
        return new Asking(ModelInput.of(plan.model()), plan.preprocessing(), plan.task());
    }

    /// The first samples of each role; leaving early may cost 2 points.
    Context context(StudyPlan plan, int calibration, int selection, int promise) {
        StudySamples samples = plan.samples();
        ExitEvidence evidence = StudyExits.of(
                asking(plan),
                Learning.first(samples.calibration(), calibration),
                Learning.first(samples.selection(), selection),
                Learning.first(samples.promise(), promise),
                0.02);
        return new Context(Learning.of(plan).ranges(), Criteria.none().withExits(evidence), folder).withSeed(7);
    }

    static List<Map<String, Tensor>> inputs(int count) {
        List<Map<String, Tensor>> inputs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            inputs.add(ASKING.inputs(PLAN.samples().choice().get(i)));
        }
        return inputs;
    }

    /// The parts with one threshold at every gate.
    static List<Part> withThresholds(Product product, double threshold) {
        return product.parts().stream()
                .map(part -> new Part(
                        part.model(),
                        part.inputs(),
                        part.outputs(),
                        part.gate().map(gate -> gate.withThreshold(threshold))))
                .toList();
    }
}
