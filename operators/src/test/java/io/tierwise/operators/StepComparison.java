package io.tierwise.operators;

import io.tierwise.data.Tensor;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.Node;
import io.tierwise.operators.WrittenModel.Kind;
import io.tierwise.runtime.ModelSession;
import io.tierwise.runtime.SessionSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Holds a quantized model, run by the runtime without optimizations, against the oracle, tensor by
/// tensor.
///
/// Over many layers a step more or less at the beginning grows to dozens at the end, and no bound on the
/// answers would be both safe and sharp. So every tensor that exists in the quantized model is made an
/// output, and the oracle computes each of them anew from what the runtime itself gave for the tensors
/// before it. Each comparison then covers one node, or a few that are written as one, and may differ
/// only where the exact value lies next to a tie; that all of them hold says the whole is right.
final class StepComparison {

    /// A tensor in floating point has steps, too, for this: this share of its peak.
    private static final double FLOAT_STEP = 1e-4;

    /// A value this near to the middle between two steps, in steps, may be rounded either way: float32
    /// computes it no more exactly. Clamped values lie on such middles by the hundreds.
    private static final double TIE = 0.005;

    /// How one tensor differs over all samples.
    ///
    /// @param nearest elements that are the step nearest to what the oracle computes
    /// @param withinOne elements at most one step off
    /// @param worst the most steps that an element is off
    record Deviation(String tensor, Kind kind, long elements, long nearest, long withinOne, double worst) {

        private Deviation with(Deviation other) {
            return new Deviation(
                    tensor,
                    kind,
                    elements + other.elements,
                    nearest + other.nearest,
                    withinOne + other.withinOne,
                    Math.max(worst, other.worst));
        }

        /// Nearly all within a step and never more than three off; and most the very nearest, too, because
        /// a rule that rounds the wrong way is within a step everywhere. Not all: one weight on a tie
        /// shifts a whole channel.
        boolean holds() {
            return withinOne >= 0.999 * elements && worst <= 3 && nearest >= 0.9 * elements - 1;
        }
    }

    private final Model model;
    private final WrittenModel written;
    private final Map<String, Deviation> deviations = new HashMap<>();

    private StepComparison(Model model, WrittenModel written) {
        this.model = model;
        this.written = written;
    }

    /// Compares every tensor of the float model that is there in the quantized one.
    static List<Deviation> of(Model model, Model quantized, List<Map<String, Tensor>> samples) {
        StepComparison comparison = new StepComparison(model, new WrittenModel(quantized));
        Set<String> exposed = comparison.exposed();
        try (ModelSession session =
                Sessions.open(comparison.written.exposing(List.copyOf(exposed)), SessionSettings.exact())) {
            for (Map<String, Tensor> sample : samples) {
                Map<String, Values> given = new HashMap<>();
                sample.forEach((name, tensor) -> given.put(name, Values.of(tensor)));
                session.run(sample).forEach((name, tensor) -> given.put(name, Values.of(tensor)));
                comparison.add(given);
            }
        }
        return List.copyOf(comparison.deviations.values());
    }

    private List<String> tensors() {
        List<String> tensors = new ArrayList<>(Weights.inputs(model));
        for (Node node : model.graph().nodes()) {
            if (!node.is("Constant")) {
                tensors.addAll(node.outputs());
            }
        }
        return tensors;
    }

    private Set<String> exposed() {
        Set<String> exposed = new LinkedHashSet<>();
        for (String tensor : tensors()) {
            written.bytesOf(tensor).ifPresent(exposed::add);
            if (written.inFloat(tensor) && !Weights.inputs(model).contains(tensor)) {
                exposed.add(tensor);
            }
        }
        return exposed;
    }

    private void add(Map<String, Values> given) {
        FakeQuantization oracle = new FakeQuantization(model, written, given);
        for (String tensor : tensors()) {
            Kind kind = written.kind(tensor);
            Optional<Values> inFloat =
                    written.inFloat(tensor) ? Optional.ofNullable(given.get(tensor)) : Optional.empty();
            boolean computed = !Weights.inputs(model).contains(tensor);
            switch (kind) {
                case COMPUTED, CARRIED -> add(bytes(tensor, kind, oracle.expected(tensor), given));
                case ENTERING -> {
                    if (computed) {
                        add(floats(tensor, oracle.expected(tensor), inFloat.orElseThrow()));
                    }
                    add(bytes(tensor, kind, inFloat.orElseThrow(), given));
                }
                case FLOAT -> {
                    if (computed) {
                        add(floats(tensor, oracle.expected(tensor), inFloat.orElseThrow()));
                    }
                }
                case ABSENT -> {}
            }
        }
    }

    private void add(Deviation deviation) {
        deviations.merge(deviation.tensor() + " " + deviation.kind(), deviation, Deviation::with);
    }

    private Deviation bytes(String tensor, Kind kind, Values expected, Map<String, Values> given) {
        String name = written.bytesOf(tensor).orElseThrow();
        Steps steps = written.steps(name);
        Values exact = Values.generate(
                expected.shape(),
                at -> Math.clamp(
                        expected.at(at) / steps.scale() + steps.zero(), (double) steps.low(), (double) steps.high()));
        return deviation(
                tensor, kind, exact, Optional.ofNullable(given.get(name)).orElseThrow());
    }

    private static Deviation floats(String tensor, Values expected, Values found) {
        double step = expected.whole() ? 1 : FLOAT_STEP * Math.max(expected.peak(), 1e-3);
        return deviation(tensor, Kind.FLOAT, inSteps(expected, step), inSteps(found, step));
    }

    private static Values inSteps(Values values, double step) {
        return Values.generate(values.shape(), at -> values.at(at) / step);
    }

    /// @param exact what the oracle computes, in steps and between them
    /// @param found what the runtime gave, in steps
    private static Deviation deviation(String tensor, Kind kind, Values exact, Values found) {
        if (!Arrays.equals(exact.shape(), found.shape())) {
            throw new AssertionError("'%s' has the shape of %s, by the oracle of %s".formatted(tensor, found, exact));
        }
        long nearest = 0;
        long withinOne = 0;
        double worst = 0;
        for (int i = 0; i < exact.size(); i++) {
            double off = distance(exact.flat(i), found.flat(i));
            double steps = Math.max(0, off <= 0.5 + TIE ? 0 : Math.ceil(off - 0.5));
            nearest += steps == 0 ? 1 : 0;
            withinOne += steps <= 1 ? 1 : 0;
            worst = Math.max(worst, steps);
        }
        return new Deviation(tensor, kind, exact.size(), nearest, withinOne, worst);
    }

    /// Infinite where only one is a number, or only one infinite.
    private static double distance(double exact, double found) {
        if (Double.compare(exact, found) == 0) {
            return 0;
        }
        double distance = Math.abs(exact - found);
        return Double.isNaN(distance) ? Double.POSITIVE_INFINITY : distance;
    }
}
